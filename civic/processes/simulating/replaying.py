"""All items along one set of rules; what cannot go differently is worked out once."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from civic.processes.document import Rules
from civic.processes.document.conditions import Proportion
from civic.processes.engine import Calendar
from civic.processes.simulating.companies import Neighbours, Others, comparing_stages, has
from civic.processes.simulating.counting import acts_under, final_under, has_result
from civic.processes.simulating.dating import Beginning
from civic.processes.simulating.past import Past
from civic.processes.simulating.walking import Walker, Way

Ways = list[Way]
Progress = Callable[[int, int], None]
# Said so often that a bar moves, and so seldom that it costs nothing.
EVERY = 2_000


def quiet(_done: int, _total: int) -> None:
    """For whoever does not watch."""


def replay(
    rules: Rules,
    items: Sequence[Past],
    days: Calendar,
    *,
    until: datetime | None = None,
    progress: Progress = quiet,
) -> Ways:
    """The way of every item, in their order. Raises nothing that depends on the items."""
    walker = QuickWalker(rules, days, until=until)
    rounds = rounds_needed(rules)
    others: Neighbours | None = None
    ways: Ways = []
    for number in range(rounds):
        others = Neighbours(days.zone, others) if rounds > 1 else None
        ways = [walker.way(past, others) for past in _watched(items, number, rounds, progress)]
        if others is not None:
            others.close()
    progress(len(items), len(items))
    return ways


def rounds_needed(rules: Rules) -> int:
    """One; and one more for each stage that compares its items, since its results decide who meets next."""
    return len(comparing_stages(rules)) + 1


def _watched(items: Sequence[Past], number: int, rounds: int, progress: Progress) -> Iterator[Past]:
    for place, past in enumerate(items):
        if place % EVERY == 0:
            progress((number * len(items) + place) // rounds, len(items))
        yield past


class QuickWalker(Walker):
    """Walks once for all items that began on one day with the same counts at the end.

    That is so for counts without instants, and for items that never reach a number any gate asks for.
    """

    def __init__(self, rules: Rules, days: Calendar, *, until: datetime | None = None) -> None:
        super().__init__(rules, days, until=until)
        conditions = [gate.when for gate in rules.gates.values()]
        self._only_numbers = not any(has(one, Proportion) for one in conditions)
        self._known: dict[tuple[Beginning, tuple[int, ...]], Way] = {}

    def way(self, past: Past, others: Others | None = None) -> Way:
        if others is not None:
            return self.walk(past, others)
        print_ = self.print_of(past)
        if print_ is None:
            return self.walk(past)
        key = (self.dates.beginning(past.registered_at), print_)
        known = self._known.get(key)
        if known is not None:
            return known
        way = self.walk(past)
        if not _happens_at_once(way, past):
            self._known[key] = way
        return way

    def print_of(self, past: Past) -> tuple[int, ...] | None:
        """Equal for items that go the same way when they begin on the same day; None where that is not known."""
        if past.left_at is not None:
            return None
        found = [int(self.judges_votes and has_result(past))]
        for counter, needed in self.needed.items():
            final = final_under(self.rules, past, counter)
            acts = acts_under(self.rules, past, counter)
            if acts and (final or not self._only_numbers or (needed and len(acts) >= needed[0])):
                return None
            found.append(bisect_right(needed, final) if self._only_numbers else final)
        return tuple(found)


def _happens_at_once(way: Way, past: Past) -> bool:
    """Whether the very instant of its registration stands in it: others of that day have another."""
    moments = [*(one.at for one in way.passed), *(one.since for one in way.owed)]
    return past.registered_at in moments
