"""What a deployment locked with its own keys, unlocked for the way and locked again where it arrives.

In the institution's place (institution_context): the keys are bound to the schema.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Any

from psycopg import Connection, sql

from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.mfa import MFAAdapter
from tenants.connection import connection
from tenants.moving.classified import Table, classified
from tenants.moving.shapes import Shape

# Of an authenticator's data.
LOCKED = ("secret", "seed")
AT_ONCE = 1_000


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
    """Put them back into the schema at hand, locked with this deployment's keys; a thousand rows at once."""
    for name, of_table in groupby(lines, key=lambda line: line.get("table", "")):
        table = classified().get(name)
        if table is None or name not in shapes:
            continue
        rows = (line for line in of_table if _fits(line, table, shapes[name]))
        while batch := list(islice(rows, AT_ONCE)):
            _write_batch(table, shapes[name], batch)


def _fits(line: dict[str, Any], table: Table, shape: Shape) -> bool:
    return set(line["values"]) == set(table.secrets) and set(line["key"]) == set(shape.key)


def _write_batch(table: Table, shape: Shape, batch: list[dict[str, Any]]) -> None:
    columns = [*shape.key, *table.secrets]
    values = [[_text(line["key"][name]) for line in batch] for name in shape.key]
    values += [
        [_text(_locked(kind, line["values"][name])) for line in batch] for name, kind in table.secrets.items()
    ]

    def came(name: str) -> sql.Composable:
        return sql.SQL("v.{}::{}").format(sql.Identifier(name), sql.SQL(shape.column(name).type))

    statement = sql.SQL("UPDATE {} t SET {} FROM unnest({}) AS v({}) WHERE {}").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), came(name)) for name in table.secrets
        ),
        sql.SQL(", ").join([sql.SQL("%s::text[]")] * len(columns)),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(" AND ").join(
            sql.SQL("t.{} = {}").format(sql.Identifier(name), came(name)) for name in shape.key
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _locked(kind: str, value: Any) -> Any:
    return _LOCK[kind](value) if value else value


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


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
