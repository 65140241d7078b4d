"""The cache, which may go away without taking a page with it.

While Valkey cannot be reached each process remembers by itself: counts on the home page are a little
older, guessing is counted per process, and everything citizens write is in PostgreSQL anyway.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, TimeoutError

log = logging.getLogger("madang.web")
SAY_EVERY_SECONDS = 30
_said_at = float("-inf")


def _or_by_itself(name: str) -> Callable[..., Any]:
    """The method of RedisCache, or of the process's own memory when Valkey does not answer."""
    method = getattr(RedisCache, name)

    def call(self: "SturdyCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (ConnectionError, TimeoutError) as trouble:
            _say(trouble)
            return getattr(self.spare, name)(*args, **kwargs)

    return call


def _say(trouble: Exception) -> None:
    """One line in a while: an outage must not fill the disk as well."""
    global _said_at
    if time.monotonic() - _said_at > SAY_EVERY_SECONDS:
        _said_at = time.monotonic()
        log.warning("The cache cannot be reached: %s", type(trouble).__name__)


class SturdyCache(RedisCache):
    """Django's Redis cache with a spare in this process's memory."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        plain = {name: value for name, value in params.items() if name != "OPTIONS"}
        self.spare = LocMemCache("spare", plain)

    add = _or_by_itself("add")
    get = _or_by_itself("get")
    set = _or_by_itself("set")
    touch = _or_by_itself("touch")
    delete = _or_by_itself("delete")
    get_many = _or_by_itself("get_many")
    has_key = _or_by_itself("has_key")
    incr = _or_by_itself("incr")
    set_many = _or_by_itself("set_many")
    delete_many = _or_by_itself("delete_many")
    clear = _or_by_itself("clear")
