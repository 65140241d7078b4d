"""The desk's reads of proposals: everything staff may see, hidden and withdrawn too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from civic.answers.models import Answer, AnswerRequest
from civic.execution.models import ProgressNote
from civic.proposals.models import Comment, Origin, Proposal, Standing
from civic.proposals.queries import in_stage
from civic.proposals.queries import matching as having_words
from platform_core.events.models import Event

# What makes a moderator look twice (operating guide A2: many supports in a short time, repeated posts).
SURGE_WITHIN, SURGE_SUPPORTS = timedelta(hours=1), 30
REPEAT_WITHIN, REPEAT_PROPOSALS = timedelta(days=1), 3
RESCUE_WITHIN = timedelta(days=7)
HISTORY_LENGTH = 200


def proposals() -> "QuerySet[Proposal]":
    found = Proposal.objects.select_related("stat", "category", "department", "author")
    return found.select_related("process_version__process").defer("process_version__document")


def matching(rows: "QuerySet[Proposal]", filters: dict[str, Any], at: datetime) -> "QuerySet[Proposal]":
    """Narrowed down by what the filter form says: q, origin, process, stage, category, department, standing.

    What the institution asks itself is no proposal of citizens: it is found by its origin, process or number.
    """
    words = filters.get("q") or ""
    if process := filters.get("process"):
        rows = rows.filter(process_version__process=process)
    elif not filters.get("origin") and not _is_number(words):
        rows = rows.exclude(origin=Origin.INSTITUTION)
    if (origin := filters.get("origin", "")) in Origin.values:
        rows = rows.filter(origin=origin)
    for name in ("category", "department", "standing"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if stage := filters.get("stage"):
        rows = rows.filter(in_stage(stage, at))
    return _about(rows, words)


def _about(rows: "QuerySet[Proposal]", words: str) -> "QuerySet[Proposal]":
    """A number finds that proposal (‘#12’ or ‘12’); anything else is searched for in the text."""
    if _is_number(words):
        return rows.filter(pk=int(words.removeprefix("#")[:18]))
    return having_words(rows, words) if words else rows


def _is_number(words: str) -> bool:
    number = words.removeprefix("#")
    return number.isascii() and number.isdigit()


def count_by_stage() -> dict[str, int]:
    """How many shown proposals stand in each stage."""
    rows = (
        Proposal.objects.filter(standing=Standing.OPEN)
        .values_list("stage")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return dict(rows)


def count_hidden() -> tuple[int, int]:
    """Hidden proposals and hidden comments."""
    return (
        Proposal.objects.filter(standing=Standing.HIDDEN).count(),
        Comment.objects.filter(standing=Standing.HIDDEN).count(),
    )


def surging(*, at: datetime, limit: int = 5) -> list[Proposal]:
    """Proposals that many people supported within the hour, with `recent` = how many."""
    lately = at - SURGE_WITHIN
    moving = proposals().filter(standing=Standing.OPEN, closes_at__gt=at, stat__last_activity_at__gte=lately)
    counted = moving.annotate(recent=Count("supports", filter=Q(supports__given_at__gte=lately)))
    return list(counted.filter(recent__gte=SURGE_SUPPORTS).order_by("-recent", "pk")[:limit])


@dataclass(frozen=True, slots=True)
class Repeater:
    """Somebody who wrote several proposals within a day; `latest` is the number of the newest."""

    name: str
    count: int
    latest: int


def repeaters(*, at: datetime, limit: int = 5) -> list[Repeater]:
    recent = Proposal.objects.filter(
        submitted_at__gte=at - REPEAT_WITHIN, author__isnull=False, origin="online"
    )
    rows = (
        recent.values("author__name", "author_id")
        .annotate(n=Count("pk"), latest=Max("pk"))
        .filter(n__gte=REPEAT_PROPOSALS)
        .order_by("-n", "author_id")[:limit]
    )
    return [Repeater(row["author__name"], row["n"], row["latest"]) for row in rows]


def comments_of(proposal: Proposal) -> "QuerySet[Comment]":
    return Comment.objects.filter(proposal=proposal).select_related("author")


def history_of(proposal: Proposal, requests: Iterable[AnswerRequest]) -> list[Event]:
    """Every event about the proposal, its answers, its reports and its hidden comments, newest first.

    The ids are fetched first and written into the query, so that each kind uses the index on subjects.
    """
    request_ids = [request.pk for request in requests]
    subjects = {
        "proposals.proposal": [proposal.pk],
        "answers.answerrequest": request_ids,
        "answers.answer": list(Answer.objects.filter(request__in=request_ids).values_list("pk", flat=True)),
        "execution.progressnote": list(
            ProgressNote.objects.filter(proposal=proposal).values_list("pk", flat=True)
        ),
        "proposals.comment": list(
            Comment.objects.filter(proposal=proposal, standing=Standing.HIDDEN).values_list("pk", flat=True)[
                :100
            ]
        ),
    }
    about = Q()
    for kind, ids in subjects.items():
        if ids:
            about |= Q(subject_type=kind, subject_id__in=ids)
    return list(Event.objects.filter(about).select_related("actor").order_by("-pk")[:HISTORY_LENGTH])
