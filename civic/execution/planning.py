"""The plan and its parts: written, changed, removed; what it said before is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from civic.execution.models import (
    BudgetLine,
    Change,
    Execution,
    Measure,
    Milestone,
    MilestoneState,
    Part,
    Partner,
)
from civic.people.models import Department
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown

Row = Milestone | BudgetLine | Measure
ROWS: dict[Part, type[Any]] = {Part.MILESTONE: Milestone, Part.BUDGET: BudgetLine, Part.MEASURE: Measure}
_NAMES = {Part.MILESTONE: "title", Part.BUDGET: "source", Part.MEASURE: "name"}


@dataclass(frozen=True, slots=True)
class Plan:
    """추진 개요. `aims` is markdown; `contact` is the office's."""

    aims: str
    department: Department | None
    contact: str = ""
    partners: tuple[Department, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def write_plan(*, execution: Execution, plan: Plan, reason: str, by: User, at: datetime, item: int) -> bool:
    """Publish the plan, or change it. False when nothing of it is new. `item`: where it is told."""
    before = _plan_as_data(execution)
    is_first = execution.planned_at is None
    execution.aims_source, execution.aims_html = plan.aims, render_markdown(plan.aims)
    execution.department, execution.contact = plan.department, plan.contact
    execution.starts_on, execution.ends_on = plan.starts_on, plan.ends_on
    _set_partners(execution, plan.partners)
    changed = _difference(before, _plan_as_data(execution))
    if not changed and not is_first:
        return False
    if is_first:
        execution.planned_at = execution.told_at = at
    execution.save()
    if not is_first:
        _keep(execution, Part.PLAN, None, "", changed, reason, by, at)
    record(
        "execution.plan.published" if is_first else "execution.plan.changed",
        execution,
        at=at,
        actor=by,
        proposal=item,
        part=Part.PLAN.value,
        reason=reason,
    )
    return True


def _set_partners(execution: Execution, partners: Iterable[Department]) -> None:
    wanted = {one.pk for one in partners} - {execution.department_id}
    Partner.objects.filter(execution=execution).exclude(department__in=wanted).delete()
    Partner.objects.bulk_create(
        [Partner(execution=execution, department_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )


def _plan_as_data(execution: Execution) -> dict[str, Any]:
    """Departments by name: what one was called then is what was promised then."""
    names = Partner.objects.filter(execution=execution).values_list("department__name", flat=True)
    return {
        "aims": execution.aims_source or execution.aims_html,
        "department": execution.department.name if execution.department else "",
        "contact": execution.contact,
        "partners": ", ".join(names.order_by("department__name")),
        "starts_on": execution.starts_on,
        "ends_on": execution.ends_on,
    }


@transaction.atomic
def add_row(
    *, execution: Execution, part: Part, values: Mapping[str, Any], by: User, at: datetime, item: int
) -> Row:
    row: Row = ROWS[part].objects.create(execution=execution, **values)
    _keep(execution, part, row.pk, _name(part, row), {}, "", by, at)
    _tell(execution, part, row, "added", {}, "", by, at, item)
    return row


@transaction.atomic
def change_row(
    *, part: Part, row: Row, values: Mapping[str, Any], reason: str, by: User, at: datetime, item: int
) -> bool:
    """False when nothing of it is new."""
    before = {name: getattr(row, name) for name in values}
    changed = _difference(before, values)
    if not changed:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    _keep(row.execution, part, row.pk, _name(part, row), changed, reason, by, at)
    _tell(row.execution, part, row, how_of(part, changed), changed, reason, by, at, item)
    return True


@transaction.atomic
def remove_row(*, part: Part, row: Any, reason: str, by: User, at: datetime, item: int) -> bool:
    """Of the budget and the measures; a milestone is dropped instead. False when it was removed before."""
    if not ROWS[part].objects.filter(pk=row.pk, removed_at=None).update(removed_at=at):
        return False
    _keep(row.execution, part, row.pk, _name(part, row), {"removed": [None, True]}, reason, by, at)
    _tell(row.execution, part, row, "removed", {}, reason, by, at, item)
    return True


def how_of(part: Part, changed: Mapping[str, Any]) -> str:
    """The one word for it: done, dropped, postponed, brought_forward; otherwise changed."""
    if part != Part.MILESTONE:
        return "changed"
    state = changed.get("state", [None, None])[1]
    if state in (MilestoneState.DONE, MilestoneState.DROPPED):
        return str(state)
    if "due_on" in changed:
        before, after = changed["due_on"]
        return "postponed" if after > before else "brought_forward"
    return "changed"


TOLD_TO_ALL = frozenset({"done", "dropped", "postponed"})


def _tell(
    execution: Execution,
    part: Part,
    row: Row,
    how: str,
    changed: Mapping[str, Any],
    reason: str,
    by: User,
    at: datetime,
    item: int,
) -> None:
    """Followers hear of milestones that were reached, postponed or dropped; the rest is written down."""
    if execution.planned_at is None:
        return
    is_news = part == Part.MILESTONE and how in TOLD_TO_ALL
    days = [day.isoformat() for day in changed["due_on"]] if "due_on" in changed else []
    record(
        "execution.milestone.changed" if is_news else "execution.plan.changed",
        execution,
        at=at,
        actor=by,
        proposal=item,
        part=part.value,
        name=_name(part, row),
        how=how,
        days=days,
        reason=reason or (row.reason if isinstance(row, Milestone) else ""),
    )


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}


def _keep(
    execution: Execution,
    part: Part,
    row: int | None,
    name: str,
    fields: Mapping[str, Any],
    reason: str,
    by: User,
    at: datetime,
) -> None:
    Change.objects.create(
        execution=execution, part=part, row=row, name=name, fields=dict(fields), reason=reason, at=at, by=by
    )


def _name(part: Part, row: Row) -> str:
    return str(getattr(row, _NAMES[part]))
