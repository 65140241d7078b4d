"""The second schema costs only SQL: what Django sent to the first is sent again to its likes.

Working out a migration's statements takes Django most of a second of CPU and gives the same statements for every
schema with the same history. So they are written down once and sent to each of its likes in one piece, with everything
that is kept about it. The end is checked, not assumed: where a table or function that the statements touched does not
come out as the first one's did, or was there already, nothing of it stays, and the long way is gone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import DatabaseError, OperationalError
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunPython, SeparateDatabaseAndState
from psycopg import sql

from tenants.connection import connection
from tenants.context import schema
from tenants.migrations_across.head import Head
from tenants.migrations_across.narrow import States
from tenants.migrations_across.one_schema import PATIENTLY, migrate_here

# Operations that send the same statements whatever the rows are.
KNOWN_MODULES = ("django.db.migrations.operations.", "django.contrib.postgres.operations")
# Every table of this schema whose structure this transaction has changed, or could have: rows come and go under less.
TOUCHED = """
SELECT DISTINCT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid() AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
  AND c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
FUNCTIONS = """
SELECT p.proname, p.oid::regprocedure::text, md5(pg_get_functiondef(p.oid)) FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind IN ('f', 'p')
"""
ENTER = """
WITH entered AS (
    INSERT INTO django_migrations (app, name, applied)
    SELECT m.app, m.name, now() FROM (VALUES {applied}) AS m (app, name)
    WHERE NOT EXISTS (SELECT FROM django_migrations d WHERE d.app = m.app AND d.name = m.name)
    RETURNING 1
) SELECT count(*) FROM entered
"""
# From here on no table of the schema is named.
LEAVE = "SET LOCAL search_path TO pg_catalog; SET LOCAL plan_cache_mode = force_generic_plan"
SHAPE = "SELECT public.tenants_shape_of({house}, {tables}, {functions})"
# What is written into a schema's record, in its own transaction: made of what was applied.
Then = Callable[[tuple[str, ...]], sql.Composable]


class CameOutDifferent(Exception):
    """Rolls a replay back."""


@dataclass(frozen=True)
class Recording:
    sent: str
    tables: list[str]
    functions: list[str]
    shape: str


class Replayer:
    """One per run: remembers, by what was missing, what was sent."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.recordings: dict[tuple[str, ...], Recording] = {}
        self.migrations = dict(zip(head.names, head.migrations, strict=True))
        self._states: States = {}
        self._working_out = Lock()

    def bring(
        self, house: str, missing: tuple[str, ...], *, then: Then, long_way: bool = False
    ) -> tuple[str, ...]:
        """Bring schema `house`, which lacks `missing`, to head, and do `then`; returns what was applied.

        In the caller's transaction, from the public schema. Raises CameOutDifferent, after which that transaction can
        only be rolled back; asked again for the `long_way`, it will not.
        """
        if not long_way and missing not in self.recordings and self._can_be_replayed(missing):
            # Workers that begin together do not all work out the same: who waits has it sent at once.
            with self._working_out:
                if missing not in self.recordings:
                    return self._bring_and_record(house, missing, then)
        if long_way or missing not in self.recordings:
            with schema(house):
                applied = tuple(migrate_here(self.head, self._states))
            _run(then(applied))
            return applied
        self._replay(self.recordings[missing], house, missing, then)
        return missing

    def _bring_and_record(self, house: str, missing: tuple[str, ...], then: Then) -> tuple[str, ...]:
        sent: list[str] = []
        with schema(house):
            before = set(_rows(FUNCTIONS))
            connection.recording = sent
            try:
                applied = tuple(migrate_here(self.head, self._states))
            finally:
                connection.recording = None
            tables = [name for (name,) in _rows(TOUCHED)]
            functions = sorted({name for name, *_rest in before ^ set(_rows(FUNCTIONS))})
        _run(then(applied))
        if set(applied) == set(missing):
            asked = _shape(house, tables, functions)
            shape = _last(sql.SQL("; ").join([sql.SQL(LEAVE), asked]))[-1]
            self.recordings[missing] = Recording(";\n".join(sent), tables, functions, shape)
            connection.forget_search_path()
        return applied

    def _replay(self, recording: Recording, house: str, missing: tuple[str, ...], then: Then) -> None:
        """One round trip."""
        applied = sql.SQL(", ").join(sql.SQL("({}, {})").format(*name.split(".", 1)) for name in missing)
        parts = [
            sql.SQL(PATIENTLY),
            sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(house)),
            *([sql.SQL(recording.sent)] if recording.sent else []),
            sql.SQL(ENTER).format(applied=applied),
            sql.SQL(LEAVE),
            then(missing),
            _shape(house, recording.tables, recording.functions),
        ]
        try:
            came_out = _last(sql.SQL(";\n").join(parts))
        except OperationalError:
            raise  # a lock not had, a connection lost: nothing is wrong with what was sent
        except DatabaseError as error:
            raise CameOutDifferent from error
        if came_out != [len(missing), recording.shape]:
            raise CameOutDifferent

    def _can_be_replayed(self, missing: Iterable[str]) -> bool:
        return all(_sends_the_same(one) for name in missing for one in self.migrations[name].operations)


def _shape(house: str, tables: list[str], functions: list[str]) -> sql.Composed:
    return sql.SQL(SHAPE).format(
        house=house,
        tables=sql.SQL("{}::text[]").format(tables),
        functions=sql.SQL("{}::text[]").format(functions),
    )


def _run(statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _last(statements: sql.Composable) -> list[Any]:
    """Sends them all; the first value of each of the last two that answer with rows."""
    said: list[Any] = []
    with connection.cursor() as cursor:
        cursor.execute(statements)
        while True:
            if cursor.description is not None:
                row = cursor.fetchone()
                said = [*said[-1:], row[0] if row else None]
            if not cursor.nextset():
                return said


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _sends_the_same(operation: Operation) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_sends_the_same(part) for part in operation.database_operations)
    return not isinstance(operation, RunPython) and type(operation).__module__.startswith(KNOWN_MODULES)
