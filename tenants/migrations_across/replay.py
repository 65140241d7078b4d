"""The second schema costs only SQL: what Django sent to the first is sent again to its likes.

Working out a migration's statements takes Django most of a second of CPU and gives the same
statements for every schema with the same history. The end is checked, not assumed: where a table that the statements
touched does not come out with the first one's fingerprint, the schema is rolled back and migrated the long way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunPython, SeparateDatabaseAndState

from tenants.connection import connection
from tenants.migrations_across.head import Head
from tenants.migrations_across.one_schema import be_patient, migrate_here
from tenants.provisioning.blueprint.fingerprint import fingerprint_of

# Operations that send the same statements whatever the rows are.
KNOWN_MODULES = ("django.db.migrations.operations.", "django.contrib.postgres.operations")
# Every table of this schema that this transaction has changed, or could have.
TOUCHED = """
SELECT DISTINCT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid() AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
  AND c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
INSERT = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"


@dataclass(frozen=True)
class Recording:
    sql: str
    touched: tuple[str, ...]
    fingerprint: str


class _CameOutDifferent(Exception):
    """Rolls a replay back."""


class Replayer:
    """One per run: remembers, by what was missing, what was sent."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.recordings: dict[tuple[str, ...], Recording] = {}
        self.migrations = dict(zip(head.names, head.migrations, strict=True))

    def bring_here(self) -> list[str]:
        """Bring the schema at hand to head, in one transaction; returns what was applied."""
        missing = self._missing()
        recording = self.recordings.get(missing)
        if recording is not None and _replay(recording, missing):
            return list(missing)
        if not _can_be_replayed(self.migrations[name] for name in missing):
            return migrate_here(self.head)
        with transaction.atomic():
            sent: list[str] = []
            connection.recording = sent
            try:
                applied = migrate_here(self.head)
            finally:
                connection.recording = None
            touched = tuple(name for (name,) in _rows(TOUCHED))
            self.recordings[missing] = Recording(";\n".join(sent), touched, fingerprint_of(touched))
        return applied

    def _missing(self) -> tuple[str, ...]:
        if not _rows("SELECT to_regclass('django_migrations') IS NOT NULL")[0][0]:
            return self.head.names
        applied = {f"{label}.{name}" for label, name in _rows("SELECT app, name FROM django_migrations")}
        return tuple(name for name in self.head.names if name not in applied)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _replay(recording: Recording, missing: tuple[str, ...]) -> bool:
    try:
        with transaction.atomic():
            be_patient()
            with connection.cursor() as cursor:
                if recording.sql:
                    cursor.execute(recording.sql)
                cursor.executemany(INSERT, [name.split(".", 1) for name in missing])
            if fingerprint_of(recording.touched) != recording.fingerprint:
                raise _CameOutDifferent
    except (_CameOutDifferent, DatabaseError) as error:
        if _is_about_locks(error):
            raise
        return False
    return True


def _is_about_locks(error: Exception) -> bool:
    return type(error.__cause__).__name__ in ("LockNotAvailable", "DeadlockDetected")


def _can_be_replayed(migrations: Iterable[Migration]) -> bool:
    return all(_sends_the_same(operation) for migration in migrations for operation in migration.operations)


def _sends_the_same(operation: Operation) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_sends_the_same(part) for part in operation.database_operations)
    return not isinstance(operation, RunPython) and type(operation).__module__.startswith(KNOWN_MODULES)
