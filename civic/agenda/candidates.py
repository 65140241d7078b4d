"""의제 후보: how items come before the committee, and go again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from civic.agenda.models import Arrival, Candidate, State
from civic.agenda.rules import may_put_forward
from civic.processes.kinds import Effect
from civic.proposals.models import Ending, Merger, Proposal, ThresholdCrossing
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

OPEN = frozenset({State.WAITING, State.SCHEDULED})
SETTLED = frozenset(State) - OPEN
# Endings after which nobody deliberates about it any more. An answer does not end a candidature.
ENDS_IT = frozenset({Ending.WITHDRAWN, Ending.BY_HAND, Ending.REFUSED, Ending.COMPLAINT, Ending.ELSEWHERE})


@transaction.atomic
def put_forward(*, item: Proposal, reason: str, by: User, at: datetime) -> Candidate:
    """By hand. Raises Refused."""
    require(may_put_forward(by, item, reason))
    candidate = arrive(item=item, came_by=Arrival.HAND, reason=reason, by=by, at=at)
    assert candidate is not None
    return candidate


@transaction.atomic
def arrive(
    *,
    item: Proposal,
    came_by: Arrival,
    at: datetime,
    reason: str = "",
    by: User | None = None,
    anew: bool = False,
) -> Candidate | None:
    """One row for each item, whichever way it came first; None when it is here already.

    What had gone comes back and waits again; `anew`, so does what a committee had decided about.
    """
    facts = {"came_by": came_by, "reason": reason, "arrived_at": at, "added_by": by}
    candidate, is_new = Candidate.objects.get_or_create(item=item, defaults=facts)
    if not is_new:
        back = {**facts, "state": State.WAITING, "state_reason": "", "settled_at": None, "outcome": None}
        settled = SETTLED if anew else [State.GONE]
        if not Candidate.objects.filter(pk=candidate.pk, state__in=settled).update(**back):
            return None
        candidate.refresh_from_db()
    record(
        "agenda.candidate.arrived",
        candidate,
        at=at,
        actor=by,
        proposal=item.pk,
        came_by=came_by.value,
        reason=reason,
    )
    return candidate


@transaction.atomic
def join(*, kept: Proposal, merged: Proposal, at: datetime) -> None:
    """Duplicates that were joined are one candidate: what was begun for the other stays readable there."""
    moved = Candidate.objects.filter(item=merged, state__in=OPEN).update(state=State.JOINED, settled_at=at)
    if moved:
        arrive(item=kept, came_by=Arrival.MERGER, at=at)


@transaction.atomic
def part(*, kept: Proposal, merged: Proposal, reason: str, at: datetime) -> bool:
    """They are two again: what had been joined waits for a meeting as before. False when it was no candidate.

    The other one goes, as long as it waits and nothing but the joining had brought it here.
    """
    back = Candidate.objects.filter(item=merged, state=State.JOINED).update(
        state=State.WAITING, state_reason="", settled_at=None
    )
    if not back:
        return False
    joined = Merger.objects.filter(kept=kept, undone_at=None).values("merged")
    others = Candidate.objects.filter(item__in=joined, state=State.JOINED)
    if not (others.exists() or has_reached(kept)):
        brought = Candidate.objects.filter(item=kept, came_by=Arrival.MERGER, state=State.WAITING)
        brought.update(state=State.GONE, state_reason=reason, settled_at=at)
    record("agenda.candidate.parted", Candidate.objects.get(item=merged), at=at, proposal=merged.pk)
    return True


def has_reached(item: Proposal) -> bool:
    """Whether it passed a number itself from which the rules make it a candidate."""
    passed = ThresholdCrossing.objects.filter(proposal=item, effects__contains=[Effect.AGENDA_CANDIDATE])
    return passed.exists()


@transaction.atomic
def leave(*, item: Proposal, reason: str, at: datetime) -> bool:
    """It was withdrawn, closed or taken elsewhere before the committee decided. False when it had decided."""
    gone = Candidate.objects.filter(item=item, state__in=OPEN).update(
        state=State.GONE, state_reason=reason, settled_at=at
    )
    return bool(gone)


def joined_into(items: Iterable[Proposal]) -> dict[int, list[Merger]]:
    """What was joined into each of these, by its number. One query."""
    found: dict[int, list[Merger]] = {}
    for merger in Merger.objects.filter(kept__in=list(items), undone_at=None).select_related("merged"):
        found.setdefault(merger.kept_id, []).append(merger)
    return found
