"""Reads about institutions. All of them stand in the public schema while they read."""

import time

from tenants.context import public
from tenants.models import Hostname, Institution

# A suspension made in another process is seen here at most this many seconds later.
HOST_MEMORY_SECONDS = 3
HOST_MEMORY_SIZE = 5000

_remembered: dict[str, tuple[float, "Institution | None"]] = {}


def institution_at(host: str) -> Institution | None:
    """The institution that lives exactly at `host` (lower case, no port), or None.

    Remembered for HOST_MEMORY_SECONDS, unknown hosts too, so that a flood of made-up hosts
    does not become a flood of queries.
    """
    now = time.monotonic()
    known = _remembered.get(host)
    if known and known[0] > now:
        return known[1]
    with public():
        row = Hostname.objects.select_related("tenant").filter(domain=host).first()
    institution = row.tenant if row else None
    if institution is not None and row is not None and row.is_primary:
        institution.primary_host = row.domain
    if len(_remembered) >= HOST_MEMORY_SIZE:
        _remembered.clear()
    _remembered[host] = (now + HOST_MEMORY_SECONDS, institution)
    return institution


def forget_hosts() -> None:
    """Called by whoever changes an institution or a hostname."""
    _remembered.clear()


def primary_host(institution: Institution) -> str:
    with public():
        return Hostname.objects.values_list("domain", flat=True).get(tenant=institution, is_primary=True)


def institution_by_id(pk: int) -> Institution:
    """Raises Institution.DoesNotExist."""
    with public():
        return Institution.objects.get(pk=pk)
