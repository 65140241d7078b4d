"""Password guessing spread thinly over many institutions is still guessing: one count per address for all.

allauth limits log-ins inside each institution; this counts only failures, in the public schema's part
of the cache, so that five hundred citizens behind one mobile carrier's address do not shut each other out.
"""

import hashlib
from contextlib import suppress

from django.core.cache import cache
from django_tenants.utils import get_public_schema_name, schema_context

MOST_FAILURES = 100
WITHIN_SECONDS = 600


def too_many_failures(ip: str) -> bool:
    with schema_context(get_public_schema_name()):
        return int(cache.get(_key(ip), 0)) >= MOST_FAILURES


def count_failure(ip: str) -> None:
    """The window begins with the first failure and is not prolonged by later ones."""
    with schema_context(get_public_schema_name()):
        cache.add(_key(ip), 0, timeout=WITHIN_SECONDS)
        with suppress(ValueError):  # the window closed between the two lines
            cache.incr(_key(ip))


def _key(ip: str) -> str:
    return f"password-failures:{hashlib.sha256(ip.encode()).hexdigest()[:32]}"
