"""Spare schemas: made before anybody orders, so that an opening only gives one its name.

A spare is a schema from the blueprint, fingerprint and all, and a row that says from which blueprint. It
belongs to no institution: what walks over institutions (migrations, drift, usage, erasure) never sees it,
and it is never migrated, for a new blueprint takes the rows of the old one's spares with it. A schema that
has lost its row is nobody's, and is dropped by whoever keeps the spares next.
"""

import logging
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now

from tenants.connection import connection
from tenants.context import public, schema
from tenants.models import Blueprint, SpareSchema
from tenants.provisioning.blueprint.fingerprint import fingerprint_here
from tenants.provisioning.blueprint.opening import check_schema_name, drop_schema, make_schema
from tenants.provisioning.blueprint.store import LOCK, is_at_head, wanted_digest

log = logging.getLogger("madang.tenants")
# Held by whoever makes or drops one: two workers neither make twice as many as are wanted nor drop one twice.
KEEPING_LOCK = 4_707_003

# Two openings never wait for the same spare: each takes one that nobody else is about to.
TAKE = """
DELETE FROM tenants_spareschema WHERE id = (
    SELECT s.id FROM tenants_spareschema s JOIN pg_namespace n ON n.nspname = s.name
    WHERE s.blueprint_id = %s ORDER BY s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED
) RETURNING name
"""
RELEASE = """
DELETE FROM tenants_spareschema WHERE id = ANY (ARRAY(
    SELECT id FROM tenants_spareschema ORDER BY id OFFSET %s FOR UPDATE SKIP LOCKED
))
"""
NOBODYS = """
SELECT nspname FROM pg_namespace WHERE nspname ~ '^spare_[0-9a-f]{20}$'
AND nspname NOT IN (SELECT name FROM tenants_spareschema) ORDER BY nspname
"""


@dataclass(frozen=True)
class Kept:
    """What it took to have as many as are wanted."""

    made: int
    dropped: int


def take_spare(name: str) -> bool:
    """Turn a spare into schema `name`, in one transaction; False when there is none at head.

    Its fingerprint is asked for again: a spare that somebody has altered is passed over, and dropped
    by the next keep_spares(). Raises BlueprintError for an unsafe name, ProgrammingError for one in use.
    """
    check_schema_name(name)
    with public(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        blueprint = Blueprint.objects.filter(digest=wanted_digest()).only("fingerprint").first()
        while blueprint is not None and (spare := _take(blueprint)):
            if _is_like(spare, blueprint):
                with connection.cursor() as cursor:
                    cursor.execute(f"ALTER SCHEMA {check_schema_name(spare)} RENAME TO {name}")
                return True
            log.error("Spare schema %s differs from the template; it was not used.", spare)
    return False


def _take(blueprint: Blueprint) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [blueprint.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def _is_like(spare: str, blueprint: Blueprint) -> bool:
    with schema(spare):
        return fingerprint_here() == blueprint.fingerprint


def keep_spares(wanted: int) -> Kept:
    """Drop what is nobody's or too many, and make what is missing; nothing is made while the blueprint is behind.

    Each schema in a transaction of its own, so that being killed costs one at most. A second comer leaves it
    to the first.
    """
    with public():
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [wanted])
        dropped = drop_nobodys()
        made = 0
        while is_at_head() and _make_one(wanted):
            made += 1
    return Kept(made, dropped)


def drop_nobodys() -> int:
    """Drop spares without a row, such as those of an earlier blueprint; returns how many."""
    with public():
        with connection.cursor() as cursor:
            cursor.execute(NOBODYS)
            names = [name for (name,) in cursor.fetchall()]
        return sum(_drop_one(name) for name in names)


@transaction.atomic
def _drop_one(name: str) -> bool:
    if not _is_alone():
        return False
    drop_schema(name)
    return True


@transaction.atomic
def _make_one(wanted: int) -> bool:
    if not _is_alone() or SpareSchema.objects.count() >= wanted:
        return False
    name = f"spare_{uuid4().hex[:20]}"
    blueprint = make_schema(name)
    SpareSchema.objects.create(name=name, blueprint=blueprint, made_at=Now())
    return True


def _is_alone() -> bool:
    """Until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPING_LOCK])
        return bool(cursor.fetchone()[0])
