"""Secrets that an institution entrusts to us, sealed before they reach the database: keys, passwords of services.

The key comes from settings.SEALING_KEYS (the first seals, all of them open), or from SECRET_KEY where none is set.
What one institution sealed cannot be opened in another's schema.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from platform_core.access.place import schema_here


class BrokenSeal(ValueError):
    """Sealed elsewhere, with a key that is gone, or changed since."""


def seal(secret: str) -> str:
    return _keys().encrypt(f"{schema_here()}\n{secret}".encode()).decode()


def unseal(sealed: str) -> str:
    """Raises BrokenSeal."""
    try:
        place, _newline, secret = _keys().decrypt(sealed.encode()).decode().partition("\n")
    except (InvalidToken, UnicodeDecodeError) as broken:
        raise BrokenSeal("This was sealed with another key.") from broken
    if place != schema_here():
        raise BrokenSeal("This was sealed in another place.")
    return secret


def sealing_key() -> Fernet:
    """The newest alone: what it opens need not be sealed again."""
    return _key((settings.SEALING_KEYS or [settings.SECRET_KEY])[0])


@cache
def _keys() -> MultiFernet:
    return MultiFernet([_key(source) for source in settings.SEALING_KEYS or [settings.SECRET_KEY]])


def _key(source: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"madang.sealing").derive(source.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def forget_keys() -> None:
    """For tests that change them."""
    _keys.cache_clear()
