"""Making a schema from the blueprint."""

import re

from django.db import transaction

from tenants.connection import connection
from tenants.context import public, schema
from tenants.models import Blueprint
from tenants.provisioning.blueprint.catalog import BlueprintError
from tenants.provisioning.blueprint.fingerprint import fingerprint_here
from tenants.provisioning.blueprint.store import LOCK, current_blueprint

SCHEMA_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
RESERVED_SCHEMAS = {"public", "blueprint", "information_schema"}


def check_schema_name(name: str) -> str:
    """`name` itself. Raises BlueprintError unless it is safe to stand in SQL as it is."""
    if not SCHEMA_NAME.fullmatch(name) or name.startswith("pg_") or name in RESERVED_SCHEMAS:
        raise BlueprintError(f"{name!r} cannot be an institution's schema.")
    return name


def schema_exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [name])
        return bool(cursor.fetchone()[0])


def make_schema(name: str) -> Blueprint:
    """Create schema `name` at head, in one transaction, check that it is like the template, return the blueprint.

    Raises BlueprintError (nothing is left behind), or ProgrammingError when the schema exists.
    """
    check_schema_name(name)
    blueprint = current_blueprint()
    with public(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
            if not Blueprint.objects.filter(pk=blueprint.pk).exists():
                raise BlueprintError("The blueprint was replaced at this very moment. Resume the opening.")
            cursor.execute(f"CREATE SCHEMA {name}")
        with schema(name):
            with connection.cursor() as cursor:
                cursor.execute(blueprint.sql)
            if fingerprint_here() != blueprint.fingerprint:
                raise BlueprintError(f"Schema {name} came out different from the template; it was not kept.")
    return blueprint


def drop_schema(name: str) -> None:
    """Drop schema `name` and all in it, if it exists."""
    check_schema_name(name)
    with public(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
