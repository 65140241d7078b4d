"""Months, quarters and years on the institution's calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class By(models.TextChoices):
    MONTH = "month", gettext_lazy("Month by month")
    QUARTER = "quarter", gettext_lazy("Quarter by quarter")
    YEAR = "year", pgettext_lazy("a period", "Year by year")


# How many are shown, the latest last.
SHOWN = {By.MONTH: 12, By.QUARTER: 8, By.YEAR: 10}
_MONTHS = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `begins` until `ends`, the first day that belongs to the next one."""

    begins: date
    by: By

    @property
    def ends(self) -> date:
        return _moved(self.begins, _MONTHS[self.by])

    @property
    def before(self) -> "Period":
        return Period(_moved(self.begins, -_MONTHS[self.by]), self.by)

    @property
    def label(self) -> str:
        if self.by == By.YEAR:
            return str(self.begins.year)
        if self.by == By.QUARTER:
            quarter = (self.begins.month + 2) // 3
            return _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": self.begins.year}
        return _("%(month)s %(year)s") % {"month": MONTHS[self.begins.month], "year": self.begins.year}

    @property
    def short(self) -> str:
        """For an axis, on which there is little room; the same in every language."""
        year = f"{self.begins.year % 100:02}"
        if self.by == By.YEAR:
            return str(self.begins.year)
        if self.by == By.QUARTER:
            return f"{year}/Q{(self.begins.month + 2) // 3}"
        return f"{year}.{self.begins.month}"

    @property
    def key(self) -> str:
        return self.begins.isoformat()


def period_of(day: date, by: By) -> Period:
    month = (day.month - 1) // _MONTHS[by] * _MONTHS[by] + 1
    return Period(date(day.year, month, 1), by)


def latest(day: date, by: By, many: int | None = None) -> list[Period]:
    """Those that end with the one `day` lies in, the earliest first."""
    found = list(_back(period_of(day, by), many or SHOWN[by]))
    return found[::-1]


def _back(period: Period, many: int) -> Iterator[Period]:
    for _number in range(many):
        yield period
        period = period.before


def _moved(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def chosen(value: Any, usual: By = By.QUARTER) -> By:
    """What an address asks for; the usual one for anything else."""
    return By(value) if value in By.values else usual
