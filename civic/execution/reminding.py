"""What the clock tells the departments, once each: that the public waits for a word."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from civic.execution.duty import REMINDED_BEFORE, Duty, duty_of
from civic.execution.models import Execution
from civic.execution.quarters import quarter_of
from civic.execution.queries import main_item, under_way
from platform_core.events.actions import record

BATCH = 200


def remind_departments(*, at: datetime, limit: int = BATCH) -> int:
    """Whoever has told nothing this quarter hears it once in it: near its end, or at once when overdue."""
    now = quarter_of(at)
    silent = under_way().filter(told_at__lt=now.starts_at).filter(_not_reminded(now.first_day))
    if at < now.ends_at - REMINDED_BEFORE:
        silent = silent.filter(told_at__lt=now.previous.starts_at)
    return sum(_remind(one, at) for one in silent.order_by("told_at", "pk")[:limit])


def _not_reminded(first_day: object) -> Q:
    return Q(reminded_for=None) | Q(reminded_for__lt=first_day)


@transaction.atomic
def _remind(execution: Execution, at: datetime) -> bool:
    """Marked by one guarded statement: of two workers one finds it unmarked."""
    now = quarter_of(at)
    unmarked: QuerySet[Execution] = Execution.objects.filter(
        pk=execution.pk, finished_at=None, told_at__lt=now.starts_at
    ).filter(_not_reminded(now.first_day))
    if not unmarked.update(reminded_for=now.first_day):
        return False
    record(
        "execution.update.became_due",
        execution,
        at=at,
        proposal=main_item(execution).pk,
        quarter=now.first_day.isoformat(),
        overdue=duty_of(execution, at) == Duty.OVERDUE,
        due_at=now.ends_at.isoformat(),
    )
    return True


def announce_plans_overdue(*, at: datetime, limit: int = BATCH) -> int:
    """Departments hear once that the plan they owe is late."""
    late = under_way().filter(planned_at=None, plan_due_at__lte=at, plan_overdue_announced_at=None)
    return sum(_announce_plan(one, at) for one in late.order_by("plan_due_at", "pk")[:limit])


@transaction.atomic
def _announce_plan(execution: Execution, at: datetime) -> bool:
    unmarked = Execution.objects.filter(pk=execution.pk, planned_at=None, plan_overdue_announced_at=None)
    if not unmarked.update(plan_overdue_announced_at=at):
        return False
    record("execution.plan.became_overdue", execution, at=at, proposal=main_item(execution).pk)
    return True
