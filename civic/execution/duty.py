"""Telling is owed in every calendar quarter after the one in which it was told of last.

A quarter without a word, and the public reads since when nothing was told. Worked out from `told_at` alone:
a worker that stands still changes nothing of it.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.execution.models import Execution
from civic.execution.quarters import quarter_of

# A plan is published within so many calendar days of the day it was adopted.
PLAN_DAYS = 30
# So long before the quarter ends its department is reminded; of what is overdue, when the quarter begins.
REMINDED_BEFORE = timedelta(days=30)


class Duty(models.TextChoices):
    """How it stands with telling the public."""

    FINISHED = "finished", _("Finished")
    TOLD = "told", _("Told this quarter")
    DUE = "due", _("Update due this quarter")
    OVERDUE = "overdue", _("Not updated for more than a quarter")


def duty_of(execution: Execution, at: datetime) -> Duty:
    if execution.finished_at is not None:
        return Duty.FINISHED
    told, now = quarter_of(execution.told_at), quarter_of(at)
    if told >= now:
        return Duty.TOLD
    return Duty.DUE if told == now.previous else Duty.OVERDUE


def told_before(duty: Duty, at: datetime) -> tuple[datetime | None, datetime | None]:
    """From when until before when something was told last, for what stands like this; None is no limit."""
    now = quarter_of(at)
    match duty:
        case Duty.TOLD:
            return now.starts_at, None
        case Duty.DUE:
            return now.previous.starts_at, now.starts_at
        case _:
            return None, now.previous.starts_at


def due_by(execution: Execution, at: datetime) -> datetime:
    """The first instant that is too late for the next word about it."""
    told, now = quarter_of(execution.told_at), quarter_of(at)
    return now.next.ends_at if told >= now else now.ends_at
