"""Rules are tried on what has already been proposed: an institution's own history, or that of a file."""

from datetime import datetime

from django.utils import timezone

from civic.processes.document import Rules
from civic.processes.kinds import Counter


def counters_of_both(*rules: Rules) -> frozenset[Counter]:
    return frozenset[Counter]().union(*(one.counters for one in rules))


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last of a month that has no such day."""
    local = timezone.localtime(at)
    years, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    return _on(local, years, month + 1)


def _on(local: datetime, year: int, month: int) -> datetime:
    for day in (local.day, 30, 29, 28):
        try:
            return local.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
