"""Signed words that open nothing at the neighbour's: the institution's key is part of the salt."""

from typing import Any

from django.core import signing
from django.core.exceptions import ImproperlyConfigured

from tenants.context import here

BadSignature = signing.BadSignature
SignatureExpired = signing.SignatureExpired


def dumps(value: Any, *, salt: str) -> str:
    """Sign `value` (JSON) for the institution at hand. Raises ImproperlyConfigured outside one."""
    return signing.dumps(value, salt=_salt_here(salt))


def loads(token: str, *, salt: str, max_age: int | None = None) -> Any:
    """What `dumps` signed here. Raises BadSignature (of another institution, too), SignatureExpired."""
    return signing.loads(token, salt=_salt_here(salt), max_age=max_age)


def _salt_here(salt: str) -> str:
    institution = here()
    if institution is None or not hasattr(institution, "key"):
        raise ImproperlyConfigured("Something was to be signed outside any institution.")
    return f"madang.{institution.key}.{salt}"
