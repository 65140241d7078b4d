"""Ends of windows and due dates, worked out once for each day something begins on."""

from datetime import date, datetime

from civic.processes.document import AnswerRules, Stage
from civic.processes.engine import Calendar, period_end, window_end
from civic.processes.working_days import due_day, start_of

# In no zone does a day begin later than at this hour.
SURELY_BEGUN = 3

Beginning = tuple[date, bool]


class Dates:
    """The engine's own answers, remembered: what begins on one day ends on one day."""

    def __init__(self, days: Calendar) -> None:
        self._days = days
        self._ends: dict[tuple[str, Beginning, Beginning], datetime] = {}
        self._dues: dict[tuple[int, str, Beginning], datetime] = {}

    def beginning(self, moment: datetime) -> Beginning:
        """All of an instant that a period counted from it depends on: its day, and whether the day began with it."""
        local = moment.astimezone(self._days.zone)
        day = local.date()
        return (day, local.hour < SURELY_BEGUN and moment == start_of(day, self._days.zone))

    def window_end(self, stage: Stage, *, registered_at: datetime, entered_at: datetime) -> datetime | None:
        """When a stage entered then is over; None where it has no window."""
        if stage.window is None:
            return None
        key = (stage.key, self.beginning(registered_at), self.beginning(entered_at))
        if key not in self._ends:
            self._ends[key] = window_end(
                stage.window, registered_at=registered_at, entered_at=entered_at, days=self._days
            )
        return self._ends[key]

    def due(self, answer: AnswerRules, owed_at: datetime) -> datetime:
        """The first instant that is too late for an answer owed since then."""
        key = (answer.days, answer.unit.value, self.beginning(owed_at))
        if key not in self._dues:
            self._dues[key] = period_end(owed_at, answer.days, answer.unit, self._days)
        return self._dues[key]

    def month(self, due_at: datetime) -> str:
        """The month of the last day in time, as 2026-03."""
        return f"{self.last_day(due_at):%Y-%m}"

    def last_day(self, due_at: datetime) -> date:
        return due_day(due_at, self._days.zone)
