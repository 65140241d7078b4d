"""Cache keys that carry their institution, and refuse to exist without one."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from tenants.connection import connection


def make_key(key: str, key_prefix: str, version: int) -> str:
    """`schema:prefix:version:key`. Raises ImproperlyConfigured while no schema is set."""
    if not connection.schema_name:
        raise ImproperlyConfigured("A cache key was asked for outside any institution.")
    return f"{connection.schema_name}:{key_prefix}:{version}:{key}"


def keys_of(schema: str) -> list[str]:
    """Every key that belongs to the institution of that schema."""
    found: Any = cache
    if hasattr(found, "_cache") and isinstance(found._cache, dict):
        return sorted(key for key in found._cache if key.startswith(f"{schema}:"))
    client = found._cache.get_client(None, write=True)
    return sorted(key.decode() for key in client.scan_iter(match=f"{schema}:*", count=1_000))


def forget_all_of(schema: str) -> int:
    """Take everything of that institution out of the cache; how many keys there were."""
    found: Any = cache
    keys = keys_of(schema)
    if hasattr(found, "_cache") and isinstance(found._cache, dict):
        for key in keys:
            found._cache.pop(key, None)
            found._expire_info.pop(key, None)
    elif keys:
        found._cache.get_client(None, write=True).delete(*keys)
    return len(keys)
