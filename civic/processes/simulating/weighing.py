"""One item for many that cannot go differently, for whoever asks only how many go where.

The instants at which they go may differ; whoever asks for those replays every item.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from civic.processes import engine
from civic.processes.document import Proportion, Rules, Stage, Tally
from civic.processes.engine import Calendar, Item
from civic.processes.kinds import COUNTING, TIMED, CountedFrom, Counter, DayUnit
from civic.processes.simulating.companies import has
from civic.processes.simulating.counting import (
    DEEDS,
    OF_A_VOTE,
    TAKEN_FOR_GRANTED,
    acts_under,
    final_under,
    has_result,
    plain_counts,
    stages_ahead,
)
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past, micros
from civic.processes.simulating.replaying import rounds_needed

# Days that a unit surely does not exceed, holidays and closures included.
GENEROUS = {DayUnit.CALENDAR: 1, DayUnit.WORKING: 4, DayUnit.MONTHS: 31}
# Any moment, to ask what is open in a stage that has begun and is not over.
EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
Weighed = tuple[Past, int]
Key = tuple[int, ...]


def weighed(
    rules: Rules,
    gate: str,
    counts: Sequence[int],
    items: Sequence[Past],
    days: Calendar,
    until: datetime | None,
) -> list[Weighed]:
    """Items, each with how many pass the same gates as it, whichever of the counts stands at the gate."""
    if rounds_needed(rules) > 1 or any(has(one.when, Proportion) for one in rules.gates.values()):
        return [(past, 1) for past in items]
    kinds = _Kinds(rules, gate, counts, days, until)
    alone: list[Weighed] = []
    alike: dict[Key, Weighed] = {}
    for past in items:
        key = kinds.of(past)
        if key is None:
            alone.append((past, 1))
            continue
        first, weight = alike.get(key, (past, 0))
        alike[key] = (first, weight + 1)
    return [*alone, *alike.values()]


class _Kinds:
    """Tells items apart by which of the numbers they reach, and when there is only one end, by that end."""

    def __init__(
        self, rules: Rules, gate: str, counts: Sequence[int], days: Calendar, until: datetime | None
    ) -> None:
        self.rules = rules
        self.until = until
        self.levels = plain_counts(rules)
        (part,) = rules.gates[gate].when.parts(Tally())
        self.levels[part.counter] = sorted({*self.levels.get(part.counter, ()), *counts})
        self.judges_votes = bool(rules.counters & OF_A_VOTE)
        self.over = until - _longest(rules) if until is not None else None
        self.dates = Dates(days)
        self.only_stage = _only_stage(rules)
        self.takes = {counter: _takes(rules, self.only_stage, counter) for counter in self.levels}
        self.begins_once = _begins_once(rules)

    def of(self, past: Past) -> Key | None:
        """None for an item that may be like no other."""
        if past.left_at is not None:
            return None
        if not past.acts:
            return self._by_finals(past)
        if self.only_stage is not None and len(self.levels) == 1:
            return self._by_order(past, self.only_stage)
        return None

    def _result(self, past: Past) -> int:
        return int(self.judges_votes and has_result(past))

    def _by_finals(self, past: Past) -> Key | None:
        if not self.begins_once or (self.over is not None and past.registered_at >= self.over):
            return None
        reached = (
            bisect_right(levels, final_under(self.rules, past, counter))
            for counter, levels in self.levels.items()
        )
        return (self._result(past), *reached)

    def _by_order(self, past: Past, stage: Stage) -> Key | None:
        """With one counter and one end, all that matters is how much was counted before it, and in all."""
        ((counter, levels),) = self.levels.items()
        if not self.takes[counter]:
            return None
        end = self.dates.window_end(stage, registered_at=past.registered_at, entered_at=past.registered_at)
        if end is None or (self.until is not None and end > self.until):
            return None
        acts = acts_under(self.rules, past, counter)
        in_time = bisect_left(acts, micros(end))
        reached = bisect_right(levels, in_time)
        # Two numbers reached in one instant are judged together.
        if any(level < in_time and acts[level - 1] == acts[level] for level in levels[:reached]):
            return None
        final = final_under(self.rules, past, counter)
        return (-1, self._result(past), reached, bisect_right(levels, in_time + final))


def _only_stage(rules: Rules) -> Stage | None:
    """The one stage with an end, where items come into it as they are registered and nothing is graced."""
    timed = [stage for stage in stages_ahead(rules) if stage.kind in TIMED]
    first = next(stage for stage in rules.stages if stage.kind not in TAKEN_FOR_GRANTED)
    if len(timed) != 1 or timed[0] is not first or first.window is None or first.window.grace:
        return None
    return first


def _takes(rules: Rules, stage: Stage | None, counter: Counter) -> bool:
    """Whether what is counted comes in while items are in that stage: supports do not during a vote."""
    if stage is None:
        return False
    now, end = EARLIER, EARLIER + timedelta(days=1)
    ends = (end, None) if stage.kind in COUNTING else (None, end)
    item = Item(stage.key, *ends)
    return any(engine.is_open_for(rules, item, deed, now).allowed for deed in DEEDS.get(counter, ()))


def _begins_once(rules: Rules) -> bool:
    """No later period runs since registration: then periods end in the same order on any day."""
    windows = [stage.window for stage in stages_ahead(rules) if stage.window is not None]
    return all(window.counted_from == CountedFrom.ENTRY for window in windows[1:])


def _longest(rules: Rules) -> timedelta:
    """No item is under way for longer; generously."""
    windows = [stage.window for stage in rules.stages if stage.window is not None]
    return timedelta(days=sum(window.days * GENEROUS[window.unit] + 60 for window in windows))
