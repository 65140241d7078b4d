"""Whether what is read at this moment may be some seconds old. Which database then answers: tenants/replica."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_may_lag: ContextVar[bool] = ContextVar("reads_may_lag", default=False)


def may_lag() -> bool:
    return _may_lag.get()


@contextmanager
def lagging() -> Iterator[None]:
    """Rows read in the block may be as they were some seconds ago."""
    token = _may_lag.set(True)
    try:
        yield
    finally:
        _may_lag.reset(token)


@contextmanager
def up_to_date() -> Iterator[None]:
    """Rows read in the block are as they are: for what is kept, or decides something."""
    token = _may_lag.set(False)
    try:
        yield
    finally:
        _may_lag.reset(token)
