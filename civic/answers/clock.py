"""Where the clock of an answer stands, in numbers and in words: the same on every page, in mails and for machines."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, State
from civic.answers.terms import terms_of
from civic.processes.calendars import calendar_here
from civic.processes.kinds import DayUnit

SOON_DAYS = 3


class Phase(models.TextChoices):
    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` after today until the last day in time, in `unit`; 0 on that day, below zero once it is late.

    While it is paused, the days that will be left when it goes on.
    """

    phase: Phase
    days: int
    unit: DayUnit
    last_day: date

    @property
    def is_soon(self) -> bool:
        return self.phase == Phase.RUNNING and self.days <= SOON_DAYS


def clock_of(request: AnswerRequest, at: datetime) -> Clock:
    """In the institution's zone, by its holidays and days off. No query beyond the days off, remembered."""
    unit = terms_of(request).unit
    phase = _phase(request, at)
    # While paused, time stands where the pause ends at the latest: what is left then was left when it began.
    now = request.paused_until if phase == Phase.PAUSED and request.paused_until is not None else at
    return Clock(phase, calendar_here().left(now, request.due_at, unit), unit, last_day(request.due_at))


def clock_words(request: AnswerRequest, at: datetime) -> str:
    """‘12 days until the answer · counted in working days’, ‘3 days past the date’, or that it stands still."""
    return words_of(clock_of(request, at)) or request.get_state_display()


def words_of(clock: Clock) -> str:
    """The same for a clock in hand; "" once nothing is owed any more."""
    match clock.phase:
        case Phase.OVER:
            return ""
        case Phase.PAUSED:
            return _("Waiting for the author · not counted")
        case Phase.RUNNING if clock.days == 0:
            return _("The answer is due today")
        case Phase.RUNNING:
            words = ngettext("%(days)d day until the answer", "%(days)d days until the answer", clock.days)
        case Phase.LATE:
            words = ngettext("%(days)d day past the date", "%(days)d days past the date", -clock.days)
    words = words % {"days": abs(clock.days)}
    if clock.unit == DayUnit.WORKING:
        return _("%(words)s · counted in working days") % {"words": words}
    return words


def _phase(request: AnswerRequest, at: datetime) -> Phase:
    if request.state != State.OPEN:
        return Phase.OVER
    if request.is_paused(at):
        return Phase.PAUSED
    return Phase.LATE if request.is_overdue(at) else Phase.RUNNING
