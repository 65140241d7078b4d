"""How people are reached, sealed at rest: telephones, addresses, what was typed from paper.

AES-SIV (RFC 5297) with a key of the ring in settings.SEALING_KEYS (the first seals, all of them open; SECRET_KEY where
none is set), bound to the schema: what is read in another institution's stays closed. The same words give the same seal
under the same key, so that a row can still be found by them and a database still refuses a second one; it tells whoever
has no key that two rows of one institution hold the same, and their length, and nothing else.

    sealed1:<which key, 8 hex>:<seal, hex>

What was written before sealing stands there as it is, is read as it is, and is sealed by `manage.py seal_contacts`.
"""

import hashlib
import re
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from platform_core.access.place import schema_here
from platform_core.access.sealing import BrokenSeal

PREFIX = "sealed1:"
SEALED = re.compile(r"sealed1:([0-9a-f]{8}):((?:[0-9a-f]{2}){17,})")


def seal_contact(words: str) -> str:
    """With the newest key."""
    number = newest()
    return _sealed(number, words)


def every_seal_of(words: str) -> list[str]:
    """As it stands in a row, whichever key of the ring it was sealed with."""
    return [_sealed(number, words) for number in _ring()]


def is_sealed(stored: str) -> bool:
    return SEALED.fullmatch(stored) is not None


def open_contact(stored: str, *, place: str = "") -> str:
    """The words; what was never sealed comes back as it is. `place`: the schema, where it is not the one at hand.

    Raises BrokenSeal where the key is gone or it was sealed elsewhere.
    """
    found = SEALED.fullmatch(stored)
    if found is None:
        return stored
    key = _ring().get(found[1])
    if key is None:
        raise BrokenSeal(f"Sealed with the key {found[1]}, which is not in SEALING_KEYS.")
    try:
        return key.decrypt(bytes.fromhex(found[2]), [_bound_to(place)]).decode()
    except (InvalidTag, UnicodeDecodeError) as broken:
        raise BrokenSeal("This was sealed in another place, or changed since.") from broken


def newest() -> str:
    """Which key seals now, as it stands in seals."""
    return next(iter(_ring()))


def forget_ring() -> None:
    """For tests that change the keys."""
    _ring.cache_clear()


def _sealed(number: str, words: str) -> str:
    return f"{PREFIX}{number}:{_ring()[number].encrypt(words.encode(), [_bound_to('')]).hex()}"


def _bound_to(place: str) -> bytes:
    return f"madang.contact\n{place or schema_here()}".encode()


@cache
def _ring() -> dict[str, AESSIV]:
    """By a number that says which it is and nothing about it; the newest first."""
    return dict(_key(source) for source in settings.SEALING_KEYS or [settings.SECRET_KEY])


def _key(source: str) -> tuple[str, AESSIV]:
    derived = HKDF(SHA256(), 64, salt=None, info=b"madang.contacts").derive(source.encode())
    return hashlib.sha256(b"madang.contacts.number\n" + derived).hexdigest()[:8], AESSIV(derived)
