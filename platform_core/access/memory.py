"""What a process remembers of an institution for some seconds, and never across institutions.

For what every page asks and hardly anybody changes. What another process changed is seen when the seconds are over;
who changes it here forgets it, and who promises something asks afresh.

Too old is not yet wrong: as long as no event was recorded in the institution since, nothing there was changed, and
what is remembered stays for MOST_SECONDS. One small question answers for all memories, where hundreds of institutions
would otherwise ask everything anew whenever somebody visits one of them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection

from platform_core.access.lagging import up_to_date
from platform_core.access.place import schema_here

T = TypeVar("T")
MOST_INSTITUTIONS = 2_000
# What was changed without an event, by hand in the database, is seen after this long.
MOST_SECONDS = 120

# More than the last alone: of two that are recorded at once, the later may be seen first.
LAST_EVENTS = (
    "SELECT coalesce(sum(id), 0) FROM (SELECT id FROM events_event ORDER BY id DESC LIMIT 50) latest"
)


@dataclass(slots=True)
class Known(Generic[T]):
    """What was said at `asked` when the institution's last events were `events`; to be looked at again at `until`."""

    said: T
    asked: float
    events: int
    until: float


class Memory(Generic[T]):
    """One thing, or several of one kind by name, of each institution."""

    every: ClassVar[list["Memory[Any]"]] = []

    def __init__(self, seconds: float, *, names: int = 1) -> None:
        self.seconds = seconds
        self.most = MOST_INSTITUTIONS * names
        self._known: dict[tuple[str, str], Known[T]] = {}
        Memory.every.append(self)

    def here(self, ask: Callable[[], T], *, name: str = "", fresh: bool = False) -> T:
        """What `ask` says of the institution at hand; asked again when it is too old, or for somebody who needs it `fresh`."""
        place, now = (schema_here(), name), time.monotonic()
        known = self._known.get(place)
        if known is not None and not fresh:
            if known.until > now:
                return known.said
            if known.asked + MOST_SECONDS > now and known.events == last_events(place[0], now):
                known.until = now + self.seconds
                return known.said
        if len(self._known) >= self.most:
            self._known.clear()
        # Before it is asked: what is changed in between is then found too old.
        events = last_events(place[0], now)
        with up_to_date():
            said = ask()
        self._known[place] = Known(said, now, events, now + self.seconds)
        return said

    def forget_here(self) -> None:
        """Of the institution at hand, whatever its name."""
        for place in [place for place in list(self._known) if place[0] == schema_here()]:
            self._known.pop(place, None)

    def forget_everywhere(self) -> None:
        self._known.clear()
        _events.clear()


# One answer for all that a page remembers: {schema: (until, events)}
_events: dict[str, tuple[float, int]] = {}
ONE_PAGE_SECONDS = 0.5


def last_events(schema: str, now: float) -> int:
    """The same number as long as nothing is recorded in the schema at hand, whose name it is."""
    known = _events.get(schema)
    if known is not None and known[0] > now:
        return known[1]
    if len(_events) >= MOST_INSTITUTIONS:
        _events.clear()
    with connection.cursor() as cursor:
        cursor.execute(LAST_EVENTS)
        (events,) = cursor.fetchone()
    _events[schema] = (now + ONE_PAGE_SECONDS, int(events))
    return int(events)
