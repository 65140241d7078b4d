"""Items that are compared with one another (상위 N건): those whose time in a stage ends in one period.

The period is one instant where all end at it, and otherwise the calendar month in the institution's zone;
it is judged when it is over. Equal counts share a place. As civic.proposals.placing has it for live items.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from civic.processes.document import Rules, Tally
from civic.processes.document.conditions import All, AnyOf, Condition, Top
from civic.processes.kinds import Counter

# A stage, and the first instant after the month in which its time ends.
Company = tuple[str, datetime]


def has(condition: Condition, kind: type) -> bool:
    """Whether a condition of that kind stands in it, however deep."""
    if isinstance(condition, All | AnyOf):
        return any(has(one, kind) for one in condition.conditions)
    return isinstance(condition, kind)


def comparing_stages(rules: Rules) -> frozenset[str]:
    return frozenset(stage.key for stage in rules.stages if any(has(gate.when, Top) for gate in stage.gates))


class Others:
    """Nobody else: whoever is alone has no place among others."""

    def note(self, stage: str, end: datetime, tally: Tally) -> None:
        """Somebody's time in the stage has ended, with these counts."""

    def judged_at(self, _stage: str, end: datetime) -> datetime:
        return end

    def places(self, _stage: str, _end: datetime, _tally: Tally) -> Mapping[Counter, int]:
        return {}


ALONE = Others()


class Neighbours(Others):
    """Notes who ends together, and knows it of the round before: places follow from everybody's counts."""

    def __init__(self, zone: ZoneInfo, before: "Neighbours | None" = None) -> None:
        self._zone = zone
        self._before = before
        self._ends: dict[Company, set[datetime]] = defaultdict(set)
        self._counts: dict[Company, dict[Counter, list[int]]] = defaultdict(lambda: defaultdict(list))

    def note(self, stage: str, end: datetime, tally: Tally) -> None:
        company = self._company(stage, end)
        self._ends[company].add(end)
        for counter, count in tally.counts.items():
            self._counts[company][counter].append(count)

    def close(self) -> None:
        """Everybody has been met."""
        for by_counter in self._counts.values():
            for counts in by_counter.values():
                counts.sort()

    def judged_at(self, stage: str, end: datetime) -> datetime:
        company = self._company(stage, end)
        ends = self._before._ends.get(company, set()) if self._before else set()
        return company[1] if len(ends) > 1 else end

    def places(self, stage: str, end: datetime, tally: Tally) -> Mapping[Counter, int]:
        if self._before is None:
            return {}
        known = self._before._counts.get(self._company(stage, end), {})
        # Those with more stand before; who has as many shares the place.
        return {
            counter: len(counts) - bisect_right(counts, tally.of(counter)) + 1
            for counter, counts in known.items()
        }

    def _company(self, stage: str, end: datetime) -> Company:
        last = (end - timedelta(microseconds=1)).astimezone(self._zone)
        year, month = last.year + last.month // 12, last.month % 12 + 1
        return stage, datetime(year, month, 1, tzinfo=self._zone).astimezone(UTC)
