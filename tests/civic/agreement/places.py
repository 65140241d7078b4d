"""Where a proposal can stand under a set of rules: in each stage, in time and too late, hidden and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from civic.journeys.advance import advance
from civic.processes.kinds import TIMED, Deed, StageKind
from civic.processes.models import ProcessVersion
from civic.proposals.actions import Writing, hide_proposal, submit_proposal, withdraw_proposal
from civic.proposals.models import Ending, MoveCause, Proposal
from civic.proposals.moving import Cause, End, come_into
from platform_core.accounts.models import User
from tests.hostile.shares import ALL

WRITING = Writing("골목에 의자를 놓아 주세요", "쉬어 갈 곳이 없습니다.")
MOVED = Cause(MoveCause.OUTCOME)


@dataclass(frozen=True, slots=True)
class Place:
    """`name`: the stage's key, and what else there is to say of it."""

    name: str
    proposal: Proposal


def places_under(version: ProcessVersion, author: User) -> Iterator[Place]:
    """One proposal each, put there directly."""
    at = timezone.now() - timedelta(hours=2)
    seen = set()
    for stage in version.rules.stages:
        proposal = _in_stage(version, stage.key, author, at)
        yield _place(stage.key, proposal)
        closing = (stage.kind in TIMED, *_closes_by_time(proposal))
        if closing not in seen and len(closing) > 1:  # once for each way in which time closes something
            seen.add(closing)
            yield _place(f"{stage.key}, too late", _too_late(_in_stage(version, stage.key, author, at)))
            gone_on = _too_late(_in_stage(version, stage.key, author, at))
            if ALL and advance(proposal=gone_on, at=timezone.now()):
                yield _place(f"{stage.key}, gone on", gone_on)


def places_out_of_sight(version: ProcessVersion, author: User, moderator: User) -> Iterator[Place]:
    """Which are the same under all rules."""
    at, first = timezone.now() - timedelta(hours=2), version.rules.first_stage.key
    hidden, withdrawn = (_in_stage(version, first, author, at) for _ in range(2))
    hide_proposal(proposal=hidden, reason="광고입니다.", by=moderator, at=at)
    withdraw_proposal(proposal=withdrawn, at=at)
    yield _place("hidden", hidden)
    yield _place("withdrawn", withdrawn)


def _in_stage(version: ProcessVersion, key: str, author: User, at: datetime) -> Proposal:
    """Through every stage before it, so that what began to run on the way is running."""
    proposal = submit_proposal(author=author, writing=WRITING, version=version, at=at)
    for stage in version.rules.stages[1 : version.rules.place(key) + 1]:
        end = End(Ending.ANSWERED) if stage.kind == StageKind.CLOSED else None
        come_into(proposal=proposal, stage=stage, cause=MOVED, at=at, end=end)
    return proposal


def _closes_by_time(proposal: Proposal) -> list[Deed]:
    """What it takes today and will not take in two years, though nobody moves it."""
    now, later = timezone.now(), timezone.now() + timedelta(days=730)
    return [deed for deed in Deed if proposal.permits(deed, now) and not proposal.permits(deed, later)]


def _too_late(proposal: Proposal) -> Proposal:
    """An hour ago everything was over that has an end, and the worker has not come by since."""
    ended_at = timezone.now() - timedelta(hours=1)
    for name in ("closes_at", "stage_ends_at"):
        if getattr(proposal, name) is not None:
            setattr(proposal, name, ended_at)
    proposal.save(update_fields=["closes_at", "stage_ends_at"])
    return proposal


def _place(name: str, proposal: Proposal) -> Place:
    return Place(name, Proposal.objects.select_related("stat", "process_version").get(pk=proposal.pk))
