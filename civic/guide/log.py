"""Reads of the monitoring log (guide A2): its lines by day, and what is suggested for it."""

from django.db.models import F, Func, IntegerField, QuerySet

from civic.guide.models import LogEntry, Signal

SUGGESTED = 20


def entries() -> "QuerySet[LogEntry]":
    """What stands in it, with `days`: its day as a number that lists can go by."""
    number = Func(F("day"), template="(%(expressions)s - DATE '2000-01-01')", output_field=IntegerField())
    found = LogEntry.objects.filter(removed_at=None).select_related("proposal", "by", "signal")
    return found.annotate(days=number)


def undecided() -> "QuerySet[Signal]":
    """Suggestions nobody has looked at, the newest first."""
    return Signal.objects.filter(decided_at=None).select_related("proposal").order_by("-found_at", "-id")
