"""R4 and R6: by when the result is handed to the department, and by when it is published, as the rules promise."""

from dataclasses import dataclass
from datetime import datetime

from civic.answers.models import AnswerRequest
from civic.debates.models import Debate
from civic.processes.calendars import calendar_here
from civic.processes.kinds import DayUnit


@dataclass(frozen=True, slots=True)
class Promise:
    """`due_at`: the first instant that is too late. `met_at` None: it is still owed."""

    due_at: datetime
    met_at: datetime | None = None

    def is_late_at(self, moment: datetime) -> bool:
        """Still owed and too late, or met too late."""
        return (self.met_at or moment) >= self.due_at


@dataclass(frozen=True, slots=True)
class Promises:
    """None: the rules promise no date, or the debate has no end yet."""

    hand_over: Promise | None = None
    publish: Promise | None = None


def promises_of(debate: Debate) -> Promises:
    """One query where the rules promise a hand-over, else none."""
    ended, its = debate.closes_at, debate.rules
    if ended is None:
        return Promises()
    hand_over = publish = None
    if its.hand_over_days:
        hand_over = Promise(_after(ended, its.hand_over_days), _handed_over_at(debate))
    if its.publish_days:
        publish = Promise(_after(ended, its.publish_days), debate.concluded_at)
    return Promises(hand_over, publish)


def _after(ended: datetime, days: int) -> datetime:
    """The end is a midnight that is too late already: the last day of the debate is not counted."""
    return calendar_here().after(ended, days, DayUnit.CALENDAR)


def _handed_over_at(debate: Debate) -> datetime | None:
    """When a department was asked to answer it."""
    asked = AnswerRequest.objects.filter(
        proposal=debate.item_id, department__isnull=False, opened_at__gte=debate.opened_at
    )
    return asked.order_by("opened_at").values_list("opened_at", flat=True).first()
