"""Reading a schema as it was at one instant, some hundred rows at a time, in as little memory as those."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel, pq, sql
from psycopg.errors import error_from_result

from tenants.connection import connection
from tenants.moving.shapes import Column, Shape, sequences_of, shapes_of

# Written the same way whatever the server's own habits are.
HABITS = (
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET DateStyle = 'ISO, YMD'; "
    "SET TimeZone = 'UTC'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'; SET extra_float_digits = 1"
)
ENOUGH_AT_ONCE = 256 * 1024
# What stands in a column's place in the SELECT, and which rows leave (None: all).
Said = Callable[[Shape, Column], sql.Composable]
Which = Callable[[Shape], sql.Composable | None]


def as_it_is(shape: Shape, column: Column) -> sql.Composable:
    return sql.Identifier(column.name)


def every_row(shape: Shape) -> sql.Composable | None:
    return None


class SchemaRows:
    """The rows of `schema`, seen from one transaction."""

    def __init__(
        self, conn: "Connection[Any]", schema: str, *, said: Said = as_it_is, which: Which = every_row
    ) -> None:
        self.conn, self.schema, self._said, self._which = conn, schema, said, which
        self.shapes = shapes_of(conn, schema)
        self.sequences = sequences_of(conn, schema)

    def rows(self, table: str, columns: list[str]) -> Iterator[bytes]:
        """CSV (RFC 4180, a header, NULL as nothing and the empty text as `""`), in the order of its key."""
        return map(b"".join, self.portions(table, columns))

    def portions(self, table: str, columns: list[str]) -> "Iterator[list[bytes]]":
        """The same, row by row; the header first."""
        return copied(self.conn, self._statement(self.shapes[table], columns))

    def columns_of(self, table: str) -> list[str] | None:
        return self.shapes[table].names if table in self.shapes else None

    def count_of(self, table: str) -> int | None:
        return None

    def size(self) -> int:
        """Of the tables with their indexes, in bytes."""
        row = self.conn.execute(
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
            "WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            [self.schema],
        ).fetchone()
        return int(row[0]) if row else 0

    def _statement(self, shape: Shape, columns: list[str]) -> sql.Composed:
        wanted = [
            sql.SQL("{} AS {}").format(self._said(shape, shape.column(name)), sql.Identifier(name))
            for name in columns
        ]
        which = self._which(shape)
        return sql.SQL("COPY (SELECT {} FROM {}{}{}) TO STDOUT (FORMAT csv, HEADER true)").format(
            sql.SQL(", ").join(wanted),
            sql.Identifier(self.schema, shape.name),
            sql.SQL(" WHERE {}").format(which) if which is not None else sql.SQL(""),
            _order(shape),
        )


def copied(conn: "Connection[Any]", statement: sql.Composed) -> "Iterator[list[bytes]]":
    """What COPY … TO STDOUT says: a list of rows, then the next. In the transaction that `conn` is in.

    psycopg's own reading costs as much for a row as all the rest that happens to it.
    """
    talk = conn.pgconn
    _refuse(conn, talk.exec_(statement.as_string(conn).encode()), pq.ExecStatus.COPY_OUT)
    rows: list[bytes] = []
    size = 0
    while True:
        length, row = talk.get_copy_data(1)
        if length > 0:
            rows.append(bytes(row))  # what libpq lent is given back at once
            size += length
            if size >= ENOUGH_AT_ONCE:
                yield rows
                rows, size = [], 0
        elif length == 0:
            select([talk.socket], [], [])
            talk.consume_input()
        else:
            break
    if rows:
        yield rows
    while (result := talk.get_result()) is not None:
        _refuse(conn, result, pq.ExecStatus.COMMAND_OK)


def _refuse(conn: "Connection[Any]", result: Any, wanted: pq.ExecStatus) -> None:
    if result.status != wanted:
        raise error_from_result(result, encoding=conn.info.encoding)


def _order(shape: Shape) -> sql.Composable:
    if not shape.key:
        return sql.SQL("")
    by = [
        sql.SQL("{}.{}{}").format(
            sql.Identifier(shape.name),
            sql.Identifier(name),
            # The order of letters is another one on another server.
            sql.SQL(' COLLATE "C"' if shape.column(name).is_text else ""),
        )
        for name in shape.key
    ]
    return sql.SQL(" ORDER BY {}").format(sql.SQL(", ").join(by))


@contextmanager
def snapshot() -> "Iterator[Connection[Any]]":
    """A connection of its own to this deployment's database that sees one instant and writes nothing."""
    with connected(connection.get_connection_params()) as conn:
        conn.isolation_level = IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        yield conn


@contextmanager
def connected(parameters: dict[str, Any]) -> "Iterator[Connection[Any]]":
    """To wherever `parameters` (psycopg's, or only its `conninfo`) lead."""
    plain = {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")}
    conn = psycopg.connect(**plain)
    try:
        conn.execute(HABITS)
        conn.commit()
        yield conn
    finally:
        conn.close()
