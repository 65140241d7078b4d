"""Who wants to hear what. Filled when apps start (each room's listeners.py)."""

from collections import defaultdict
from collections.abc import Callable
from enum import Enum, auto

from platform_core.events.models import Event


class Heard(Enum):
    """What a listener with a crowd to tell returns after a part of it: it is called again, after the others."""

    IN_PART = auto()


Listener = Callable[[Event], Heard | None]

_listeners: dict[str, list[tuple[str, Listener]]] = defaultdict(list)


def listens_to(*kinds: str) -> Callable[[Listener], Listener]:
    """Register a listener. It runs in its own transaction, at least once, so its writes must be idempotent.

    What it does in one call is bounded: it holds the event, and a crash undoes it. See Heard.IN_PART.
    """

    def register(listener: Listener) -> Listener:
        name = f"{listener.__module__}.{listener.__qualname__}"
        for kind in kinds:
            _listeners[kind].append((name, listener))
        return listener

    return register


def listeners_of(kind: str) -> list[tuple[str, Listener]]:
    return _listeners[kind]
