"""What needs a member now, and by when: for their own page. Bounded queries, however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count

from civic.agenda.lottery import destroyed_from
from civic.agenda.models import Meeting, Member, Presence, Volunteer, Vote, Way
from civic.agenda.queries import my_meetings
from civic.agenda.rules import local_day
from civic.agenda.volunteering import seated_codes
from platform_core.accounts.models import User

MOST = 20


class Need(StrEnum):
    ANSWER = "answer"
    VOTE = "vote"
    READ = "read"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Duty:
    """`pk` is the call's for an answer, else the meeting's. `by`: None means at once, while the vote is open.

    `count`: how many research sheets there are to read.
    """

    need: Need
    title: str
    pk: int
    by: datetime | None
    count: int = 0


def seats_of(person: User) -> list[Member]:
    """Every seat somebody has or had, the latest first; one query."""
    rows = Member.objects.filter(user=person).select_related("committee", "sub_committee")
    return list(rows.order_by("-ends_on", "-pk")[:MOST])


def duties_of(person: User, seats: Iterable[Member], at: datetime) -> list[Duty]:
    """Votes first, then by date."""
    meetings = [one for one in _to_come(person) if _sits(seats, one)]
    votes = [
        Duty(Need.VOTE, one.item.candidate.item.title, one.item.meeting_id, None)
        for one in _open_votes(person, meetings)
    ]
    dated = [*_seats_to_answer(person, at)]
    for meeting in meetings:
        sheets: int = meeting.sheets  # type: ignore[attr-defined]
        is_ahead = meeting.starts_at > at
        if is_ahead and sheets:
            dated.append(Duty(Need.READ, meeting.title, meeting.pk, meeting.starts_at, sheets))
        if is_ahead or local_day(meeting.starts_at) == local_day(at):
            dated.append(Duty(Need.COME, meeting.title, meeting.pk, meeting.starts_at))
    return votes + sorted(dated, key=lambda duty: (duty.by or at, duty.need != Need.ANSWER, duty.pk))


def _to_come(person: User) -> list[Meeting]:
    rows = my_meetings(person).filter(closed_at=None, cancelled_at=None, committee__dissolved_at=None)
    return list(rows.annotate(sheets=Count("items")).order_by("starts_at", "pk")[:MOST])


def _sits(seats: Iterable[Member], meeting: Meeting) -> bool:
    day: date = local_day(meeting.starts_at)
    return any(one.committee_id == meeting.committee_id and one.sits_on(day) for one in seats)


def _open_votes(person: User, meetings: list[Meeting]) -> list[Vote]:
    """That the person may cast: present, without a stake in it, not voted yet."""
    there = Member.objects.filter(
        user=person, attendance__meeting__in=meetings, attendance__presence=Presence.PRESENT
    )
    rows = Vote.objects.filter(
        item__meeting__in=meetings,
        item__meeting__attendance__member__in=there.values("pk"),
        item__meeting__attendance__presence=Presence.PRESENT,
        way=Way.HERE,
        closed_at=None,
    )
    rows = rows.exclude(voters__member__user=person).exclude(item__conflicts__member__user=person)
    return list(rows.select_related("item__candidate__item").distinct().order_by("pk")[:MOST])


def _seats_to_answer(person: User, at: datetime) -> list[Duty]:
    mine = Volunteer.objects.filter(
        user=person,
        call__settled_at__isnull=False,
        call__destroyed_at=None,
        call__committee__dissolved_at=None,
    ).select_related("call__committee")
    taken = set(Member.objects.filter(user=person).exclude(code="").values_list("code", flat=True))
    return [
        Duty(Need.ANSWER, one.call.committee.name, one.call_id, destroyed_from(one.call))
        for one in mine[:MOST]
        if one.code not in taken and one.code in seated_codes(one.call)
    ]
