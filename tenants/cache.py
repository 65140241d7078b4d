"""Cache keys that carry their institution, and refuse to exist without one."""

from django.core.exceptions import ImproperlyConfigured

from tenants.connection import connection


def make_key(key: str, key_prefix: str, version: int) -> str:
    """`schema:prefix:version:key`. Raises ImproperlyConfigured while no schema is set."""
    if not connection.schema_name:
        raise ImproperlyConfigured("A cache key was asked for outside any institution.")
    return f"{connection.schema_name}:{key_prefix}:{version}:{key}"
