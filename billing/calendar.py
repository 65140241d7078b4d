"""Days and terms. A term ends on the day its successor begins."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from billing.models import Period
from tenants.models import Institution


def day_of(institution: Institution, at: datetime) -> date:
    """The institution's own day at that moment."""
    return institution.local(at).date()


def day_of_the_office(at: datetime) -> date:
    """The operators' day, on the console's clock: what they write down for everybody, such as a coupon's last day."""
    return at.astimezone(ZoneInfo(settings.CONSOLE_TIME_ZONE)).date()


def term_end(starts_on: date, period: str) -> date:
    """A year or a month later; from the 31st of a long month it is the last of a short one."""
    months = starts_on.month + (12 if period == Period.YEAR else 1) - 1
    year, month = starts_on.year + months // 12, months % 12 + 1
    return date(year, month, min(starts_on.day, monthrange(year, month)[1]))


def share_left(starts_on: date, ends_on: date, today: date) -> tuple[int, int]:
    """Days left of a term, and all of its days: what a change now has to pay and gets back."""
    whole = max((ends_on - starts_on).days, 1)
    return min(max((ends_on - today).days, 0), whole), whole
