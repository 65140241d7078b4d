"""How a proposal comes into a stage: one guarded change of state, one line of its way, one event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from civic.processes.calendars import calendar_here
from civic.processes.document import Stage
from civic.processes.engine import window_end
from civic.processes.kinds import COUNTING, TIMED, StageKind, Visibility
from civic.proposals.models import Ending, MoveCause, Proposal, StageMove
from platform_core.accounts.models import User
from platform_core.events.actions import record

# From all to few: what was never shown to all is not shown to them by coming to its end.
_NARROWER = [Visibility.PUBLIC, Visibility.BY_LINK, Visibility.AUTHOR_AND_STAFF]
MOVED = (
    "stage",
    "stage_key",
    "stage_entered_at",
    "stage_ends_at",
    "closes_at",
    "visibility",
    "closed_as",
    "closed_at",
    "closing_code",
    "closing_reason",
)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it moves. `key`: which gate, outcome or way of expiring; `reason` is public."""

    kind: MoveCause
    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """How it ends, when the stage it comes into is the last. `code`: of the rules' refusals."""

    ending: Ending
    code: str = ""


def held(proposal: Proposal, *, alone: bool = False) -> Proposal:
    """The bare row as it stands now, held until the transaction ends: whoever moves it waits.

    `alone`: only when no support that is being given at this moment is still unwritten.
    """
    return Proposal.objects.select_for_update(no_key=not alone, of=("self",)).get(pk=proposal.pk)


def as_it_is_now(proposal: Proposal, held: Proposal) -> None:
    """Let the instance a caller has in hand say where the held one has come to."""
    for name in MOVED:
        setattr(proposal, name, getattr(held, name))


@transaction.atomic
def come_into(
    *,
    proposal: Proposal,
    stage: Stage,
    cause: Cause,
    at: datetime,
    by: User | None = None,
    end: End | None = None,
    since: datetime | None = None,
) -> bool:
    """Move once, from where `proposal` says it is. The second comer gets False.

    `since`: when it came there by the rules, where somebody came by later to write it down. Raises ValueError
    for the last stage without an `end`.
    """
    entered_at = since or at
    changes = changes_into(proposal, stage, cause, entered_at, end)
    moved = Proposal.objects.filter(
        pk=proposal.pk, stage=proposal.stage, stage_key=proposal.stage_key
    ).update(**changes)
    if moved:
        for name, value in changes.items():
            setattr(proposal, name, value)
        note_move(proposal, cause, at, by, entered_at)
    return bool(moved)


def changes_into(
    proposal: Proposal, stage: Stage, cause: Cause, at: datetime, end: End | None = None
) -> dict[str, Any]:
    """Everything on its row that changes by coming into `stage`. Raises ValueError as come_into does."""
    return entry(proposal, stage, at) | _closing(stage, cause, at, end)


def entry(proposal: Proposal, stage: Stage, at: datetime) -> dict[str, Any]:
    """What changes when it comes into `stage` at `at`. Windows open now, or were open since it was registered."""
    changes: dict[str, Any] = {
        "stage": stage.kind,
        "stage_key": stage.key,
        "stage_entered_at": at,
        "stage_ends_at": None,
        "visibility": _visibility(proposal, stage),
    }
    if stage.kind in TIMED:
        ends_at = end_of_stage(stage, registered_at=proposal.submitted_at, entered_at=at)
        changes["closes_at" if stage.kind in COUNTING else "stage_ends_at"] = ends_at
    return changes


def end_of_stage(stage: Stage, *, registered_at: datetime, entered_at: datetime) -> datetime | None:
    """The first instant that is too late in the stage; None when it has no time of its own."""
    if stage.kind not in TIMED or stage.window is None:
        return None
    days = calendar_here(fresh=True)
    return window_end(stage.window, registered_at=registered_at, entered_at=entered_at, days=days)


def _visibility(proposal: Proposal, stage: Stage) -> Visibility:
    if stage.kind != StageKind.CLOSED:
        return stage.visibility
    return max(stage.visibility, Visibility(proposal.visibility), key=_NARROWER.index)


def _closing(stage: Stage, cause: Cause, at: datetime, end: End | None) -> dict[str, Any]:
    if stage.kind != StageKind.CLOSED:
        return {"closed_as": "", "closed_at": None, "closing_code": "", "closing_reason": ""}
    if end is None:
        raise ValueError("What is closed says why.")
    return {
        "closed_as": end.ending,
        "closed_at": at,
        "closing_code": end.code,
        "closing_reason": cause.reason,
    }


def note_move(
    proposal: Proposal, cause: Cause, at: datetime, by: User | None, entered_at: datetime | None = None
) -> None:
    """The line of its way, and the one event, for what has just come into its stage."""
    move_of(proposal, cause, entered_at or at, by).save(force_insert=True)
    if proposal.stage == StageKind.CLOSED:
        record("proposals.proposal.closed", proposal, at=at, actor=by, **told(proposal, cause))
    elif cause.kind != MoveCause.SUBMITTED:
        record("proposals.stage.entered", proposal, at=at, actor=by, **told(proposal, cause))


def move_of(proposal: Proposal, cause: Cause, at: datetime, by: User | None) -> StageMove:
    ends_at = proposal.closes_at if proposal.stage in COUNTING else proposal.stage_ends_at
    return StageMove(
        proposal_id=proposal.pk,
        version_id=proposal.process_version_id,
        stage=proposal.stage,
        stage_key=proposal.stage_key,
        entered_at=at,
        ends_at=ends_at,
        cause=cause.kind,
        cause_key=cause.key,
        reason=cause.reason,
        by=by,
    )


def told(proposal: Proposal, cause: Cause) -> dict[str, Any]:
    """The data of the event."""
    data = {"cause": cause.kind.value, "key": cause.key, "version": proposal.process_version_id}
    if cause.reason:
        data["reason"] = cause.reason
    if proposal.stage != StageKind.CLOSED:
        return {"stage": str(proposal.stage), "stage_key": proposal.stage_key, **data}
    code = {"code": proposal.closing_code} if proposal.closing_code else {}
    return {"ending": str(proposal.closed_as), **data, **code}
