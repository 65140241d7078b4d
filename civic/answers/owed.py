"""Reads: which answers are owed, by whom and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, State
from civic.processes.kinds import DayUnit
from civic.processes.working_days import working_days_left
from civic.proposals.models import Standing
from tenants.context import here


def requests() -> "QuerySet[AnswerRequest]":
    """Every request with what a list shows of it: its proposal, count of supports and department."""
    return AnswerRequest.objects.select_related("proposal__stat", "department")


def open_requests() -> "QuerySet[AnswerRequest]":
    """What is owed now, the oldest date first. A hidden proposal waits out of sight."""
    return requests().filter(_owed()).order_by("due_at", "pk")


def owed_by(departments: Iterable[int]) -> "QuerySet[AnswerRequest]":
    return open_requests().filter(department__in=list(departments))


def waiting_for_department() -> "QuerySet[AnswerRequest]":
    return open_requests().filter(department=None)


@dataclass(frozen=True, slots=True)
class Owed:
    """How much is owed at a moment: by my departments, late among those, by everybody, by nobody yet."""

    mine: int
    mine_late: int
    unassigned: int
    all: int
    all_late: int


def count_owed(*, departments: Iterable[int], at: datetime) -> Owed:
    mine, late = Q(department__in=list(departments)), Q(due_at__lte=at)
    return Owed(
        **AnswerRequest.objects.filter(_owed()).aggregate(
            mine=Count("pk", filter=mine),
            mine_late=Count("pk", filter=mine & late),
            unassigned=Count("pk", filter=Q(department=None)),
            all=Count("pk"),
            all_late=Count("pk", filter=late),
        )
    )


@dataclass(frozen=True, slots=True)
class Remaining:
    """Days until an answer is late, in the unit its rules count: 0 is the last day, below zero it is late."""

    days: int
    unit: DayUnit

    @property
    def is_late(self) -> bool:
        return self.days < 0


def remaining(request: AnswerRequest, at: datetime) -> Remaining:
    """In the institution's zone and by its holidays."""
    unit = request.proposal.rules.answer.unit
    zone = timezone.get_current_timezone()
    if unit == DayUnit.WORKING:
        institution = here()
        country = institution.country if institution is not None else "KR"
        return Remaining(working_days_left(at, request.due_at, zone, country=country), unit)
    days = (last_day(request.due_at) - timezone.localtime(at).date()).days
    return Remaining(min(days, -1) if at >= request.due_at else days, unit)


def _owed() -> Q:
    return Q(state=State.OPEN) & ~Q(proposal__standing=Standing.HIDDEN)
