"""What a result says, in words and rows: the numbers come from the simulation, the words from the rules."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from civic.desk.chart import Chart, draw
from civic.journeys.simulating.asking import Question, question_of
from civic.journeys.simulating.notes import NOTES
from civic.processes.document import Rules
from civic.processes.document.shapes import words
from civic.processes.kinds import Answerer, Expiry
from civic.processes.models import Simulation
from civic.processes.presets import preset, preset_keys
from civic.processes.words import condition_phrase
from civic.processes.words.gates import effects_of

OWED_SHOWN = 60
FATES: dict[str, Promise] = {
    "expired": gettext_lazy("Their time ran out"),
    "went_on": gettext_lazy("Went on"),
    "running": gettext_lazy("Still gathering support"),
    "left": gettext_lazy("Taken out by people: withdrawn, refused, sent elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many under one set of rules; `asks` is what the rules ask for. None: these rules have no such gate.

    `of`: how many there are altogether, for a bar; 0: none is drawn.
    """

    count: int | None
    share: str = ""
    asks: str = ""
    query: str = ""
    days: float | None = None
    of: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    now: Cell
    then: Cell


@dataclass(frozen=True, slots=True)
class OwedRow:
    month: str
    department: str
    answerer: str
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class CurveShown:
    """One curve with its drawing; `rows` hold what the drawing shows: threshold, items, answers, whose number."""

    gate: str
    label: str
    chart: Chart
    rows: list[tuple[int, int, int, str]]
    is_shown: bool


class Result:
    """A finished simulation, ready for a page. The rules are read once."""

    def __init__(self, simulation: Simulation) -> None:
        self.numbers: dict[str, Any] = simulation.result or {}
        self.question: Question = question_of(simulation)
        self.rules = {"now": self.question.now(), "then": self.question.then()}

    @property
    def items(self) -> int:
        return int(self.numbers["now"]["items"])

    @property
    def notes(self) -> list[str]:
        return [str(NOTES[code]) for code in self.numbers["notes"] if code in NOTES]

    def gates(self) -> list[Row]:
        keys = dict.fromkeys([*self.rules["now"].gates, *self.rules["then"].gates])
        return [
            Row(self.gate_label(key), self._gate_cell("now", key), self._gate_cell("then", key))
            for key in keys
        ]

    def gate_label(self, key: str) -> str:
        """What passing it does, in the words of the rules tried, or of those in force."""
        return self.rules_label("then" if key in self.rules["then"].gates else "now", key)

    def rules_label(self, side: str, key: str) -> str:
        return gate_words(self.rules[side], key)

    def _gate_cell(self, side: str, key: str) -> Cell:
        gate = next((one for one in self.numbers[side]["gates"] if one["gate"] == key), None)
        if gate is None:
            return Cell(None)
        asks = condition_phrase(self.rules[side], self.rules[side].gates[key].when)
        query = f"side={side}&gate={key}" if gate["passed"] else ""
        return Cell(gate["passed"], self._share(gate["passed"]), asks, query, gate["days"], self.items)

    def outcomes(self) -> list[Row]:
        rows = [self._row(_("Passed at least one threshold"), lambda side: side["passed_any"])]
        rows.append(self._row(_("Answers owed"), lambda side: side["answers"], of_items=False))
        for fate, name in FATES.items():
            if any(fate in self.numbers[side]["fates"] for side in ("now", "then")):
                rows.append(self._row(str(name), _counted("fates", fate), fate))
            if fate == "expired":
                rows.extend(self._expired())
        return rows

    def _expired(self) -> Iterator[Row]:
        """What the rules do with those whose time ran out."""
        for expiry in Expiry:
            if any(expiry.value in self.numbers[side]["expired"] for side in ("now", "then")):
                label = _("of these: %(what)s") % {"what": expiry.label}
                yield self._row(label, _counted("expired", expiry.value))

    def _row(
        self, label: str, count: Callable[[dict[str, Any]], int], fate: str = "", *, of_items: bool = True
    ) -> Row:
        def cell(side: str) -> Cell:
            many = count(self.numbers[side])
            query = f"side={side}&fate={fate}" if fate and many else ""
            share = self._share(many) if of_items else ""
            return Cell(many, share, "", query, of=self.items if of_items else 0)

        return Row(label, cell("now"), cell("then"))

    def _share(self, count: int) -> str:
        return f"{count / self.items:.1%}" if self.items else ""

    def owed(self) -> list[OwedRow]:
        """By month, department and who answers."""
        found: dict[tuple[str, str, str], dict[str, int]] = {}
        for side in ("now", "then"):
            for one in self.numbers[side]["owed"]:
                key = (one["month"], one["department"], self.answerer(side, one["answer"]))
                counts = found.setdefault(key, {"now": 0, "then": 0})
                counts[side] += one["count"]
        return [
            OwedRow(month, department or _("Not known"), answerer, counts["now"], counts["then"])
            for (month, department, answerer), counts in sorted(found.items())
        ]

    def owed_by(self, name: str) -> list[tuple[str, int, int]]:
        """`name`: month or department; what it is, answers in force, answers tried."""
        found: dict[str, list[int]] = {}
        for one in self.owed():
            sums = found.setdefault(getattr(one, name), [0, 0])
            sums[0] += one.now
            sums[1] += one.then
        return [(key, now, then) for key, (now, then) in sorted(found.items())]

    def most_owed(self, name: str) -> int:
        """The largest sum of either side: what the bars of `owed_by` are drawn against."""
        return max((max(now, then) for _key, now, then in self.owed_by(name)), default=0)

    def answerer(self, side: str, key: str) -> str:
        by = dict(self.rules[side].answers)[key].by
        return str(Answerer(by).label)

    def curves(self, chosen: str) -> list[CurveShown]:
        """The chosen one, or else the first, is shown."""
        curves = self.numbers["curves"]
        gates = [curve["gate"] for curve in curves]
        chosen = chosen if chosen in gates else (gates[0] if gates else "")
        return [self._curve(curve, is_shown=curve["gate"] == chosen) for curve in curves]

    def _curve(self, curve: dict[str, Any], *, is_shown: bool) -> CurveShown:
        gate, points = curve["gate"], curve["points"]
        marks = self._marks(gate)
        chart = draw(
            [point["count"] for point in points],
            [
                ("answers", _("answers owed"), [point["answers"] for point in points]),
                ("passed", _("items passing"), [point["passed"] for point in points]),
            ],
            marks,
        )
        whose: dict[int, list[str]] = {}
        for _key, name, count in marks:
            whose.setdefault(count, []).append(name)
        rows = [
            (point["count"], point["passed"], point["answers"], ", ".join(whose.get(point["count"], ())))
            for point in points
        ]
        return CurveShown(gate, self.gate_label(gate), chart, rows, is_shown)

    def _marks(self, gate: str) -> list[tuple[str, str, int]]:
        names = {"now": _("in force"), "then": _("tried")}
        found = []
        for side, name in names.items():
            one = self.rules[side].gates.get(gate)
            if one is not None and one.count is not None:
                found.append((side, name, one.count))
        return found


