"""R6: by when the result of a debate is published, and which debates wait for it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from civic.debates.models import Debate
from civic.processes.calendars import calendar_here
from civic.processes.kinds import DayUnit, Visibility
from civic.proposals.models import Standing


def due_at(debate: Debate) -> datetime | None:
    """The first instant that is too late, in UTC; None when the rules promise no date, or it has no end yet.

    Calendar days from the end of the debate, by the version its item goes by.
    """
    try:
        days = debate.rules.publish_days
    except KeyError:  # its rules know no such stage any more
        return None
    if not days or debate.closes_at is None:
        return None
    return calendar_here().after(debate.closes_at, days, DayUnit.CALENDAR)


def is_overdue(debate: Debate, at: datetime) -> bool:
    """Of one without a published report."""
    due = due_at(debate)
    return due is not None and at >= due


def waiting_for_report(at: datetime) -> QuerySet[Debate]:
    """Ended, and no version of a report is published: the longest ago first."""
    over = Q(opened_at__isnull=False, closes_at__lte=at)
    return (
        Debate.objects.filter(over, report__versions=None)
        .exclude(item__standing=Standing.WITHDRAWN)
        .select_related("item", "report")
        .order_by("closes_at", "pk")
    )


def public_waiting(at: datetime) -> QuerySet[Debate]:
    """Of these, what everybody may read about."""
    return waiting_for_report(at).filter(item__standing=Standing.OPEN, item__visibility=Visibility.PUBLIC)
