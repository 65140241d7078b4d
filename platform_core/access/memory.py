"""What a process remembers of an institution for some seconds, and never across institutions.

For what every page asks and hardly anybody changes. What another process changed is seen when the seconds are over;
who changes it here forgets it, and who promises something asks afresh.
"""

import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from platform_core.access.place import schema_here

T = TypeVar("T")
MOST_INSTITUTIONS = 2_000


class Memory(Generic[T]):
    """One thing, or several of one kind by name, of each institution."""

    every: ClassVar[list["Memory[Any]"]] = []

    def __init__(self, seconds: float, *, names: int = 1) -> None:
        self.seconds = seconds
        self.most = MOST_INSTITUTIONS * names
        self._known: dict[tuple[str, str], tuple[float, T]] = {}
        Memory.every.append(self)

    def here(self, ask: Callable[[], T], *, name: str = "", fresh: bool = False) -> T:
        """What `ask` says of the institution at hand; asked again when it is too old, or for somebody who needs it `fresh`."""
        place, now = (schema_here(), name), time.monotonic()
        known = self._known.get(place)
        if known is not None and known[0] > now and not fresh:
            return known[1]
        if len(self._known) >= self.most:
            self._known.clear()
        said = ask()
        self._known[place] = (now + self.seconds, said)
        return said

    def forget_here(self) -> None:
        """Of the institution at hand, whatever its name."""
        for place in [place for place in list(self._known) if place[0] == schema_here()]:
            self._known.pop(place, None)

    def forget_everywhere(self) -> None:
        self._known.clear()
