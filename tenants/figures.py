"""How many requests an institution's API took on a day: counted in the cache, whose keys carry the institution.

The office reads them every hour (billing/metering.py). A cache that is lost loses at most an hour's count, and nobody a
request.
"""

from datetime import date

from django.core.cache import cache

# Longer than any institution's day lasts, wherever it is.
KEPT_SECONDS = 3 * 86_400


def count_api_request(day: date) -> None:
    """On the institution's own day. Never the reason why a request fails."""
    key = _key(day)
    try:
        if not cache.add(key, 1, KEPT_SECONDS):
            cache.incr(key)
    except ValueError:
        # It went away between the two.
        cache.add(key, 1, KEPT_SECONDS)


def api_requests_on(day: date) -> int:
    return int(cache.get(_key(day)) or 0)


def _key(day: date) -> str:
    return f"api-requests-{day.isoformat()}"
