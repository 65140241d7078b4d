"""Keeping the blueprint: built once per release, refused when it is behind the code."""

import hashlib

from django.db import transaction
from django.utils import timezone

from tenants.connection import connection
from tenants.context import public, schema
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.one_schema import migrate_here
from tenants.models import Blueprint
from tenants.provisioning.blueprint.batch import write_batch
from tenants.provisioning.blueprint.catalog import BlueprintError
from tenants.provisioning.blueprint.fingerprint import fingerprint_here

TEMPLATE = "blueprint"
# Change it when the batch is written differently from the same template.
FORMAT = 2
# Held shared by an opening, alone by a rebuild: no schema is made from a blueprint that is being replaced.
LOCK = 4_707_001


def wanted_digest() -> str:
    """Identifies the code's migrations, this writer's format and PostgreSQL's way of writing definitions."""
    parts = f"{institution_head().digest} {FORMAT} {connection.pg_version // 10_000}"
    return hashlib.sha256(parts.encode()).hexdigest()


def current_blueprint() -> Blueprint:
    """The blueprint at the code's head, built now if need be.

    Raises BlueprintError when this process runs older code than the database, or building fails.
    """
    with public():
        kept = Blueprint.objects.first()
    if kept is not None and kept.digest == wanted_digest():
        return kept
    if kept is not None and set(kept.migrations) > set(institution_head().names):
        raise BlueprintError(
            "The database has been brought further than this process's code. Restart it on the current release."
        )
    return build_blueprint()


def is_at_head() -> bool:
    with public():
        return Blueprint.objects.filter(digest=wanted_digest()).exists()


def build_blueprint() -> Blueprint:
    """Migrate a fresh template to head and keep its batch, in one transaction. Raises BlueprintError."""
    with public(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # Somebody else may have built it while this one waited.
        if kept := Blueprint.objects.filter(digest=wanted_digest()).first():
            return kept
        try:
            sql, fingerprint = _draw()
        except BlueprintError:
            raise
        except Exception as error:
            raise BlueprintError(f"The template could not be brought to head: {error}") from error
        Blueprint.objects.all().delete()
        return Blueprint.objects.create(
            digest=wanted_digest(),
            migrations=list(institution_head().names),
            sql=sql,
            fingerprint=fingerprint,
            built_at=timezone.now(),
        )


def _draw() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE} CASCADE; CREATE SCHEMA {TEMPLATE}")
    with schema(TEMPLATE):
        migrate_here(institution_head())
        sql, fingerprint = write_batch(), fingerprint_here()
    if TEMPLATE + "." in sql:
        raise BlueprintError(f"The batch still names the schema {TEMPLATE}: {_around(sql)}")
    return sql, fingerprint


def _around(sql: str) -> str:
    place = sql.index(TEMPLATE + ".")
    return sql[max(0, place - 80) : place + 80]
