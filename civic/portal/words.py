"""Days and dates as a sentence. `at` is an instant; days are counted on the institution's own calendar."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from civic.answers.due import last_day


def days_until_end(ends_at: datetime, at: datetime) -> int:
    """Calendar days after today up to the last day before `ends_at`: 0 on that day, negative afterwards."""
    if at >= ends_at:
        return -1
    last = timezone.localtime(ends_at - timedelta(microseconds=1)).date()
    return (last - timezone.localtime(at).date()).days


def due_day(due_at: datetime) -> str:
    return date_format(last_day(due_at), "DATE_FORMAT")
