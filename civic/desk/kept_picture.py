"""A picture that was chosen in a form that is not complete yet, kept for its sender while the form is mended."""

from uuid import UUID, uuid4

from django.core.cache import cache

from platform_core.files.taking import TakenIn
from tenants.connection import connection

KEPT_SECONDS = 60 * 60


def keep_picture(person: int, taken: TakenIn) -> str:
    """Under a key that nobody guesses; for this person alone, for an hour."""
    key = uuid4().hex
    cache.set(_place(person, key), taken, KEPT_SECONDS)
    return key


def kept_picture(person: int, key: str) -> TakenIn | None:
    """None for what is not a key, or was kept for somebody else, or too long ago."""
    try:
        place = _place(person, UUID(hex=key).hex)
    except ValueError:
        return None
    found: TakenIn | None = cache.get(place)
    return found


def _place(person: int, key: str) -> str:
    return f"kept-picture:{connection.schema_name}:{person}:{key}"
