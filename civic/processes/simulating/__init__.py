"""What rules would have done to what has already been asked for: the engine, replayed over history."""

from civic.processes.simulating.changing import plain_gates, with_count, with_numbers
from civic.processes.simulating.comparing import Comparison, Side, compare, side
from civic.processes.simulating.curve import Curve, Point, counts_to_try, draw_curve
from civic.processes.simulating.past import Past, instant, micros
from civic.processes.simulating.reaching import reached
from civic.processes.simulating.replaying import Ways, replay
from civic.processes.simulating.summing import GateSum, OwedSum, Summary, summarise
from civic.processes.simulating.walking import Fate, Owed, Passing, Walker, Way

__all__ = [
    "Comparison",
    "Curve",
    "Fate",
    "GateSum",
    "Owed",
    "OwedSum",
    "Passing",
    "Past",
    "Point",
    "Side",
    "Summary",
    "Walker",
    "Way",
    "Ways",
    "compare",
    "counts_to_try",
    "draw_curve",
    "instant",
    "micros",
    "plain_gates",
    "reached",
    "replay",
    "side",
    "summarise",
    "with_count",
    "with_numbers",
]
