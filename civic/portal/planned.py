"""Statements of many parts that the database plans once for each connection, instead of on every visit.

PostgreSQL plans anew when the path to an institution's tables, or a table, has changed; what it remembers is how
to ask, never what was answered. Connections are held by one process and not shared through a transaction pooler.
"""

from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from tenants.connection import connection

# Of each connection: under which name it knows a statement.
_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_numbers = count(1)


def ask_planned(statement: str, *given: Any) -> str:
    """The first column of the first row as text, "" without one; one query. `statement` has $1, $2 … for what is
    given, and is one of few: each stays with the connection."""
    with connection.cursor() as cursor:
        names = _known.setdefault(connection.connection, {})
        name = names.get(statement)
        execute = f"({', '.join(['%s'] * len(given))})"
        if name is not None:
            cursor.execute(f"EXECUTE {name} {execute}", given)
        else:
            # A name of its own for each attempt: one that failed half-way may have left its name behind.
            name = f"planned_{next(_numbers)}"
            written = statement.replace("%", "%%")
            cursor.execute(f"PREPARE {name} AS {written}; EXECUTE {name} {execute}", given)
            cursor.nextset()
            names[statement] = name
        row = cursor.fetchone()
    return str(row[0]) if row else ""
