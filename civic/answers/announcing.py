"""What the clock tells, once each. What it tells was true already: a stopped worker changes no right."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from civic.answers.models import AnswerRequest, Pause, State
from civic.answers.pausing import end_lapsed_pauses
from civic.answers.terms import terms_of
from civic.processes.calendars import calendar_here
from civic.processes.kinds import Answerer, DayUnit
from civic.proposals.models import Standing
from platform_core.events.actions import record

BATCH = 200
# Working days after which moderators hear once more that no department has it.
UNASSIGNED_AGAIN_AFTER = 2


def announce_interims_owed(*, at: datetime, limit: int = BATCH) -> int:
    """Departments hear that an interim answer is owed now."""
    owed = _open().filter(interim_due_at__lte=at, interim_given_at=None, interim_announced_at=None)
    return sum(
        _once(request, "interim_announced_at", "answers.interim.became_owed", at=at, interim_due_at__lte=at)
        for request in owed.order_by("interim_due_at")[:limit]
    )


def announce_unassigned(*, at: datetime, limit: int = BATCH) -> int:
    """Moderators hear once more of what nobody has, two working days after it was owed."""
    left = _open().filter(
        department=None,
        answerer=Answerer.DEPARTMENT,
        unassigned_announced_at=None,
        opened_at__lte=at - timedelta(days=UNASSIGNED_AGAIN_AFTER),
    )
    calendar = calendar_here()
    return sum(
        _once(request, "unassigned_announced_at", "answers.request.left_unassigned", at=at, department=None)
        for request in left.order_by("opened_at")[:limit]
        if calendar.after(request.opened_at, UNASSIGNED_AGAIN_AFTER, DayUnit.WORKING) <= at
    )


def escalate_late_answers(*, at: datetime, limit: int = BATCH) -> int:
    late = _open().filter(escalates_at__lte=at, escalated_at=None).select_related("proposal")
    return sum(escalate_if_due(request=request, at=at) for request in late.order_by("escalates_at")[:limit])


@transaction.atomic
def escalate_if_due(*, request: AnswerRequest, at: datetime) -> bool:
    """Write down that it lies with somebody higher, since the instant the rules say; once, for good."""
    locked = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    since = locked.escalated_since(at)
    if since is None or locked.escalated_at is not None:
        return False
    locked.escalated_at, locked.escalated_to = since, terms_of(locked).escalate_to
    locked.save(update_fields=["escalated_at", "escalated_to"])
    request.escalated_at, request.escalated_to = since, locked.escalated_to
    record(
        "answers.request.escalated",
        locked,
        at=at,
        proposal=locked.proposal_id,
        department=locked.department_id,
        to=locked.escalated_to,
        since=since.isoformat(),
    )
    return True


def end_pauses(*, at: datetime, limit: int = BATCH) -> int:
    """Write down the pauses whose time is over; returns how many."""
    over = Pause.objects.filter(ended_at=None, ends_at__lte=at).order_by("ends_at", "pk")
    return sum(_end_one(pause.request_id, at) for pause in over[:limit])


@transaction.atomic
def _end_one(request_id: int, at: datetime) -> bool:
    locked = AnswerRequest.objects.select_for_update().get(pk=request_id)
    end_lapsed_pauses(request=locked, at=at)
    return True


def _open() -> "QuerySet[AnswerRequest]":
    return AnswerRequest.objects.filter(state=State.OPEN).exclude(proposal__standing=Standing.HIDDEN)


@transaction.atomic
def _once(request: AnswerRequest, field: str, kind: str, *, at: datetime, **still: Any) -> bool:
    """Mark `field` and record the event, unless somebody was quicker or it is true no more."""
    fresh = AnswerRequest.objects.filter(Q(pk=request.pk, state=State.OPEN), **{field: None}, **still)
    if not fresh.update(**{field: at}):
        return False
    record(kind, request, at=at, proposal=request.proposal_id, department=request.department_id)
    return True
