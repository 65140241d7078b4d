"""Two sets of rules over one history: the current ones, and those somebody thinks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.processes.document import Rules, Tally
from civic.processes.engine import Calendar
from civic.processes.simulating.changing import plain_gates
from civic.processes.simulating.counting import stages_ahead
from civic.processes.simulating.curve import Curve, counts_to_try, draw_curve
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past
from civic.processes.simulating.replaying import Progress, Ways, quiet, replay
from civic.processes.simulating.summing import Summary, summarise

MOST_CURVES = 3


@dataclass(frozen=True, slots=True)
class Side:
    """What one set of rules makes of the history."""

    ways: Ways
    summary: Summary


@dataclass(frozen=True, slots=True)
class Comparison:
    """`curves`: one for each of the first plain gates of the rules thought of."""

    now: Side
    then: Side
    curves: tuple[Curve, ...]


def compare(
    now: Rules,
    then: Rules,
    items: Sequence[Past],
    days: Calendar,
    *,
    until: datetime | None = None,
    progress: Progress = quiet,
) -> Comparison:
    """`progress` is told of a whole in which each side counts its items once, and each curve too."""
    ahead = {gate.key for stage in stages_ahead(then) for gate in stage.gates}
    gates = [key for key in plain_gates(then) if key in ahead][:MOST_CURVES]
    total = len(items) * (2 + len(gates))

    def part(number: int) -> Progress:
        def tell(done: int, of: int) -> None:
            progress(number * len(items) + (done * len(items) // of if of else 0), total)

        return tell

    first = side(now, items, days, until=until, progress=part(0))
    second = side(then, items, days, until=until, progress=part(1))
    curves = tuple(
        draw_curve(
            then, gate, _counts(now, then, gate, items), items, days, until=until, progress=part(number)
        )
        for number, gate in enumerate(gates, start=2)
    )
    progress(total, total)
    return Comparison(first, second, curves)


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


def _counts(now: Rules, then: Rules, gate: str, items: Sequence[Past]) -> list[int]:
    """The numbers that stand in the rules themselves are among those tried."""
    marks = [rules.gates[gate].count for rules in (now, then) if gate in rules.gates]
    (part,) = then.gates[gate].when.parts(Tally())
    highest = max((past.total(part.counter) for past in items), default=0)
    return counts_to_try(highest, *(count for count in marks if count is not None))
