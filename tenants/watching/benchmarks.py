"""How institutions compare, without anybody being recognised.

Only those that take part are counted, and only they and the operators read it. No figure comes from fewer than
K institutions or from a count under CELL; one's own institution is not among those it is compared with. Where a
group is left out, no other group shows what it would have been: the smallest that is shown goes too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenants.context import public
from tenants.models import Institution, Kind, Standing
from tenants.watching.models import Figures

K = 5
CELL = 10
# In an institution's settings: whether it takes part (tenants.actions.keep_setting).
SETTING = "compares"
STILL_COUNTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    label: Any
    # None where the count behind it is under CELL.
    of: Callable[[Figures], float | None]
    # Means are rounded to this: a step is larger than what one institution's coming or going changes by itself.
    step: float


def _in_time(one: Figures) -> float | None:
    return 100 * one.in_time_year / one.answered_year if one.answered_year >= CELL else None


def _days(one: Figures) -> float | None:
    return one.answer_days if one.answered_year >= CELL else None


def _participants(one: Figures) -> float | None:
    enough = one.people >= CELL and one.participants_year >= CELL
    return 1_000 * one.participants_year / one.people if enough else None


def _proposals(one: Figures) -> float | None:
    enough = one.people >= CELL and one.proposals_year >= CELL
    return 1_000 * one.proposals_year / one.people if enough else None


MEASURES: tuple[Measure, ...] = (
    Measure("in_time", _("Answered in time, in percent"), _in_time, 1),
    Measure("days", _("Days until the answer"), _days, 1),
    Measure("participants", _("People who took part, of 1,000 with an account"), _participants, 5),
    Measure("proposals", _("Proposals, per 1,000 people with an account"), _proposals, 1),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """`mean` is None where it is not told."""

    houses: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Row:
    measure: Measure
    own: float | None
    same_kind: Cell
    every: Cell
    kinds: dict[str, Cell]


def takes_part(institution: Institution) -> bool:
    return bool(institution.settings.get(SETTING))


def compared(institution: Institution | None, *, at: datetime) -> list[Row]:
    """One row for each measure: one's own and those of the others, or all kinds for an operator. One query."""
    with public():
        known = list(
            Figures.objects.select_related("institution")
            .filter(
                institution__standing=Standing.OPEN,
                institution__settings__compares=True,
                year_as_of__gt=at - STILL_COUNTS,
            )
            .order_by("pk")
        )
        own = Figures.objects.filter(pk=institution.pk).first() if institution is not None else None
    others = [one for one in known if institution is None or one.pk != institution.pk]
    return [_row(measure, own, institution.kind if institution else "", others) for measure in MEASURES]


def _row(measure: Measure, own: Figures | None, kind: str, others: list[Figures]) -> Row:
    values = [(one.institution.kind, value) for one in others if (value := measure.of(one)) is not None]
    every = _cell(measure, (value for _kind, value in values))
    groups = {key: [value for k, value in values if k == key] for key in Kind.values}
    cells = {key: _cell(measure, group) for key, group in groups.items()}
    if kind:
        # What is told of one's own kind and of all together must not tell of the few of other kinds.
        rest = every.houses - cells[kind].houses
        same = cells[kind] if rest == 0 or rest >= K else Cell(cells[kind].houses, None)
        return Row(measure, _rounded(measure.of(own), measure) if own else None, same, every, {})
    return Row(measure, None, Cell(0, None), every, _without_the_telltale(cells))


def _cell(measure: Measure, values: Iterable[float]) -> Cell:
    found = list(values)
    if len(found) < K:
        return Cell(len(found), None)
    return Cell(len(found), _rounded(sum(found) / len(found), measure))


def _rounded(value: float | None, measure: Measure) -> float | None:
    return None if value is None else round(value / measure.step) * measure.step


def _without_the_telltale(cells: dict[str, Cell]) -> dict[str, Cell]:
    """All together less what is shown is what is hidden: of fewer than K institutions that may not be."""
    shown = dict(cells)
    while 0 < sum(one.houses for one in shown.values() if one.mean is None) < K:
        telling = [key for key, one in shown.items() if one.mean is not None]
        if not telling:
            break
        smallest = min(telling, key=lambda key: (shown[key].houses, key))
        shown[smallest] = Cell(shown[smallest].houses, None)
    return shown
