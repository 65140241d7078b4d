"""From when on holds what somebody came by to write down: the instant the rules name, whoever comes when.

A gate is passed by the deed that made it full, or when the time it is judged at is over. A worker that comes
three days late owes the same answer by the same date, and the next stage ends when it would have ended.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from civic.abuse.models import Invalidation
from civic.journeys.reached import reached_at
from civic.processes.document import Stage
from civic.processes.engine import Step
from civic.processes.kinds import COUNTING, Judged, StageKind
from civic.proposals.models import Proposal
from civic.proposals.placing import company_of, counted_together, placing_stage
from civic.proposals.weighing import RECORDED, Weighing, asks_for_a_result, first_results_at
from platform_core.events.models import Event


def since(here: Proposal, step: Step, weighed_in: str, at: datetime) -> datetime:
    """When `step`, found due at `at`, was due first. `here` still stands where it is taken from.

    `weighed_in`: the stage whose counts were looked at. Never before the gate was there to be passed: before it
    came so far, under its rules, or into sight again.
    """
    found = _first_due(here, step, weighed_in)
    if found is None or found >= at:
        return at
    return min(at, max(found, _could_not_before(here, step)))


def ended_at(here: Proposal, stage: Stage) -> datetime | None:
    """The first instant at which its time in `stage` and all days of grace were over; None where it has no end."""
    ends_at = here.closes_at if stage.kind in COUNTING else here.stage_ends_at
    if ends_at is None:
        return None
    return ends_at + timedelta(days=max((n for _, n in stage.window.grace), default=0) if stage.window else 0)


def ended_since(rows: list[Proposal], weighing: Weighing, at: datetime) -> dict[int, datetime]:
    """As `since`, of many whose time ended them and which nothing else happens to: one query for all of them."""
    last_shown = dict(
        _shown([row.pk for row in rows])
        .values("subject_id")
        .annotate(last=Max("at"))
        .values_list("subject_id", "last")
    )
    found = {}
    for row in rows:
        stage = row.rules.stage(row.item.stage)
        moments = (
            ended_at(row, stage),
            row.stage_entered_at,
            weighing.judged_at(row),
            last_shown.get(row.pk),
        )
        found[row.pk] = min(at, max(moment for moment in moments if moment is not None))
    return found


def _shown(ids: list[int]) -> "QuerySet[Event]":
    kind = "proposals.proposal.shown"
    return Event.objects.filter(
        subject_type=Proposal._meta.label_lower, subject_id__in=ids, kind=kind
    ).order_by()


def _first_due(here: Proposal, step: Step, weighed_in: str) -> datetime | None:
    if step.otherwise is not None:
        return _judged_at(here, here.rules.stage(here.item.stage))
    if step.gate is None:
        return None
    if step.gate.judged == Judged.END:
        return _judged_at(here, _stage_of(here, step))
    return reached_at(here, step.gate.when, weighed_in)


def _stage_of(here: Proposal, step: Step) -> Stage:
    """Whose gate it is; where it stands, for what is no gate."""
    keys = {gate.key: stage for stage in here.rules.stages for gate in stage.gates}
    return keys[step.gate.key] if step.gate else here.rules.stage(here.item.stage)


def _judged_at(here: Proposal, stage: Stage) -> datetime | None:
    """The end of its time; later where a result or others had to be waited for."""
    over_at = ended_at(here, stage)
    if over_at is None:
        return None
    placing = placing_stage(here.rules, stage.key)
    if placing is None:
        return _with_result([here.pk], stage, over_at) if asks_for_a_result(stage) else over_at
    source, counters = placing
    company = counted_together(here, source) or company_of(here, source)
    if company is None:
        return None
    over_at = max(over_at, company.judged_at)
    return _with_result(company.ids, source, over_at) if counters & RECORDED else over_at


def _with_result(ids: Iterable[int], stage: Stage, over_at: datetime) -> datetime | None:
    """When the first results of all these were known, too. None where there is none."""
    known_at = first_results_at(ids, stage.key)
    return max(over_at, known_at) if known_at else None


def _could_not_before(here: Proposal, step: Step) -> datetime:
    """What was hidden, or counted by other rules, or taken out of the count, passed nothing meanwhile."""
    brought_back = Invalidation.objects.filter(undone_at__isnull=False, touched__proposal=here)
    moments = [
        _in_force_since(here, _stage_of(here, step)),
        _shown([here.pk]).aggregate(at=Max("at"))["at"],
        brought_back.aggregate(at=Max("touched_at"))["at"],
        here.stage_entered_at if step.to else None,
    ]
    return max(moment for moment in moments if moment is not None)


def _in_force_since(here: Proposal, stage: Stage) -> datetime:
    """When it came, under its rules of today, to where gates of `stage` look at it; anew after it was closed."""
    found: datetime | None = None
    for move in here.moves.order_by("pk"):
        if move.version_id != here.process_version_id or move.stage == StageKind.CLOSED:
            found = None
        elif found is None and _looks_at(here, stage, move.stage_key or move.stage):
            found = move.entered_at
    return found or here.stage_entered_at


def _looks_at(here: Proposal, stage: Stage, key: str) -> bool:
    there = here.rules.stage(key)
    counting = here.rules.counting_stage(there.key)
    return stage.key in (there.key, counting.key if counting else "")
