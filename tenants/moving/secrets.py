"""What a deployment locked with its own keys, unlocked for the way and locked again where it arrives.

In the institution's place (institution_context): the keys are bound to the schema.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from psycopg import Connection, sql

from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.mfa import MFAAdapter
from tenants.connection import connection
from tenants.moving.classified import classified
from tenants.moving.shapes import Shape

# Of an authenticator's data.
LOCKED = ("secret", "seed")


def read_secrets(conn: "Connection[Any]", schema: str, shapes: dict[str, Shape]) -> Iterator[dict[str, Any]]:
    """Each row with something to seal: {"table", "key", "values"}, unlocked."""
    for name, table in sorted(classified().items()):
        if not table.secrets or not table.is_exported or name not in shapes:
            continue
        key, columns = shapes[name].key, list(table.secrets)
        wanted = sql.SQL(", ").join(map(sql.Identifier, [*key, *columns]))
        statement = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
            wanted, sql.Identifier(schema, name), sql.SQL(", ").join(map(sql.Identifier, key))
        )
        with conn.cursor(name="secrets") as cursor:
            for row in cursor.execute(statement):
                values = dict(zip(columns, row[len(key) :], strict=True))
                yield {
                    "table": name,
                    "key": dict(zip(key, row, strict=False)),
                    "values": {
                        column: _UNLOCK[table.secrets[column]](value) if value else value
                        for column, value in values.items()
                    },
                }


def write_secrets(lines: Iterator[dict[str, Any]], shapes: dict[str, Shape]) -> None:
    """Put them back into the schema at hand, locked with this deployment's keys."""
    for line in lines:
        table = classified().get(line.get("table", ""))
        if (
            table is None
            or not set(line["values"]) <= set(table.secrets)
            or set(line["key"]) != set(shapes[table.name].key)
        ):
            continue
        values = {
            name: _LOCK[table.secrets[name]](value) if value else value
            for name, value in line["values"].items()
        }
        sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values)
        where = sql.SQL(" AND ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in line["key"])
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("UPDATE {} SET {} WHERE {}").format(sql.Identifier(table.name), sets, where),
                [
                    *(json.dumps(one) if isinstance(one, dict | list) else one for one in values.values()),
                    *line["key"].values(),
                ],
            )


def drop_without_secrets() -> None:
    """In the schema at hand: rows that are worth nothing without what was sealed."""
    for name, table in sorted(classified().items()):
        if table.is_dropped_without_secrets:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _unlocked_factor(data: dict[str, Any]) -> dict[str, Any]:
    return _each_locked(data, MFAAdapter().decrypt)


def _locked_factor(data: dict[str, Any]) -> dict[str, Any]:
    return _each_locked(data, MFAAdapter().encrypt)


def _each_locked(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    return {
        name: change(value) if name in LOCKED and isinstance(value, str) else value
        for name, value in data.items()
    }


def _opened(value: str) -> str:
    try:
        return unseal(value)
    except BrokenSeal:
        # Nobody can open it here either.
        return ""


_UNLOCK: dict[str, Callable[[Any], Any]] = {
    "secret": lambda value: value,
    "secret:sealed": _opened,
    "secret:second_factor": _unlocked_factor,
}
_LOCK: dict[str, Callable[[Any], Any]] = {
    "secret": lambda value: value,
    "secret:sealed": seal,
    "secret:second_factor": _locked_factor,
}
