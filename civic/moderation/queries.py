"""Reads of moderation for doors: the queue, what concerns somebody, and the public figures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from civic.moderation.kinds import CLAIMED_FOR, Act, AppealState
from civic.moderation.models import Appeal, Case, Decision, Report
from civic.moderation.things import Thing, things_of

MONTHS_SHOWN = 12
WAITING = """
SELECT (SELECT count(*) FROM moderation_case WHERE closed_at IS NULL)
     + (SELECT count(*) FROM moderation_appeal WHERE state = 'open')
"""


def queue(filters: dict[str, Any], viewer: Any, at: datetime) -> "QuerySet[Case]":
    """Open cases as the filter form asks: kind, cause, ground, whose."""
    rows = Case.objects.filter(closed_at=None).select_related("author", "claimed_by", "proposal")
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind)
    if cause := filters.get("cause"):
        rows = rows.filter(cause=cause)
    if ground := filters.get("ground"):
        rows = rows.filter(pk__in=Report.objects.filter(ground=ground).values("case"))
    match filters.get("whose"):
        case "mine":
            rows = rows.filter(claimed_by=viewer.pk)
        case "free":
            rows = rows.filter(Q(claimed_by=None) | Q(claimed_at__lte=at - CLAIMED_FOR))
        case "held":
            rows = rows.filter(is_held=True)
    return rows


def count_waiting() -> int:
    """Cases and objections that wait for somebody. One query, of two small indexes."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def with_things(cases: list[Case]) -> list[tuple[Case, Thing | None]]:
    """At most three queries, however many cases."""
    found = things_of((case.kind, case.thing) for case in cases)
    return [(case, found.get((case.kind, case.thing))) for case in cases]


def reports_of(case: Case) -> "QuerySet[Report]":
    return Report.objects.filter(case=case).select_related("reporter").order_by("pk")


def decisions_about(case: Case) -> "QuerySet[Decision]":
    """All that was ever decided about the same thing, the latest first."""
    rows = Decision.objects.filter(case__kind=case.kind, case__thing=case.thing)
    return rows.select_related("by", "appeal", "appeal__decided_by").order_by("-pk")


def decisions_against(person: Any) -> "QuerySet[Decision]":
    """What was decided about this person's writings, the latest first; nothing that only says: all is well."""
    rows = Decision.objects.filter(author=person.pk).exclude(act=Act.KEEP)
    return rows.select_related("case__proposal", "appeal", "restraint").order_by("-pk")


def open_appeals() -> "QuerySet[Appeal]":
    rows = Appeal.objects.filter(state=AppealState.OPEN)
    return rows.select_related("decision__case__proposal", "decision__by", "decision__author")


@dataclass(slots=True)
class Month:
    """What everybody may know: numbers, no names."""

    first: date
    reports: dict[str, int] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    grounds: dict[str, int] = field(default_factory=dict)
    appeals: dict[str, int] = field(default_factory=dict)

    @property
    def reported(self) -> int:
        return sum(self.reports.values())

    @property
    def decided(self) -> int:
        return sum(self.acts.values())


def figures(*, before: date | None = None, months: int = MONTHS_SHOWN) -> list[Month]:
    """By month of the institution's own calendar, the latest first; months in which nothing happened are left out.

    `before`: the first of a month; only earlier ones. Four queries.
    """
    found: dict[date, Month] = {}
    for rows, key, where in (
        (Report.objects.all(), "ground", "reports"),
        (Decision.objects.all(), "act", "acts"),
        (Decision.objects.exclude(ground=""), "ground", "grounds"),
        (Appeal.objects.all(), "state", "appeals"),
    ):
        for month, name, count in _by_month(rows, key, before):
            getattr(found.setdefault(month, Month(month)), where)[name] = count
    return sorted(found.values(), key=lambda month: month.first, reverse=True)[:months]


def _by_month(rows: "QuerySet[Any]", key: str, before: date | None) -> list[tuple[date, str, int]]:
    month = TruncMonth("at", tzinfo=timezone.get_current_timezone())
    counted = rows.annotate(month=month).values("month", key).annotate(n=Count("pk")).order_by("month", key)
    return [
        (row["month"].date(), row[key], row["n"])
        for row in counted
        if before is None or row["month"].date() < before
    ]
