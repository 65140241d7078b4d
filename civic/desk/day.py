"""What needs somebody now, from every room, by when: today's page is this list.

Each room is asked once or twice for its first few, so that a long day costs what a short one costs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from civic.desk.duties import MOST, Area, Duty, Who
from civic.desk.duties_sources import SOURCES

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """Sorted by date, the undated last. `more`: areas of which there is more than is shown."""

    duties: tuple[Duty, ...]
    more: tuple[Area, ...]

    def late_at(self, at: datetime) -> int:
        return sum(one.is_late(at) for one in self.duties)


def day_of(person: Any, *, at: datetime, area: Area | None = None) -> Day:
    """What needs `person`, in all areas or in one."""
    who = Who.of(person)
    found: list[Duty] = []
    more: list[Area] = []
    for place, source in SOURCES:
        if area is not None and place != area:
            continue
        rows = list(source(who, at))
        # The lists of decisions are short each, and say themselves how much there is.
        found += rows if place == Area.PROPOSALS else rows[:MOST]
        if len(rows) > MOST and place not in more:
            more.append(place)
    return Day(tuple(sorted(found, key=lambda one: (one.due_at or NEVER, one.area, one.url))), tuple(more))
