"""Two sets of rules over one history: the current ones, and those somebody thinks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.processes.document import Rules, Tally
from civic.processes.engine import Calendar
from civic.processes.simulating.changing import plain_gates
from civic.processes.simulating.curve import Curve, counts_to_try, draw_curve
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past
from civic.processes.simulating.replaying import Progress, Ways, quiet, replay
from civic.processes.simulating.summing import Summary, summarise


@dataclass(frozen=True, slots=True)
class Side:
    """What one set of rules makes of the history."""

    ways: Ways
    summary: Summary


@dataclass(frozen=True, slots=True)
class Comparison:
    now: Side
    then: Side
    # None where no gate asks for a plain number.
    curve: Curve | None


def compare(
    now: Rules,
    then: Rules,
    items: Sequence[Past],
    days: Calendar,
    *,
    gate: str = "",
    until: datetime | None = None,
    progress: Progress = quiet,
) -> Comparison:
    """`gate` is the one whose number is varied in the curve, by its key in `then`; "" for the first.

    `progress` is told of a whole that is three times the items: each side, and the curve.
    """
    total = len(items) * 3

    def part(number: int) -> Progress:
        def tell(done: int, of: int) -> None:
            progress(number * len(items) + (done * len(items) // of if of else 0), total)

        return tell

    first = side(now, items, days, until=until, progress=part(0))
    second = side(then, items, days, until=until, progress=part(1))
    plain = plain_gates(then)
    gate = gate if gate in plain else next(iter(plain), "")
    curve = None
    if gate:
        counts = counts_to_try(_highest(then, gate, items), *_marks(now, then, gate))
        curve = draw_curve(then, gate, counts, items, days, until=until, progress=part(2))
    progress(total, total)
    return Comparison(first, second, curve)


def side(
    rules: Rules,
    items: Sequence[Past],
    days: Calendar,
    *,
    until: datetime | None = None,
    progress: Progress = quiet,
) -> Side:
    ways = replay(rules, items, days, until=until, progress=progress)
    return Side(ways, summarise(rules, items, ways, Dates(days)))


def _marks(now: Rules, then: Rules, gate: str) -> list[int]:
    """The numbers that stand in the rules themselves are among those tried."""
    found = [rules.gates[gate].count for rules in (now, then) if gate in rules.gates]
    return [count for count in found if count is not None]


def _highest(rules: Rules, gate: str, items: Sequence[Past]) -> int:
    (part,) = rules.gates[gate].when.parts(Tally())
    return max((past.total(part.counter) for past in items), default=0)
