"""Rows that stand in an order somebody chose: each has a `position`."""

from collections.abc import Iterable
from typing import Any


def move_in(rows: Iterable[Any], one: Any, *, up: bool) -> bool:
    """Change places with the one before, or behind; `rows` are all of them, in their order and held.

    False at the end of the row.
    """
    row = list(rows)
    here = next(place for place, other in enumerate(row) if other.pk == one.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return False
    row[here], row[there] = row[there], row[here]
    for place, other in enumerate(row):
        other.position = place
    type(row[0]).objects.bulk_update(row, ["position"])
    return True
