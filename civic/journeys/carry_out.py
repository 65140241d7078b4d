"""What was adopted is carried out: planned, told step by step, changed with reasons, and finished."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from civic.execution import opening, picturing, planning, rules
from civic.execution.actions import report_progress
from civic.execution.models import Execution, ExecutionFile, ExecutionItem, Part, ProgressKind, ProgressNote
from civic.execution.planning import Plan, Row
from civic.execution.rules import may_finish, may_report_progress
from civic.journeys.steps import follow
from civic.processes.kinds import Outcome, StageKind
from civic.proposals.models import Proposal
from civic.proposals.moving import as_it_is_now
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.files.keeping import kept_together
from platform_core.files.taking import TakenIn


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph or document taken in, when it was taken ("before", "during", "after") and what it shows."""

    taken: TakenIn
    moment: str = ""
    alt: str = ""


@kept_together()
@transaction.atomic
def report(
    *,
    proposal: Proposal,
    kind: ProgressKind,
    body: str,
    by: User,
    at: datetime,
    finished: bool = False,
    pictures: Iterable[Picture] = (),
) -> ProgressNote:
    """Report plan, progress or outcome; with `finished` all that is carried out together closes as carried out.

    Raises Refused, and RefusedFile for a picture that is not taken in.
    """
    locked = _held([proposal.pk])[0]
    require(may_report_progress(by, locked, at))
    execution = Execution.objects.filter(items__proposal=locked).first()
    if finished:
        require(may_finish(execution, kind))
    note = report_progress(proposal=locked, kind=kind, body=body, by=by, at=at)
    assert note.execution is not None
    for one in pictures:
        _keep(note.execution, note, one, by, at)
    if finished:
        _finish(note.execution, by, at)
        proposal.refresh_from_db()
    else:
        as_it_is_now(proposal, locked)
    return note


def _finish(execution: Execution, by: User, at: datetime) -> None:
    numbers = ExecutionItem.objects.filter(execution=execution).values_list("proposal_id", flat=True)
    for item in _held(numbers):
        if item.stage == StageKind.CARRYING_OUT:
            follow(item, Outcome.FINISHED, at, by=by)
    opening.finish_execution(execution=execution, at=at)


def _keep(
    execution: Execution, note: ProgressNote | None, picture: Picture, by: User, at: datetime
) -> ExecutionFile:
    return picturing.keep_file(
        execution=execution,
        note=note,
        taken=picture.taken,
        moment=picture.moment,
        alt=picture.alt,
        by=by,
        at=at,
    )


@transaction.atomic
def plan(*, execution: Execution, plan: Plan, reason: str, by: User, at: datetime) -> bool:
    """Publish the plan, or change it with a public reason. Raises Refused. False when nothing is new."""
    locked, items = _hold(execution, by, at)
    changed: dict[str, list[Any]] = {}
    if locked.department_id != (plan.department.pk if plan.department else None):
        changed["department"] = [locked.department_id, plan.department]
    if locked.ends_on is not None and locked.ends_on != plan.ends_on:
        changed["ends_on"] = [locked.ends_on, plan.ends_on]
    require(rules.says_why(locked, Part.PLAN, changed, reason))
    return planning.write_plan(execution=locked, plan=plan, reason=reason, by=by, at=at, item=items[0].pk)


@transaction.atomic
def add(*, execution: Execution, part: Part, values: Mapping[str, Any], by: User, at: datetime) -> Row:
    """A milestone, a line of the budget, a measure. Raises Refused."""
    locked, items = _hold(execution, by, at)
    return planning.add_row(execution=locked, part=part, values=values, by=by, at=at, item=items[0].pk)


@transaction.atomic
def change(*, part: Part, row: Row, values: Mapping[str, Any], reason: str, by: User, at: datetime) -> bool:
    """What it said before stays readable. Raises Refused. False when nothing is new."""
    locked, items = _hold(row.execution, by, at)
    fresh = _fresh(part, row, locked)
    changed = {
        name: [getattr(fresh, name), value]
        for name, value in values.items()
        if getattr(fresh, name) != value and name != "reason"
    }
    require(rules.says_why(locked, part, changed, reason or str(values.get("reason", ""))))
    return planning.change_row(
        part=part, row=fresh, values=values, reason=reason, by=by, at=at, item=items[0].pk
    )


@transaction.atomic
def remove(*, part: Part, row: Row, reason: str, by: User, at: datetime) -> bool:
    """A line of the budget or a measure. Raises Refused. False when it was removed before."""
    locked, items = _hold(row.execution, by, at)
    require(rules.says_why(locked, part, {}, reason, removes=True))
    return planning.remove_row(
        part=part, row=_fresh(part, row, locked), reason=reason, by=by, at=at, item=items[0].pk
    )


@kept_together()
@transaction.atomic
def add_file(*, execution: Execution, picture: Picture, by: User, at: datetime) -> ExecutionFile:
    """Beside the plan. Raises Refused, RefusedFile."""
    locked, _items = _hold(execution, by, at)
    return _keep(locked, None, picture, by, at)


@transaction.atomic
def take_file_away(*, file: ExecutionFile, reason: str, by: User, at: datetime) -> bool:
    """For good, with a public reason. Raises Refused. False when it was taken away before."""
    _locked, items = _hold(file.execution, by, at, also_finished=True)
    return picturing.remove_file(file=file, reason=reason, by=by, at=at, item=items[0].pk)


@transaction.atomic
def share(*, execution: Execution, item: Proposal, reason: str, by: User, at: datetime) -> bool:
    """From now on `item` is carried out together with the others. Raises Refused. False when it is already."""
    [here] = _held([item.pk])
    locked = Execution.objects.select_for_update(no_key=True).get(pk=execution.pk)
    require(rules.may_share(by, locked, here, at))
    return opening.share_execution(execution=locked, item=here, reason=reason, by=by, at=at)


def _hold(
    execution: Execution, by: User, at: datetime, *, also_finished: bool = False
) -> tuple[Execution, list[Proposal]]:
    """Its items before itself, as whoever moves them takes them. Raises Refused for whom it is not."""
    numbers = ExecutionItem.objects.filter(execution=execution).values_list("proposal_id", flat=True)
    first = (
        ExecutionItem.objects.filter(execution=execution).order_by("pk").values_list("proposal_id", flat=True)
    )
    items = sorted(_held(numbers), key=lambda one: one.pk != first[0])
    Execution.objects.select_for_update(no_key=True).get(pk=execution.pk)
    verdict = rules.may_change_plan(by, items, at)
    if not (also_finished and verdict.code == "stage_closed"):
        require(verdict)
    return Execution.objects.select_related("department").get(pk=execution.pk), items


def _held(numbers: Iterable[int]) -> list[Proposal]:
    """The bare rows, by ascending number: nobody waits for each other."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(numbers))
    return list(rows.order_by("pk"))


def _fresh(part: Part, row: Row, locked: Execution) -> Row:
    """As it is now that its execution is held."""
    fresh: Row = planning.ROWS[part].objects.get(pk=row.pk)
    fresh.execution = locked
    return fresh
