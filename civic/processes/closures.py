"""The institution's own days off: remembered for a moment per institution, never across them.

Whoever promises a date asks afresh; whoever draws a list of twenty dates asks the memory.
"""

from datetime import date

from django.db import connection

from platform_core.access.memory import Memory
from platform_core.access.place import in_public

# A day off added in another process is seen on pages at most this many seconds later.
REMEMBERED_SECONDS = 10

_memory: Memory[frozenset[date]] = Memory(REMEMBERED_SECONDS)


def closures_here(*, fresh: bool = False) -> frozenset[date]:
    """Of the institution at hand; none in the public schema. One small query unless it is remembered."""
    return frozenset() if in_public() else _memory.here(_read, fresh=fresh)


def forget_closures() -> None:
    """Of the institution at hand."""
    _memory.forget_here()


def _read() -> frozenset[date]:
    """Plain SQL: asked again and again, and never more than rules.MOST_CLOSURES days ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM processes_closureday")
        return frozenset(day for (day,) in cursor.fetchall())
