"""Numbers as tables for spreadsheets: what is too small to tell is not told there either."""

from typing import Any

from django.utils.translation import gettext as _

from civic.efficacy.periods import Period
from civic.efficacy.queries import Numbers
from civic.efficacy.words import INDICATORS

Row = list[Any]


def effect_heads() -> Row:
    return [_("Period"), _("From"), *(_head(one) for one in INDICATORS)]


def _head(one: Any) -> str:
    unit = {"%": "%", "days": _("days")}.get(one.unit, "")
    return f"{one.name} ({unit})" if unit else str(one.name)


def effect_rows(found: dict[Period, Numbers]) -> list[Row]:
    """What is not told is an empty cell."""
    return [
        [period.label, period.key, *(_cell(one.of(numbers)) for one in INDICATORS)]
        for period, numbers in found.items()
    ]


def _cell(value: int | None) -> Any:
    return "" if value is None else value
