"""Reads for the doors. Each says how many queries it costs, whatever is shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from civic.agenda.models import (
    AgendaItem,
    Call,
    Candidate,
    Committee,
    Conclusion,
    Conflict,
    Evidence,
    EvidenceKind,
    Meeting,
    Member,
    Round,
    Vote,
)
from civic.proposals.models import Standing
from civic.proposals.queries import proposals_visible_to


def committees() -> QuerySet[Committee]:
    return Committee.objects.filter(dissolved_at=None)


def members_on(committee: Committee, day: date) -> list[Member]:
    """Whoever sits on it that day; one query."""
    rows = Member.objects.filter(committee=committee, begins_on__lte=day, ends_on__gte=day)
    return [one for one in rows.select_related("sub_committee", "user", "call") if one.sits_on(day)]


def candidates_visible_to(viewer: Any) -> QuerySet[Candidate]:
    """Those whose item the viewer may open."""
    return Candidate.objects.filter(item__in=proposals_visible_to(viewer)).select_related(
        "item__stat", "outcome", "handed_from", "handed_to"
    )


def meetings_shown() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("committee")


def calls_shown(at: datetime) -> QuerySet[Call]:
    """What has begun, or was called off; never what is still to be announced."""
    return Call.objects.filter(opens_at__lte=at).select_related("committee")


@dataclass(frozen=True, slots=True)
class Result:
    """An agenda item as it is read: both votes side by side once both are closed."""

    item: AgendaItem
    first: Vote | None = None
    final: Vote | None = None
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def candidate(self) -> Candidate:
        return self.item.candidate

    @property
    def is_shown(self) -> bool:
        """Not before the final vote is closed: the first would sway it."""
        return self.first is not None and self.final is not None and self.final.closed_at is not None

    @property
    def running(self) -> Vote | None:
        return next(
            (one for one in (self.first, self.final) if one is not None and one.closed_at is None), None
        )

    @property
    def is_hidden(self) -> bool:
        return self.candidate.item.standing != Standing.OPEN


def results_of(meeting: Meeting) -> list[Result]:
    """Its agenda, in order; four queries."""
    rows = meeting.items.select_related(
        "candidate__item", "candidate__outcome", "process", "meeting__committee"
    )
    return [_result(one) for one in with_votes(rows)]


def result_of(item: AgendaItem) -> Result:
    return _result(item)


def with_votes(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    conflicts = Conflict.objects.select_related("member")
    return items.prefetch_related("votes", Prefetch("conflicts", conflicts))


def _result(item: AgendaItem) -> Result:
    votes = {one.round: one for one in item.votes.all()}
    return Result(item, votes.get(Round.FIRST), votes.get(Round.FINAL), list(item.conflicts.all()))


def history_of(candidate: Candidate) -> list[Result]:
    """Every time it stood on an agenda, the latest first; three queries."""
    rows = candidate.items.select_related("meeting__committee", "candidate__item").order_by("-pk")
    return [_result(one) for one in with_votes(rows)]


def sheet_of(candidate: Candidate) -> list[tuple[str, list[Evidence]]]:
    """The research sheet: all six kinds, also those nothing was found for; two queries."""
    rows = list(
        Evidence.objects.filter(candidate=candidate)
        .select_related("department", "similar")
        .prefetch_related("files")
    )
    return [(str(kind.label), [one for one in rows if one.kind == kind]) for kind in EvidenceKind]


def my_meetings(person: Any) -> QuerySet[Meeting]:
    """Of the committees somebody sits or sat on."""
    mine = Member.objects.filter(user=person).values("committee")
    return meetings_shown().filter(committee__in=mine)


def sits_somewhere(person: Any) -> bool:
    return bool(getattr(person, "is_authenticated", False)) and Member.objects.filter(user=person).exists()


def to_be_begun() -> QuerySet[AgendaItem]:
    """Chosen, and no debate yet."""
    rows = AgendaItem.objects.filter(conclusion=Conclusion.ACCEPTED, begun_at=None, along_with=None)
    return rows.select_related("candidate__item", "meeting")
