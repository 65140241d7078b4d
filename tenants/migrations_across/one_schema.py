"""Bringing the schema at hand to head: all of it, or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.migrations import Migration

from tenants.connection import connection
from tenants.migrations_across.head import Head
from tenants.migrations_across.narrow import NarrowExecutor, Recorder, States

# For one transaction: statements may take long, waiting for a lock may not.
PATIENTLY = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s'"


class NotAtomic(Exception):
    """A migration cannot be part of one transaction. The message names it."""


def refuse_non_atomic(migrations: Iterable[Migration]) -> None:
    """Raises NotAtomic: a schema must never be left half migrated."""
    for migration in migrations:
        if not migration.atomic:
            raise NotAtomic(
                f"{migration} has atomic = False, so a failure would leave schemas half migrated. "
                "Split it into atomic migrations."
            )


def migrate_here(head: Head, states: States | None = None) -> list[str]:
    """Apply what the schema lacks of `head`, in one transaction; returns `app.name` of each.

    `states` remembers, from one schema to the next, what models their histories make. Raises NotAtomic, or whatever a
    migration raises; then nothing has changed.
    """
    applied: list[str] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PATIENTLY)
        Recorder(connection).ensure_schema()
        executor = NarrowExecutor(connection, progress_callback=_settle_constraints, states=states)
        plan = executor.migration_plan(head.targets)
        refuse_non_atomic(migration for migration, _ in plan)
        if plan:
            executor.migrate(list(head.targets), plan)
            applied = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
        else:
            executor.check_replacements()  # a squashed migration whose parts are all there
    return applied


def _settle_constraints(action: str, *_: Any) -> None:
    """Between two migrations: PostgreSQL refuses to alter a table with deferred checks pending."""
    if action == "apply_success":
        sql = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
        with connection.cursor() as cursor:
            cursor.execute(sql)
        if connection.recording is not None:
            connection.recording.append(sql)
