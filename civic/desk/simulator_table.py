"""A result as tables for a spreadsheet: every item, every answer owed, every point of the curves."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.desk.simulator_page import FATES, Result
from civic.journeys.simulating.lines import Became, unpack
from civic.processes.kinds import Expiry
from civic.processes.models import Simulation

Rows = Iterator[list[Any]]
SIDES = ("now", "then")


def _sides() -> dict[str, str]:
    return {"now": _("in force"), "then": _("tried")}


def items(result: Result, simulation: Simulation) -> tuple[list[str], Rows]:
    heads = [_("Number"), _("Title"), _("Proposed on"), _("Department"), _("Supports")]
    for side, name in _sides().items():
        heads += [f"{result.rules_label(side, key)} ({name})" for key in result.rules[side].gates]
        heads += [f"{_('Answer owed by')} ({name})", f"{_('What became of it')} ({name})"]
    return heads, _item_rows(result, simulation)


def _item_rows(result: Result, simulation: Simulation) -> Rows:
    fates = {key: str(words) for key, words in FATES.items()}
    expiries = {expiry.value: str(expiry.label) for expiry in Expiry}
    for line in unpack(simulation):
        cells: list[Any] = [line.number, line.title, _day(line.registered_at), line.department, line.support]
        for side in SIDES:
            became = line.side(side)
            cells += [_day(became.gates.get(key)) for key in result.rules[side].gates]
            cells += [_owed(became), expiries.get(became.expiry, "") or fates.get(became.fate, "")]
        yield cells


def _owed(became: Became) -> str:
    return ", ".join(last_day(due_at).isoformat() for _answer, due_at in became.owed)


def _day(moment: datetime | None) -> date | str:
    return timezone.localtime(moment).date() if moment is not None else ""


def answers(result: Result, _simulation: Simulation) -> tuple[list[str], Rows]:
    names = _sides()
    heads = [_("Month"), _("Department"), _("Answers"), names["now"], names["then"]]
    return heads, ([one.month, one.department, one.answerer, one.now, one.then] for one in result.owed())


def curves(result: Result, _simulation: Simulation) -> tuple[list[str], Rows]:
    heads = [_("What"), _("Threshold"), _("items passing"), _("answers owed")]
    return heads, (
        [result.gate_label(curve["gate"]), point["count"], point["passed"], point["answers"]]
        for curve in result.numbers["curves"]
        for point in curve["points"]
    )


TABLES: dict[str, Callable[[Result, Simulation], tuple[list[str], Rows]]] = {
    "items": items,
    "answers": answers,
    "curves": curves,
}
