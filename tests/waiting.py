"""Waiting for something to become true. Nothing in the tests sleeps for a guessed time."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")
# Generous: a machine that builds something else at the same time is slow, and a test that passes does not wait.
PATIENCE_SECONDS = 45.0
LOOK_EVERY_SECONDS = 0.05


def until(condition: Callable[[], T], sentence: str, seconds: float = PATIENCE_SECONDS) -> T:
    """What `condition` returned once that was truthy. Fails with `sentence` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {seconds:.0f} s in vain: {sentence}")
        Event().wait(LOOK_EVERY_SECONDS)
    return found
