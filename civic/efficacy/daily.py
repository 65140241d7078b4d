"""Statistics per day, for staff: what was done on each day, whether or not it was hidden later.

Visits are left out on purpose: to count them somebody's reading would have to be followed, and nobody's is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from civic.efficacy.periods import By, period_of
from civic.efficacy.queries import by_day

MEASURES = {
    "proposals": _("Proposals"),
    "supports": _("Supports"),
    "comments": _("Comments"),
    "opinions": _("Opinions in debates"),
    "votes": _("Votes in debates"),
    "cast": _("Votes cast in ballots"),
    "joined": _("Sign-ups"),
    "came": _("Came to a gathering"),
    "answers": _("Answers given"),
    "debates": _("Debates begun"),
    "asked": _("Questions published"),
    "executions": _("Begun to be carried out"),
}
# More columns than these cannot be told apart on a page: they are drawn by the month.
MOST_DAYS_DRAWN = 62


@dataclass(frozen=True, slots=True)
class Line:
    day: date
    counts: dict[str, int]

    @property
    def values(self) -> list[int]:
        return [self.counts.get(measure, 0) for measure in MEASURES]


def days_of(first: date, last: date) -> list[Line]:
    """Every day from `first` to `last`, both included, also those on which nothing happened. One question."""
    found = by_day(MEASURES, first, last)
    many = (last - first).days + 1
    return [Line(day, found.get(day, {})) for day in (first + timedelta(days=step) for step in range(many))]


def sums(lines: list[Line]) -> list[int]:
    return [sum(line.counts.get(measure, 0) for line in lines) for measure in MEASURES]


def drawn(lines: list[Line], measure: str) -> list[tuple[str, int | None]]:
    """(label, number) of each day; of each month where there are too many days."""
    if len(lines) <= MOST_DAYS_DRAWN:
        return [(f"{line.day.month}.{line.day.day}", line.counts.get(measure, 0)) for line in lines]
    return list(_by_month(lines, measure))


def _by_month(lines: list[Line], measure: str) -> Iterator[tuple[str, int | None]]:
    months: dict[str, int] = {}
    for line in lines:
        label = period_of(line.day, By.MONTH).short
        months[label] = months.get(label, 0) + line.counts.get(measure, 0)
    yield from months.items()
