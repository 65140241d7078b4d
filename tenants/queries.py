"""Reads about institutions. All of them stand in the public schema while they read."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from platform_core.access.memory import MOST_SECONDS, last_events
from tenants.connection import connection
from tenants.context import public
from tenants.models import Hostname, Institution

# A suspension made in another process is seen here at most this many seconds later, and half a second more.
HOST_MEMORY_SECONDS = 3
HOST_MEMORY_SIZE = 5000


@dataclass(slots=True)
class Known:
    """Who lived somewhere at `asked`, and the operators' last events then; None if nobody has looked at those yet.

    As long as no more are recorded, nothing about institutions was changed: after `until` one question answers for
    all of hundreds of institutions.
    """

    institution: Institution
    asked: float
    events: int | None
    until: float


_known: dict[str, Known] = {}
# Apart, so that a flood of made-up hosts never pushes a real one out.
_unknown: dict[str, float] = {}


def institution_at(host: str) -> Institution | None:
    """The institution that lives exactly at `host` (lower case, no port), or None.

    Remembered for HOST_MEMORY_SECONDS, unknown hosts too, so that a flood of made-up hosts does not
    become a flood of queries. The instance is shared between requests: read it, never change it.
    """
    now = time.monotonic()
    events = None
    if known := _known.get(host):
        if known.until > now:
            return known.institution
        events = _operators_events(now)
        if known.events == events and known.asked + MOST_SECONDS > now:
            known.until = now + HOST_MEMORY_SECONDS
            return known.institution
    if _unknown.get(host, 0) > now:
        return None
    institution = _find(host)
    if institution is None:
        _known.pop(host, None)
        _remember(_unknown, host, now + HOST_MEMORY_SECONDS)
    else:
        _remember(_known, host, Known(institution, now, events, now + HOST_MEMORY_SECONDS))
    return institution


def _operators_events(now: float) -> int:
    with public():
        return last_events(connection.schema_name, now)


def words_of(institution: Institution, names: Iterable[str]) -> dict[str, Any]:
    """Its tagline and what it says under each of `names`; None where it says nothing in its own words."""
    return {"tagline": institution.tagline} | {name: institution.settings.get(name) for name in names}


def as_it_is_now(institution: Institution) -> Institution:
    """Read again: the instance at hand may be HOST_MEMORY_SECONDS old, and belongs to other requests as well."""
    with public():
        return Institution.objects.get(pk=institution.pk)


def _find(host: str) -> Institution | None:
    """One plain statement: with hundreds of institutions somebody's memory runs out at every other request."""
    with public(), connection.cursor() as cursor:
        cursor.execute(_statement(), [host])
        row = cursor.fetchone()
    if row is None:
        return None
    is_primary, *values = row
    fields = Institution._meta.concrete_fields
    institution = Institution.from_db(
        connection.alias,
        [field.attname for field in fields],
        [_read(field, value) for field, value in zip(fields, values, strict=True)],
    )
    if is_primary:
        institution.primary_host = host
    return institution


@cache
def _statement() -> str:
    columns = ", ".join(
        f"i.{connection.ops.quote_name(field.column)}" for field in Institution._meta.concrete_fields
    )
    return (
        f"SELECT h.is_primary, {columns} FROM {Hostname._meta.db_table} h "  # noqa: S608 - our own names
        f"JOIN {Institution._meta.db_table} i ON i.id = h.tenant_id WHERE h.domain = %s"
    )


def _read(field: Any, value: Any) -> Any:
    return field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value


def _remember(memory: dict[str, Any], host: str, value: Any) -> None:
    if len(memory) >= HOST_MEMORY_SIZE:
        memory.clear()
    memory[host] = value


def forget_hosts() -> None:
    """Called by whoever changes an institution or a hostname."""
    _known.clear()
    _unknown.clear()


def primary_host(institution: Institution) -> str:
    with public():
        return Hostname.objects.values_list("domain", flat=True).get(tenant=institution, is_primary=True)
