"""When an answer falls due: in the rule's days, on the institution's clock, holidays and days off."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from civic.processes.calendars import calendar_here
from civic.processes.document import AnswerRules
from civic.processes.kinds import DayUnit


def due_after(start: datetime, days: int, unit: DayUnit) -> datetime:
    """The first instant that is too late, in UTC: midnight after the last allowed day.

    Asks afresh for the institution's own days off: what it returns is promised to people.
    """
    return calendar_here(fresh=True).after(start, days, unit)


def first_due(start: datetime, rules: AnswerRules) -> datetime:
    return due_after(start, rules.days, rules.unit)


def end_of(day: date) -> datetime:
    """The instant after `day` in the institution's zone, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(midnight).astimezone(UTC)


def last_day(due_at: datetime) -> date:
    """The day people are shown: the last on which an answer is in time."""
    return timezone.localtime(due_at - timedelta(microseconds=1)).date()
