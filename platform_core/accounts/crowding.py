"""How many codes are asked for, over all institutions: by one network address, to one recipient, by everybody.

What allauth limits, it limits in each institution by itself. Somebody who goes from city to city, writing to one
person from each, is seen only here. Counted in the public schema's part of the cache; neither an address on the
network nor a recipient is kept, only what is made of them by hashing, for as long as the window lasts.
"""

import hashlib
from dataclasses import dataclass

from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core.cache import cache
from django_tenants.utils import get_public_schema_name, schema_context


@dataclass(frozen=True, slots=True)
class Window:
    """A count that is forgotten so many seconds after it began."""

    name: str
    seconds: int

    def count(self, whose: str, *, one_more: bool) -> int:
        digest = hashlib.sha256(f"{settings.SECRET_KEY}{whose}".encode()).hexdigest()[:32]
        key = f"codes-{self.name}:{digest}"
        with schema_context(get_public_schema_name()):
            if not one_more:
                return int(cache.get(key, 0))
            cache.add(key, 0, timeout=self.seconds)
            try:
                return int(cache.incr(key))
            except ValueError:  # the window closed between the two lines
                return 1


BY_ADDRESS = Window("by", 600)
TO_ONE = Window("to", 3_600)
BY_ALL = Window("all", 60)
EVERYBODY = "everybody"


def is_hot(ip: str) -> bool:
    """Whether a browser has to work for its next code: many were asked for from here, or everywhere."""
    return (
        BY_ADDRESS.count(truncate_ip(ip), one_more=False) >= settings.HOT_CODES_BY_ADDRESS
        or BY_ALL.count(EVERYBODY, one_more=False) >= settings.HOT_CODES_BY_ALL
    )


def takes_one_more(ip: str, to: str) -> bool:
    """Counts a code that is about to go; False where it goes no more. 500 people on one address are below it."""
    by, towards = BY_ADDRESS.count(truncate_ip(ip), one_more=True), TO_ONE.count(to.lower(), one_more=True)
    BY_ALL.count(EVERYBODY, one_more=True)
    return by <= settings.MOST_CODES_BY_ADDRESS and towards <= settings.MOST_CODES_TO_ONE
