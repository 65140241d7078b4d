"""Reads of answers for doors: the story of one proposal, and the record of all."""

from django.db.models import Count, Prefetch, QuerySet

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
from civic.processes.kinds import Visibility
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
    shown = {"proposal__standing": Standing.OPEN, "proposal__visibility": Visibility.PUBLIC}
    return AnswerRequest.objects.filter(state=State.OPEN, **shown).select_related("proposal", "department")


def published_answers() -> QuerySet[Answer]:
    """Answers of proposals everyone can see."""
    shown = {"request__proposal__standing": Standing.OPEN, "request__proposal__visibility": Visibility.PUBLIC}
    return Answer.objects.filter(**shown).select_related("request__proposal__stat", "department")


def count_by_verdict() -> dict[str, int]:
    counted = Answer.objects.values_list("verdict").annotate(n=Count("pk"))
    return dict.fromkeys(Verdict.values, 0) | dict(counted)
