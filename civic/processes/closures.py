"""The institution's own days off: remembered for a moment per institution, never across them.

Whoever promises a date asks afresh; whoever draws a list of twenty dates asks the memory.
"""

import time
from datetime import date

from django.db import connection

from platform_core.access.place import in_public, schema_here

# A day off added in another process is seen on pages at most this many seconds later.
REMEMBERED_SECONDS = 10
REMEMBERED_INSTITUTIONS = 2_000

_memory: dict[str, tuple[float, frozenset[date]]] = {}


def closures_here(*, fresh: bool = False) -> frozenset[date]:
    """Of the institution at hand; none in the public schema. One small query unless it is remembered."""
    if in_public():
        return frozenset()
    now = time.monotonic()
    known = _memory.get(schema_here())
    if known is not None and known[0] > now and not fresh:
        return known[1]
    if len(_memory) >= REMEMBERED_INSTITUTIONS:
        _memory.clear()
    closures = _read()
    _memory[schema_here()] = (now + REMEMBERED_SECONDS, closures)
    return closures


def forget_closures() -> None:
    """Of the institution at hand."""
    _memory.pop(schema_here(), None)


def _read() -> frozenset[date]:
    """Plain SQL: asked again and again, and never more than rules.MOST_CLOSURES days ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM processes_closureday")
        return frozenset(day for (day,) in cursor.fetchall())
