"""What bringing schemas to head will keep waiting, seen rather than guessed: it is done once in an empty likeness.

The likeness has the shape and the history of one schema that is behind, and nobody's rows. What its migrations lock,
rewrite and index there is what they will in each of its likes; how much that is in each is asked of the catalog.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenants.connection import connection
from tenants.context import public, schema
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.one_schema import migrate_here
from tenants.migrations_across.plan import Behind
from tenants.provisioning.blueprint.batch import write_structure

LIKENESS = "rehearsal"
LOCK = 4_707_004
# From what keeps nobody waiting to what keeps everybody: PostgreSQL's names, weakest first.
STRENGTHS = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
WRITERS_WAIT = STRENGTHS.index("ShareLock")
READERS_WAIT = STRENGTHS.index("AccessExclusiveLock")

TABLES = """
SELECT c.relname, c.oid, pg_relation_filenode(c.oid),
       ARRAY(SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indrelid = c.oid ORDER BY 1)
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
ORDER BY c.relname COLLATE "C"
"""
HELD = """
SELECT l.relation, array_agg(DISTINCT l.mode) FROM pg_locks l
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation = ANY(%s)
GROUP BY l.relation
"""
SIZES = """
SELECT c.relname, sum(greatest(c.reltuples, 0))::bigint, sum(pg_total_relation_size(c.oid))::bigint,
       max(pg_total_relation_size(c.oid))::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relname = ANY(%s) AND c.relkind = 'r'
GROUP BY c.relname
"""


class AlreadyRehearsing(Exception):
    """There is one likeness, and somebody else is using it."""


@dataclass(frozen=True)
class Wait:
    """One table that was there before. Rows are as many as PostgreSQL last estimated; bytes include indexes."""

    table: str
    lock: str
    is_rewritten: bool
    new_indexes: tuple[str, ...]
    rows: int = 0
    bytes: int = 0
    largest: int = 0

    @property
    def who(self) -> str:
        strength = STRENGTHS.index(self.lock)
        if strength >= READERS_WAIT:
            return "nobody reads or writes it meanwhile"
        return "nobody writes to it meanwhile" if strength >= WRITERS_WAIT else "nobody waits"

    def told(self) -> str:
        work = ["it is written anew"] if self.is_rewritten else []
        work += [f"index {name} is built" for name in self.new_indexes]
        size = f"{self.rows:,} rows, {_size(self.bytes)} in all, {_size(self.largest)} in the largest"
        return f"  {self.table}: {'; '.join([self.who, *work])} ({self.lock}; {size})"


@dataclass(frozen=True)
class Rehearsal:
    """All that lack the same migrations."""

    missing: tuple[str, ...]
    institutions: int
    seconds: float
    waits: tuple[Wait, ...]

    def told(self, parallel: int) -> Iterator[str]:
        """In plain words, a line at a time."""
        yield f"{self.institutions} institutions lack {', '.join(self.missing)}"
        total = self.seconds * self.institutions / max(1, parallel)
        yield (
            f"  {self.seconds * 1000:,.0f} ms in an empty one by itself; at most about {total:,.0f} s for all of them, "
            f"{parallel} at a time (the second and later ones cost only SQL)"
        )
        yield from (wait.told() for wait in self.waits)
        if not self.waits:
            yield "  No table that is there already is locked: nobody waits."


def rehearse(behind: Sequence[Behind]) -> list[Rehearsal]:
    """One rehearsal for each set of missing migrations; nothing that anybody uses is locked or changed.

    Raises what a migration raises, and AlreadyRehearsing when somebody else rehearses at this moment.
    """
    by_missing: dict[tuple[str, ...], list[Behind]] = {}
    for one in behind:
        by_missing.setdefault(one.missing, []).append(one)
    return [_rehearse(ones) for _missing, ones in sorted(by_missing.items())]


def _rehearse(ones: list[Behind]) -> Rehearsal:
    names = [one.institution.schema_name for one in ones]
    with _likeness_of(names[0]), schema(LIKENESS):
        seconds, waits = _try_out()
    sizes = _sizes(names, [wait.table for wait in waits])
    sized = [Wait(**{**vars(wait), **sizes.get(wait.table, {})}) for wait in waits]
    return Rehearsal(ones[0].missing, len(ones), seconds, tuple(sized))


@contextmanager
def _likeness_of(name: str) -> Iterator[None]:
    with public():
        if not _rows("SELECT pg_try_advisory_lock(%s)", LOCK)[0][0]:
            raise AlreadyRehearsing("Somebody else rehearses at this moment.")
        try:
            with schema(name):
                structure = write_structure()
                history = _rows("SELECT app, name FROM django_migrations ORDER BY id")
            _drop()
            with transaction.atomic():
                _run(f"SET LOCAL statement_timeout = 0; CREATE SCHEMA {LIKENESS}")
                with schema(LIKENESS), connection.cursor() as cursor:
                    cursor.execute(structure)
                    insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
                    cursor.executemany(insert, history)
            yield
        finally:
            if not connection.needs_rollback:
                _drop()
                _rows("SELECT pg_advisory_unlock(%s)", LOCK)


def _try_out() -> tuple[float, list[Wait]]:
    """Migrate the schema at hand, look at what that holds, and take it back."""
    with transaction.atomic():
        before = {oid: (name, file, set(indexes)) for name, oid, file, indexes in _rows(TABLES)}
        began = time.perf_counter()
        migrate_here(institution_head())
        seconds = time.perf_counter() - began
        held = dict(_rows(HELD, list(before)))
        after = {oid: (file, indexes) for _name, oid, file, indexes in _rows(TABLES)}
        transaction.set_rollback(True)
    waits = []
    for oid, (name, file, indexes) in before.items():
        lock = max(held.get(oid, ["AccessShareLock"]), key=STRENGTHS.index)
        now_file, now_indexes = after.get(oid, (None, []))
        wait = Wait(name, lock, now_file != file, tuple(one for one in now_indexes if one not in indexes))
        if STRENGTHS.index(lock) >= WRITERS_WAIT:
            waits.append(wait)
    return seconds, waits


def _sizes(schemas: list[str], tables: list[str]) -> dict[str, dict[str, int]]:
    found = _rows(SIZES, schemas, tables)
    return {name: {"rows": rows, "bytes": size, "largest": largest} for name, rows, size, largest in found}


def _drop() -> None:
    _run(f"DROP SCHEMA IF EXISTS {LIKENESS} CASCADE")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall()


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            break
        size /= 1024
    return f"{size:,.0f} {unit}"
