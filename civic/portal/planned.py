"""Statements of many parts that the database plans once for each connection, instead of on every visit."""

from collections.abc import Mapping, Sequence
from typing import Any

from platform_core.access.place import prepared_cursor


def ask_planned(statement: str, given: Sequence[Any] | Mapping[str, Any]) -> str:
    """The first column of the first row as text, "" without one; one query. `statement` is one of few, and says of
    what type a parameter is where that is not plain: each stays with the connection."""
    with prepared_cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return str(row[0]) if row else ""
