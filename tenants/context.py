"""Saying whose house you are in.

`institution_context(institution)` and `public()` are context managers only: as decorators, or
as django-tenants' `with institution:`, they hand one thread's institution to another.

A queryset belongs to the place where it is *evaluated*: one built in A and first looped over in B
reads B. Evaluate (list, get, count) before leaving. An instance, by contrast, belongs to where it
was made: tenants/guard.py refuses to save it elsewhere. A new thread stands in the public schema.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django_tenants.utils import get_public_schema_name

from tenants.connection import connection

if TYPE_CHECKING:
    from tenants.models import Institution


@contextmanager
def institution_context(institution: "Institution") -> Iterator[None]:
    """Run the block inside `institution`'s schema, then return to where we were."""
    before = connection.tenant
    connection.set_tenant(institution)
    try:
        yield
    finally:
        connection.set_tenant(before)


@contextmanager
def public() -> Iterator[None]:
    """Run the block in the public schema: for reading what every institution shares."""
    before = connection.tenant
    if not in_public():
        connection.set_schema_to_public()
    try:
        yield
    finally:
        if connection.tenant is not before:
            connection.set_tenant(before)


@contextmanager
def schema(name: str) -> Iterator[None]:
    """Run the block in a schema that is no institution's: the template, or one being made or migrated."""
    before = connection.tenant
    connection.set_schema(name)
    try:
        yield
    finally:
        connection.set_tenant(before)


def here() -> "Institution | None":
    """The institution this connection stands in, or None in the public schema."""
    return None if in_public() else connection.tenant


def in_public() -> bool:
    return connection.schema_name == get_public_schema_name()
