"""Reads of answers for doors: the story of one proposal, and the record of all."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from civic.answers.models import (
    Answer,
    AnswerRequest,
    Extension,
    InterimAnswer,
    Pause,
    State,
    Transfer,
    Verdict,
)
from civic.proposals.models import Proposal, Standing


def requests_of(proposal: Proposal) -> list[AnswerRequest]:
    """Every request in the order of its opening, with its answer, transfers and extensions at hand."""
    transfers = Transfer.objects.select_related("from_department", "to_department").order_by("pk")
    found = list(
        AnswerRequest.objects.filter(proposal=proposal)
        .select_related("department", "answer__department")
        .prefetch_related(
            Prefetch("transfers", transfers),
            Prefetch("extensions", Extension.objects.order_by("pk")),
            Prefetch("pauses", Pause.objects.order_by("pk")),
            Prefetch("interims", InterimAnswer.objects.order_by("pk")),
        )
        .order_by("pk")
    )
    for one in found:
        one.proposal = proposal  # its rules are asked of every one
    return found


def owed_answers() -> QuerySet[AnswerRequest]:
    """Open requests of proposals everyone can see."""
    return AnswerRequest.objects.filter(state=State.OPEN, proposal__standing=Standing.OPEN).select_related(
        "proposal", "department"
    )


def published_answers() -> QuerySet[Answer]:
    """Answers of proposals everyone can see."""
    return Answer.objects.filter(request__proposal__standing=Standing.OPEN).select_related(
        "request__proposal__stat", "department"
    )


def count_by_verdict() -> dict[str, int]:
    counted = Answer.objects.values_list("verdict").annotate(n=Count("pk"))
    return dict.fromkeys(Verdict.values, 0) | dict(counted)


@dataclass(frozen=True, slots=True)
class DepartmentRecord:
    """How a department keeps its dates. `name` is empty for requests nobody has been assigned."""

    name: str
    waiting: int
    overdue: int
    answered: int
    in_time: int

    @property
    def share(self) -> int | None:
        """Of what was answered, how much in time: whole percent, rounded down; None before the first."""
        return self.in_time * 100 // self.answered if self.answered else None


def records_by_department(*, at: datetime) -> list[DepartmentRecord]:
    """In the departments' own order; one query."""
    answered = Q(state=State.ANSWERED)
    rows = (
        AnswerRequest.objects.filter(proposal__standing=Standing.OPEN)
        .values_list("department__name")
        .annotate(
            waiting=Count("pk", filter=Q(state=State.OPEN)),
            overdue=Count("pk", filter=Q(state=State.OPEN, due_at__lte=at)),
            answered=Count("pk", filter=answered),
            in_time=Count("pk", filter=answered & Q(closed_at__lt=F("due_at"))),
        )
        .order_by("department__position", "department__name")
    )
    return [DepartmentRecord(name or "", *numbers) for name, *numbers in rows]
