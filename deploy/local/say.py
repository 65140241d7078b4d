"""How the commands talk: one line per step, with the time it took. Standard library only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class Problem(Exception):
    """Something the person at the terminal can act on; its text is the whole message."""


def colour(code: int, text: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def say(text: str) -> None:
    print(text, flush=True)


def done(text: str, seconds: float | None = None) -> None:
    took = "" if seconds is None else colour(2, f"  {seconds:.1f} s")
    say(f"{colour(32, '✓')} {text}{took}")


def fail(text: str) -> NoReturn:
    """Print the sentence on stderr and end the program with status 1."""
    print(f"\n{text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


@contextmanager
def step(doing: str, did: str) -> Iterator[None]:
    """Announce what is being done, then what was done and how long it took."""
    say(f"… {doing}")
    began = time.monotonic()
    yield
    done(did, time.monotonic() - began)