def _counted(what: str, key: str) -> Callable[[dict[str, Any]], int]:
    """Reads one count of a side."""
    return lambda side: int(side[what].get(key, 0))


def gate_words(rules: Rules, key: str) -> str:
    """What passing a gate does, without its numbers: those differ from one set of rules to the other."""
    gate = rules.gates[key]
    named = words(gate.labels, get_language() or "ko", "")
    effects = ", ".join(str(effect.label) for effect in effects_of(rules, gate))
    if named or effects:
        return named or effects
    stage = rules.stage(gate.to).label(get_language() or "ko")
    return _("It goes on to “%(stage)s”") % {"stage": stage}


def history_words(question: Question) -> str:
    if question.file_name:
        return _("The file %(name)s") % {"name": question.file_name}
    return ngettext("Our own of the last month", "Our own of the last %(count)s months", question.months) % {
        "count": question.months
    }


def rules_words(question: Question) -> str:
    if question.source == "draft":
        return _("Our draft")
    if question.source == "preset":
        return preset(question.preset).name if question.preset in preset_keys() else question.preset
    return _("The rules in force, with other numbers")


def changed_numbers(question: Question, now: Rules, then: Rules) -> list[tuple[str, str, str]]:
    """Label, number in force, number tried: of those that differ."""
    if question.source != "numbers":
        return []
    found = [
        (gate_words(now, gate.key), str(gate.count), str(then.gates[gate.key].count))
        for stage in now.stages
        for gate in stage.gates
        if gate.count != then.gates[gate.key].count
    ]
    if now.window_days != then.window_days:
        found.append((_("Days to gather support"), str(now.window_days), str(then.window_days)))
    if now.answer.days != then.answer.days:
        found.append((_("Days to answer"), str(now.answer.days), str(then.answer.days)))
    return found


def month_words(month: str) -> str:
    """‘2026-03’ as people write it."""
    year, number = month.split("-")
    return date_format(date(int(year), int(number), 1), "YEAR_MONTH_FORMAT")


def percent_done(simulation: Simulation) -> int:
    return min(99, simulation.done * 100 // simulation.total) if simulation.total else 0


def sequence_page(rows: Sequence[Any], number: int, size: int) -> tuple[list[Any], int, int]:
    """The rows of a page, its number within bounds, and how many pages there are."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(1, number), pages)
    return list(rows[(number - 1) * size : number * size]), number, pages
