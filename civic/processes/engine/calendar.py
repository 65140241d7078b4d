"""Periods on an institution's calendar: when a window that began then is over."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from civic.processes.calendars import Calendar
from civic.processes.document import Window
from civic.processes.kinds import CountedFrom, DayUnit
from civic.processes.working_days import add_calendar_days


def period_end(start: datetime, amount: int, unit: DayUnit, days: Calendar) -> datetime:
    """The first instant after the period, in UTC: a midnight in the institution's zone.

    The day on which something happens is not counted (Civil Act, article 157); months end with the day
    before the corresponding one, or with the last of a month that has none (article 160).
    """
    if unit == DayUnit.CALENDAR:
        # Nothing but the day decides, and thousands of items begin on the same one.
        return _after_days(start.astimezone(days.zone).date(), amount, days.zone)
    return days.after(start, amount, unit)


@lru_cache(maxsize=4096)
def _after_days(day: date, amount: int, zone: ZoneInfo) -> datetime:
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return add_calendar_days(noon, amount, zone=zone)


def window_end(window: Window, *, registered_at: datetime, entered_at: datetime, days: Calendar) -> datetime:
    """When the window of a stage entered at `entered_at` is over: the first instant that is too late."""
    start = registered_at if window.counted_from == CountedFrom.REGISTRATION else entered_at
    return period_end(start, window.days, window.unit, days)
