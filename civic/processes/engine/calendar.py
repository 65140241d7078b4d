"""Periods on an institution's calendar: when a window that began then is over."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from civic.processes.document import Window
from civic.processes.kinds import CountedFrom, DayUnit
from civic.processes.working_days import add_calendar_days, add_working_days


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose days are counted: the institution's zone, its country's holidays, its own closures."""

    zone: ZoneInfo
    country: str = "KR"
    closures: frozenset[date] = frozenset()


def period_end(start: datetime, amount: int, unit: DayUnit, days: Calendar) -> datetime:
    """The first instant after the period, in UTC: a midnight in the institution's zone.

    The day on which something happens is not counted (Civil Act, article 157); months end with the day
    before the corresponding one, or with the last of a month that has none (article 160).
    """
    match unit:
        case DayUnit.WORKING:
            return add_working_days(
                start, amount, zone=days.zone, closures=days.closures, country=days.country
            )
        case DayUnit.MONTHS:
            return _after_months(start, amount, days.zone)
        case _:
            # Nothing but the day decides, and thousands of items begin on the same one.
            return _after_days(start.astimezone(days.zone).date(), amount, days.zone)


@lru_cache(maxsize=4096)
def _after_days(day: date, amount: int, zone: ZoneInfo) -> datetime:
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return add_calendar_days(noon, amount, zone=zone)


def _after_months(start: datetime, months: int, zone: ZoneInfo) -> datetime:
    day = start.astimezone(zone).date()
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    end = date(year, month, min(day.day, last)) + timedelta(days=1)
    return datetime.combine(end, time.min, tzinfo=zone).astimezone(UTC)


def window_end(window: Window, *, registered_at: datetime, entered_at: datetime, days: Calendar) -> datetime:
    """When the window of a stage entered at `entered_at` is over: the first instant that is too late."""
    start = registered_at if window.counted_from == CountedFrom.REGISTRATION else entered_at
    return period_end(start, window.days, window.unit, days)
