"""One institution as it was on an earlier day; nobody else's row is touched.

Its rows come from a database aside, into which deploy/backup/restore-institution or a recovery of the whole cluster has
brought that day. They are loaded into a schema beside the living one, looked at, and change places with it in one
transaction. Killed before that, the living schema is whole; after it, the other one is.
"""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from psycopg import sql

from platform_core.events.actions import record
from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.migrations_across.bring import LOCK as MIGRATING
from tenants.models import Institution
from tenants.moving import events
from tenants.moving.carrying_over import Lived, carry_over
from tenants.moving.files import keep_as
from tenants.moving.loading import load_schema
from tenants.moving.models import KeptSchema
from tenants.moving.refusal import CannotMove
from tenants.moving.snapshot import SchemaRows, connected
from tenants.provisioning.blueprint.opening import drop_schema, schema_exists
from tenants.queries import forget_hosts

KEPT = timedelta(days=30)
# Tables without which nobody could do anything.
NEVER_EMPTY = ("django_migrations", "processes_process")


@dataclass(frozen=True)
class Difference:
    """Rows of a table that day and now."""

    table: str
    then: int
    now: int


@dataclass(frozen=True)
class Restored:
    kept_as: str
    kept_until: datetime
    differences: list[Difference]
    lived: Lived
    files: int


@contextmanager
def _of_that_day(aside: str, institution: Institution) -> Iterator[SchemaRows]:
    """The institution's rows in the database `aside`. Raises CannotMove when they are not there, or somebody else's."""
    try:
        with connected({"conninfo": aside}) as conn:
            name = institution.schema_name
            there = conn.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [name]).fetchone()
            if not there or not there[0]:
                raise CannotMove(f"The schema {name} is not in the database aside.")
            _check_canary(conn, institution)
            conn.rollback()
            conn.read_only = True
            yield SchemaRows(conn, name)
    except OSError as error:
        raise CannotMove(f"The database aside cannot be reached ({error}).") from error


def _check_canary(conn: Any, institution: Institution) -> None:
    """Its key stands beside its schema's name in that day's list of institutions."""
    row = conn.execute("SELECT to_regclass('public.tenants_institution') IS NOT NULL").fetchone()
    if not row[0]:
        raise CannotMove(
            "The database aside has no list of institutions: whose rows these are cannot be checked."
        )
    found = conn.execute(
        "SELECT key FROM public.tenants_institution WHERE schema_name = %s", [institution.schema_name]
    ).fetchone()
    if found is None or str(found[0]) != str(institution.key):
        raise CannotMove("The database aside calls another institution by this schema's name.")


def compare(*, institution: Institution, aside: str) -> list[Difference]:
    """What would come back and what would go, table by table; nothing is changed."""
    with _of_that_day(aside, institution) as source:
        then = {name: _count(source.conn, institution.schema_name, name) for name in source.shapes}
    with public():
        now = {
            name: _count(connection.connection, institution.schema_name, name)
            for name in _tables(institution)
        }
    return [
        Difference(name, then.get(name, 0), now.get(name, 0))
        for name in sorted({*then, *now})
        if then.get(name, 0) != now.get(name, 0)
    ]


def restore(
    *,
    institution: Institution,
    aside: str,
    because: str,
    at: datetime,
    media: Path | None = None,
    by: models.Model | None = None,
) -> Restored:
    """Raises CannotMove, with the living schema as it was."""
    if not because.strip():
        raise CannotMove("Say why: it stands in the institution's history.")
    name, kept = f"restored_{uuid4().hex[:20]}", f"kept_{uuid4().hex[:20]}"
    with public(), _nothing_migrates():
        differences = compare(institution=institution, aside=aside)
        try:
            with _of_that_day(aside, institution) as source:
                migrations = _migrations(source)
                _check_counts(source, institution.schema_name)
                load_schema(name, source, migrations=migrations)
            files = _take_files(institution, media) if media else 0
            with transaction.atomic():
                lived = _change_places(institution, name, kept, at)
                KeptSchema.objects.create(
                    institution=institution, name=kept, because=because, kept_at=at, kept_until=at + KEPT
                )
                record(
                    events.RESTORED,
                    institution,
                    at=at,
                    actor=by,
                    because=because,
                    kept_as=kept,
                    left_again=lived.left_again,
                )
        except BaseException:
            if connection.is_usable() and not connection.needs_rollback:
                drop_schema(name)
            raise
    forget_hosts()
    return Restored(kept, at + KEPT, differences, lived, files)


def drop_unfinished() -> list[str]:
    """Schemas that a killed restore left beside the living ones. Nobody may be restoring meanwhile."""
    with public(), _nothing_migrates(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^restored_[0-9a-f]{20}$' ORDER BY nspname"
        )
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            drop_schema(name)
    return names


def drop_kept(*, at: datetime) -> list[str]:
    """What was set aside and has been kept for long enough; returns the names."""
    with public():
        dropped = []
        for one in KeptSchema.objects.filter(kept_until__lte=at).order_by("pk"):
            with transaction.atomic():
                drop_schema(one.name)
                one.delete()
            dropped.append(one.name)
        return dropped


def forget_kept(institution: Institution) -> None:
    """In the caller's transaction: for whoever removes the institution."""
    for one in KeptSchema.objects.filter(institution=institution).order_by("pk"):
        drop_schema(one.name)


def _change_places(institution: Institution, name: str, kept: str, at: datetime) -> Lived:
    living = institution.schema_name
    is_there = schema_exists(living)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = 0")
        if is_there:
            # Letters and announcements under way are finished first, none begins until the places are changed.
            cursor.execute(
                sql.SQL("LOCK TABLE {}, {} IN EXCLUSIVE MODE").format(
                    sql.Identifier(living, "outbound_outboundmail"), sql.Identifier(living, "events_event")
                )
            )
            cursor.execute(
                sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(living), sql.Identifier(kept))
            )
        cursor.execute(
            sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(living))
        )
    with institution_context(institution):
        return carry_over(kept=kept if is_there else "", at=at)


def _check_counts(source: SchemaRows, schema: str) -> None:
    for name in NEVER_EMPTY:
        if name not in source.shapes or not _count(source.conn, schema, name):
            raise CannotMove(f"That day's {name} is empty: this is not a whole institution.")


def _migrations(source: SchemaRows) -> list[str]:
    statement = sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(source.schema, "django_migrations"))
    return [f"{app}.{name}" for app, name in source.conn.execute(statement)]


def _count(conn: Any, schema: str, table: str) -> int:
    statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    with conn.cursor() as cursor:
        return int(cursor.execute(statement).fetchone()[0])


def _tables(institution: Institution) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [institution.schema_name]
        )
        return [name for (name,) in cursor.fetchall()]


def _take_files(institution: Institution, media: Path) -> int:
    """Those of that day that are gone by now; what is there stays as it is. Files of nobody else are opened."""
    begin, taken = f"{institution.schema_name}/", 0
    with institution_context(institution), tarfile.open(media) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if not member.isreg() or not name.startswith(begin):
                continue
            file = tar.extractfile(member)
            if file is not None:
                taken += keep_as(name.removeprefix(begin), iter(partial(file.read, 1 << 20), b""))
    return taken


@contextmanager
def _nothing_migrates() -> Iterator[None]:
    """No release is brought to the schemas, and nobody else restores, meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
        if not cursor.fetchone()[0]:
            raise CannotMove(
                "Schemas are being migrated or restored at this moment. Try again when that is done."
            )
    try:
        yield
    finally:
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
