"""Reads: which answers are owed, by whom and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from civic.answers.models import AnswerRequest, State
from civic.processes.kinds import Answerer
from civic.proposals.models import Standing


def requests() -> "QuerySet[AnswerRequest]":
    """Every request with what a list shows of it: its proposal, count of supports and department."""
    return AnswerRequest.objects.select_related("proposal__stat", "department")


def open_requests() -> "QuerySet[AnswerRequest]":
    """What is owed now, the oldest date first. A hidden proposal waits out of sight."""
    return requests().filter(_owed()).order_by("due_at", "pk")


def owed_by(departments: Iterable[int], *, head: bool = False) -> "QuerySet[AnswerRequest]":
    """What these departments owe, and with `head` what is asked of the head."""
    return open_requests().filter(is_owed_by(departments, head=head))


def is_owed_by(departments: Iterable[int], *, head: bool = False) -> Q:
    mine = Q(department__in=list(departments))
    return mine | Q(answerer=Answerer.HEAD) if head else mine


def waiting_for_department() -> "QuerySet[AnswerRequest]":
    """A department's answers that nobody has; the head, a bureau and a committee need none."""
    return open_requests().filter(_unassigned())


def with_the_top(at: datetime) -> "QuerySet[AnswerRequest]":
    """What administrators see to: the head's, a bureau's or a committee's answers, and what is late for too long."""
    return open_requests().filter(~Q(answerer=Answerer.DEPARTMENT) | _escalated(at))


def owing_interim(at: datetime) -> "QuerySet[AnswerRequest]":
    return open_requests().filter(owes_interim(at))


def in_state(state: str, at: datetime) -> Q | None:
    """What a list of owed answers is narrowed down to: late, unassigned, paused, interim, escalated."""
    return {
        "late": Q(due_at__lte=at),
        "unassigned": _unassigned(),
        "paused": Q(paused_from__lte=at, paused_until__gt=at),
        "interim": owes_interim(at),
        "escalated": _escalated(at),
    }.get(state)


def _escalated(at: datetime) -> Q:
    return Q(escalated_at__isnull=False) | Q(escalates_at__lte=at)


def owes_interim(at: datetime) -> Q:
    """As AnswerRequest.owes_interim."""
    paused = Q(paused_from__lte=at, paused_until__gt=at)
    return Q(interim_due_at__lte=at, interim_given_at=None) & ~paused


@dataclass(frozen=True, slots=True)
class Owed:
    """How much is owed at a moment: by my departments or by me as the head, late among those, by everybody, by nobody yet."""

    mine: int
    mine_late: int
    unassigned: int
    all: int
    all_late: int


def count_owed(*, departments: Iterable[int], at: datetime, head: bool = False) -> Owed:
    mine, late = is_owed_by(departments, head=head), Q(due_at__lte=at)
    return Owed(
        **AnswerRequest.objects.filter(_owed()).aggregate(
            mine=Count("pk", filter=mine),
            mine_late=Count("pk", filter=mine & late),
            unassigned=Count("pk", filter=_unassigned()),
            all=Count("pk"),
            all_late=Count("pk", filter=late),
        )
    )


def _unassigned() -> Q:
    return Q(department=None, answerer=Answerer.DEPARTMENT)


def _owed() -> Q:
    return Q(state=State.OPEN) & ~Q(proposal__standing=Standing.HIDDEN)
