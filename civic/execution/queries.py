"""Reads of what is carried out, for doors and for the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from civic.execution.duty import Duty, told_before
from civic.execution.models import (
    Execution,
    ExecutionFile,
    ExecutionItem,
    MilestoneState,
    Partner,
    ProgressNote,
)
from civic.execution.quarters import Quarter
from civic.processes.kinds import StageKind, Visibility
from civic.proposals.models import Proposal, Standing


def under_way() -> QuerySet[Execution]:
    """Of these something is owed: not finished, and for an item that is being carried out and shown."""
    carried = ExecutionItem.objects.filter(
        execution=OuterRef("pk"), proposal__stage=StageKind.CARRYING_OUT, proposal__standing=Standing.OPEN
    )
    return Execution.objects.filter(Exists(carried), finished_at=None)


def shown() -> QuerySet[Execution]:
    """What stands in lists for everybody: for at least one item that does."""
    listed = ExecutionItem.objects.filter(
        execution=OuterRef("pk"), proposal__standing=Standing.OPEN, proposal__visibility=Visibility.PUBLIC
    )
    return Execution.objects.filter(Exists(listed))


def execution_of(proposal: Proposal) -> Execution | None:
    return Execution.objects.select_related("department").filter(items__proposal=proposal).first()


def items_of(execution: Execution) -> list[Proposal]:
    """In the order in which they came to be carried out."""
    carried = ExecutionItem.objects.filter(execution=execution).select_related("proposal__department")
    return [one.proposal for one in carried.order_by("pk")]


def main_item(execution: Execution) -> Proposal:
    """Where it is told of: the first of its items."""
    return items_of(execution)[0]


def departments_of_execution(execution_id: int | None) -> frozenset[int]:
    """Ids of the departments that carry it out: the one in charge and those beside it."""
    if execution_id is None:
        return frozenset()
    lead = Execution.objects.filter(pk=execution_id).values_list("department_id", flat=True)
    beside = Partner.objects.filter(execution=execution_id).values_list("department_id", flat=True)
    return frozenset(pk for pk in [*lead, *beside] if pk is not None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked the list for."""

    duty: Duty | None = None
    plan_owed: bool = False
    department: int | None = None
    quarter: Quarter | None = None


def wished(rows: QuerySet[Execution], wish: Wish, at: datetime) -> QuerySet[Execution]:
    """`quarter`: in which something was told of it, by a note or by its plan."""
    if wish.plan_owed:
        rows = rows.filter(planned_at=None, finished_at=None)
    if wish.duty == Duty.FINISHED:
        rows = rows.filter(finished_at__isnull=False)
    elif wish.duty is not None:
        since, before = told_before(wish.duty, at)
        rows = rows.filter(finished_at=None)
        rows = rows.filter(told_at__gte=since) if since else rows
        rows = rows.filter(told_at__lt=before) if before else rows
    if wish.department is not None:
        beside = Partner.objects.filter(execution=OuterRef("pk"), department=wish.department)
        rows = rows.filter(Q(department=wish.department) | Exists(beside))
    if wish.quarter is not None:
        start, end = wish.quarter.starts_at, wish.quarter.ends_at
        told = ProgressNote.objects.filter(execution=OuterRef("pk"), at__gte=start, at__lt=end)
        rows = rows.filter(Exists(told) | Q(planned_at__gte=start, planned_at__lt=end))
    return rows


def with_what_lists_show(rows: QuerySet[Execution]) -> QuerySet[Execution]:
    """Its items, departments, and how many milestones are done of how many: three queries for a page."""
    listed = ExecutionItem.objects.filter(
        proposal__standing=Standing.OPEN, proposal__visibility=Visibility.PUBLIC
    ).select_related("proposal")
    partners = Partner.objects.select_related("department")
    return (
        rows.select_related("department")
        .defer("aims_source", "aims_html")
        .prefetch_related(Prefetch("items", listed, "shown_items"), Prefetch("partners", partners))
        .annotate(
            milestone_count=Count("milestones", filter=~Q(milestones__state=MilestoneState.DROPPED)),
            done_count=Count("milestones", filter=Q(milestones__state=MilestoneState.DONE)),
        )
    )


def files_by_note(execution: Execution) -> dict[int | None, list[ExecutionFile]]:
    """Everything that is shown, by the note it stands beside; None: beside the plan."""
    found: dict[int | None, list[ExecutionFile]] = {}
    for one in ExecutionFile.objects.filter(execution=execution, removed_at=None).order_by("pk"):
        found.setdefault(one.note_id, []).append(one)
    return found


def shown_executions_of(numbers: Iterable[int]) -> QuerySet[Any]:
    """The items among `numbers` that have an execution, with it at hand."""
    return ExecutionItem.objects.filter(proposal__in=list(numbers)).select_related("execution")
