"""The server's peppers, as this room uses them: what is stored says nothing to whoever has only the database."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings
from django.utils.encoding import force_bytes

from tenants.connection import connection


def keys_under_each(said: str, *, purpose: str) -> dict[int, str]:
    """HMAC of `said` by the pepper's number, the newest last. Another institution's and another purpose's are others.

    Numbers below 1 are made of SECRET_KEY and those before it, for houses that have set no CONTACT_PEPPERS.
    """
    text = f"{connection.schema_name}\n{purpose}\n{said}".encode()
    return {number: hmac.new(pepper, text, sha256).hexdigest() for number, pepper in _peppers().items()}


def newest_key(said: str, *, purpose: str) -> str:
    keys = keys_under_each(said, purpose=purpose)
    return keys[max(keys)]


def _peppers() -> Mapping[int, bytes]:
    secrets: list[str | bytes] = [*reversed(settings.SECRET_KEY_FALLBACKS), settings.SECRET_KEY]
    found = {number - len(secrets) + 1: force_bytes(secret) for number, secret in enumerate(secrets)}
    found |= {number: secret.encode() for number, secret in settings.CONTACT_PEPPERS.items()}
    # A key of its own: the same pepper recognises people on paper, by other things.
    derived = {n: hmac.new(b"madang.identity", pepper, sha256).digest() for n, pepper in found.items()}
    return dict(sorted(derived.items()))
