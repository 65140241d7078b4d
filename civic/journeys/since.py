"""From when on holds what somebody came by to write down: the instant the rules name, whoever comes when.

A gate is passed by the support that made it full, or when the time it is judged at is over. A worker that comes
three days late owes the same answer by the same date, and the next stage ends when it would have ended.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from civic.abuse.models import Invalidation
from civic.ballots.models import Ballot
from civic.processes.document import Stage
from civic.processes.document.conditions import AtLeast, ShareOfPopulation
from civic.processes.engine import Step
from civic.processes.kinds import COUNTING, Counter, Judged, StageKind, Unverified
from civic.proposals.models import Proposal
from civic.proposals.placing import company_of, counted_together, placing_stage
from civic.proposals.weighing import RECORDED, asks_for_a_result
from civic.restraints.models import Restraint
from platform_core.events.models import Event

SUPPORTS = frozenset({Counter.SUPPORT, Counter.VERIFIED_SUPPORT})


def since(here: Proposal, step: Step, at: datetime) -> datetime:
    """When `step`, found due at `at`, was due first. `here` still stands where it is taken from.

    `at` itself where that is not kept: conditions of several numbers, and of numbers that change at once with
    the deed. Never before it came into its stage, under its rules, or into sight again.
    """
    found = _first_due(here, step)
    if found is None or found >= at:
        return at
    return min(at, max(found, _could_not_before(here)))


def _first_due(here: Proposal, step: Step) -> datetime | None:
    if step.otherwise is not None:
        return _judged_at(here, here.rules.stage(here.item.stage))
    if step.gate is None:
        return None
    if step.gate.judged == Judged.END:
        key = step.gate.key
        return _judged_at(here, next(one for one in here.rules.stages if key in {g.key for g in one.gates}))
    return _filled_at(here, step)


def _judged_at(here: Proposal, stage: Stage) -> datetime | None:
    """The end of its time and of all days of grace; later where a result or others had to be waited for."""
    ends_at = here.closes_at if stage.kind in COUNTING else here.stage_ends_at
    if ends_at is None:
        return None
    over_at = ends_at + timedelta(
        days=max((n for _, n in stage.window.grace), default=0) if stage.window else 0
    )
    placing = placing_stage(here.rules, stage.key)
    if placing is not None:
        source, counters = placing
        company = None if counters & RECORDED or counted_together(here, source) else company_of(here, source)
        return max(over_at, company.judged_at) if company else None
    return _with_result(here, stage, over_at) if asks_for_a_result(stage) else over_at


def _with_result(here: Proposal, stage: Stage, over_at: datetime) -> datetime | None:
    """What is held here has its result when its time is over; boxes, and what staff record, when it is told."""
    result = here.results.filter(stage_key=stage.key).order_by("-pk").first()
    if result is None:
        return None
    boxes = Ballot.objects.filter(item=here, stage_key=stage.key, has_boxes=True)
    is_held_here = result.by_id is None and (stage.kind != StageKind.VOTING or not boxes.exists())
    return over_at if is_held_here else max(over_at, result.at)


def _filled_at(here: Proposal, step: Step) -> datetime | None:
    """When the support was given that made the number full, of those that stand."""
    when = step.gate.when if step.gate else None
    if not isinstance(when, AtLeast | ShareOfPopulation) or when.counter not in SUPPORTS:
        return None
    counting, rows = here.rules.counting, here.supports.all()
    elsewhere = here.imported_support if counting.offline_counts and when.counter == Counter.SUPPORT else 0
    if when.counter == Counter.VERIFIED_SUPPORT or counting.unverified == Unverified.SHOWN_APART:
        rows = rows.filter(verified=True)
    nth = when.count - elsewhere
    if nth < 1:
        return None
    found = rows.order_by("given_at", "pk").values_list("given_at", flat=True)[nth - 1 : nth]
    return next(iter(found), None)


def _could_not_before(here: Proposal) -> datetime:
    """What was hidden, or counted by other rules, or taken out of the count, passed nothing meanwhile."""
    shown = Event.objects.filter(
        subject_type=here._meta.label_lower, subject_id=here.pk, kind="proposals.proposal.shown"
    )
    return max(
        moment
        for moment in (
            here.stage_entered_at,
            here.moves.aggregate(at=Max("entered_at"))["at"],
            shown.aggregate(at=Max("at"))["at"],
            Invalidation.objects.filter(undone_at__isnull=False).aggregate(at=Max("touched_at"))["at"],
            Restraint.objects.filter(is_quiet=True).aggregate(at=Max("lifted_at"))["at"],
        )
        if moment is not None
    )
