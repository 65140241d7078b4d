"""Promised dates of debates, in templates."""

from datetime import datetime, timedelta

from django import template

from civic.debates.dates import Promise

register = template.Library()


@register.filter
def is_late(promise: Promise | None, now: datetime) -> bool:
    return promise is not None and promise.is_late_at(now)


@register.filter
def last_day(promise: Promise) -> datetime:
    """The last instant that is in time: `due_at` is the first that is not."""
    return promise.due_at - timedelta(microseconds=1)
