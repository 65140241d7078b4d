"""One engine that judges rules: pure functions over rules, counts and an instant."""

from civic.processes.calendars import Calendar
from civic.processes.engine.calendar import period_end, window_end
from civic.processes.engine.deeds import is_open_for
from civic.processes.engine.items import Item, Step
from civic.processes.engine.judging import decided, is_over, moved, rescued, stands_at, steps
from civic.processes.engine.owing import answers_owed, owed_from_the_beginning
from civic.processes.engine.persons import STRANGER, Persona, is_entitled, tie_words

__all__ = [
    "STRANGER",
    "Calendar",
    "Item",
    "Persona",
    "Step",
    "answers_owed",
    "decided",
    "is_entitled",
    "is_open_for",
    "is_over",
    "moved",
    "owed_from_the_beginning",
    "period_end",
    "rescued",
    "stands_at",
    "steps",
    "tie_words",
    "window_end",
]
