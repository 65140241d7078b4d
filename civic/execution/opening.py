"""What was adopted begins to be carried out: its page is there, and its plan is owed."""

from datetime import datetime

from django.db import transaction

from civic.execution.duty import PLAN_DAYS
from civic.execution.models import Change, Execution, ExecutionItem, Part
from civic.processes.calendars import calendar_here
from civic.processes.kinds import DayUnit
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def open_execution(*, item: Proposal, at: datetime) -> Execution:
    """The execution of `item`, whose row is held; made where there is none, taken up again where it was finished."""
    known = Execution.objects.filter(items__proposal=item).first()
    if known is not None:
        return _taken_up_again(known, item, at)
    due_at = calendar_here(fresh=True).after(at, PLAN_DAYS, DayUnit.CALENDAR)
    execution = Execution.objects.create(
        department_id=item.department_id, opened_at=at, plan_due_at=due_at, told_at=at
    )
    ExecutionItem.objects.create(execution=execution, proposal=item, at=at)
    record(
        "execution.execution.opened",
        execution,
        at=at,
        proposal=item.pk,
        department=item.department_id,
        due_at=due_at.isoformat(),
    )
    return execution


def _taken_up_again(execution: Execution, item: Proposal, at: datetime) -> Execution:
    if execution.finished_at is None or item.closed_as:
        return execution
    execution.finished_at, execution.told_at = None, at
    execution.save(update_fields=["finished_at", "told_at"])
    record("execution.execution.reopened", execution, at=at, proposal=item.pk)
    return execution


@transaction.atomic
def share_execution(*, execution: Execution, item: Proposal, reason: str, by: User, at: datetime) -> bool:
    """From now on `item` is carried out together with what `execution` carries out. False when it is already.

    Its own execution, of which nothing had been told, is gone.
    """
    own = ExecutionItem.objects.filter(proposal=item).first()
    if own is not None and own.execution_id == execution.pk:
        return False
    if own is not None:
        Execution.objects.filter(pk=own.execution_id).delete()
    ExecutionItem.objects.create(execution=execution, proposal=item, at=at, by=by)
    Change.objects.create(
        execution=execution, part=Part.ITEM, row=item.pk, name=item.title, reason=reason, at=at, by=by
    )
    record("execution.item.joined", execution, at=at, actor=by, proposal=item.pk, reason=reason)
    return True


def finish_execution(*, execution: Execution, at: datetime) -> bool:
    """Nothing is owed any more. False when it was finished before."""
    return bool(Execution.objects.filter(pk=execution.pk, finished_at=None).update(finished_at=at))
