"""How the institution at hand counts days: its zone, its country's holidays, its own days off."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from civic.processes.closures import closures_here
from civic.processes.kinds import DayUnit
from civic.processes.working_days import (
    add_calendar_days,
    add_months,
    add_working_days,
    calendar_days_between,
    due_day,
    working_days_between,
    working_days_left,
)
from platform_core.access.place import institution_here


@dataclass(frozen=True, slots=True)
class Calendar:
    """`country` is an ISO 3166 code, "" for weekends only."""

    zone: ZoneInfo
    country: str = "KR"
    closures: frozenset[date] = frozenset()

    def after(self, start: datetime, days: int, unit: DayUnit) -> datetime:
        """The first instant, in UTC, after that many of the unit: midnight in the zone.

        Zero is `start` itself. Raises ValueError, UnknownCountry.
        """
        if days == 0:
            return start
        if unit == DayUnit.WORKING:
            return add_working_days(start, days, zone=self.zone, closures=self.closures, country=self.country)
        if unit == DayUnit.MONTHS:
            return add_months(start, days, zone=self.zone)
        return add_calendar_days(start, days, zone=self.zone)

    def between(self, start: datetime, end: datetime, unit: DayUnit) -> int:
        """How many days count between two instants; months are counted as their days."""
        if unit == DayUnit.WORKING:
            return working_days_between(start, end, self.zone, self.closures, country=self.country)
        return calendar_days_between(start, end, self.zone)

    def left(self, at: datetime, due_at: datetime, unit: DayUnit) -> int:
        """Days after today up to the last one in time: 0 on that day, below zero once it is late."""
        if unit == DayUnit.WORKING:
            return working_days_left(at, due_at, self.zone, self.closures, country=self.country)
        days = (due_day(due_at, self.zone) - at.astimezone(self.zone).date()).days
        return min(days, -1) if at >= due_at else days


def calendar_here(*, fresh: bool = False) -> Calendar:
    """Of the institution at hand. `fresh` for a date that is promised: the days off as they are now."""
    return Calendar(
        zone=_zone(),
        country=getattr(institution_here(), "country", "KR"),
        closures=closures_here(fresh=fresh),
    )


def _zone() -> ZoneInfo:
    zone = timezone.get_current_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
