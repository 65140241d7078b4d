"""How much hangs on one number: for each threshold, how many items pass and how many answers are owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.processes.document import Rules
from civic.processes.engine import Calendar
from civic.processes.simulating.changing import with_count
from civic.processes.simulating.past import Past
from civic.processes.simulating.replaying import Progress, quiet, replay
from civic.processes.simulating.weighing import Weighed, weighed

MOST_POINTS = 16


@dataclass(frozen=True, slots=True)
class Point:
    """At this threshold so many items pass it, and so many answers are owed by all the rules together."""

    count: int
    passed: int
    answers: int


@dataclass(frozen=True, slots=True)
class Curve:
    gate: str
    points: tuple[Point, ...]


def counts_to_try(highest: int, *marks: int) -> list[int]:
    """1, 2, 5, 10 … up to the first that nothing reaches, and the marks among them; at most MOST_POINTS."""
    top = max([highest, *marks, 1])
    steps = [digit * 10**power for power in range(10) for digit in (1, 2, 5)]
    beyond = next((place for place, step in enumerate(steps) if step > top), len(steps) - 1)
    kept = steps[: beyond + 1]
    while len({*kept, *marks}) > MOST_POINTS:
        kept.pop(0)
    return sorted({*kept, *marks})


def draw_curve(
    rules: Rules,
    gate: str,
    counts: Sequence[int],
    items: Sequence[Past],
    days: Calendar,
    *,
    until: datetime | None = None,
    progress: Progress = quiet,
) -> Curve:
    """Raises as `with_count` does."""
    those = weighed(rules, gate, counts, items, days, until)
    points = []
    for done, count in enumerate(counts):
        progress(done, len(counts))
        points.append(_point(with_count(rules, gate, count), gate, count, those, days, until))
    progress(len(counts), len(counts))
    return Curve(gate, tuple(points))


def _point(
    rules: Rules,
    gate: str,
    count: int,
    those: Sequence[Weighed],
    days: Calendar,
    until: datetime | None,
) -> Point:
    passed = answers = 0
    ways = replay(rules, [past for past, _weight in those], days, until=until)
    for way, (_past, weight) in zip(ways, those, strict=True):
        passed += weight * any(one.gate == gate for one in way.passed)
        answers += weight * len(way.owed)
    return Point(count, passed, answers)
