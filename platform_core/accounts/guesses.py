"""Guessing spread thinly over many institutions is still guessing: one count per address for all.

allauth limits log-ins inside each institution; this counts only failures, in the public schema's part
of the cache, so that five hundred citizens behind one mobile carrier's address do not shut each other out.
"""

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass

from allauth.core.internal.ratelimit import truncate_ip
from django.core.cache import cache
from django_tenants.utils import get_public_schema_name, schema_context


@dataclass
class Guesses:
    """Failures from one network address (of IPv6, its network), `most` of them `within` seconds."""

    name: str
    most: int
    within: int

    def seconds_to_wait(self, ip: str) -> int:
        """Until this address may try again; 0 when it may now."""
        with schema_context(get_public_schema_name()):
            failures, until = cache.get(self._key(ip), 0), cache.get(self._key(ip, "until"), 0)
        # The count may live a moment longer than its end: what is over is over by one clock, that of the end.
        left = until - time.time()
        return int(left) + 1 if int(failures) >= self.most and left > 0 else 0

    def count_failure(self, ip: str) -> None:
        """The window begins with the first failure and is not prolonged by later ones."""
        key = self._key(ip)
        with schema_context(get_public_schema_name()):
            if cache.add(key, 0, timeout=self.within):
                cache.set(self._key(ip, "until"), time.time() + self.within, timeout=self.within)
            with suppress(ValueError):  # the window closed between the two lines
                cache.incr(key)

    def _key(self, ip: str, what: str = "failures") -> str:
        return f"{self.name}-{what}:{hashlib.sha256(truncate_ip(ip).encode()).hexdigest()[:32]}"


PASSWORDS = Guesses("password", most=100, within=600)
# Keys of 40 random characters are not found by trying; what is stopped here is the work of looking them up,
# and a program that goes on with a token which has long been revoked.
TOKENS = Guesses("token", most=60, within=300)
