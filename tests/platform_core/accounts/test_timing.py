"""Nobody learns by the clock who has an account: known and unknown addresses cost the same work.

Small by default: what costs time is counted (passwords hashed, letters written). `TIMING=whole` takes the clock: forty
times each, in turns, with real hashing, and says the medians.
"""

import os
import statistics
import time

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache

from platform_core.outbound.models import OutboundMail
from tests.fixtures.people import PASSWORD, new_citizen

IS_WHOLE = os.environ.get("TIMING") == "whole"
ROUNDS, APART = 40, 0.15
NEW = {"name": "나무", "password1": PASSWORD, "fourteen_or_older": "on", "terms": "on", "privacy": "on"}
PAGES = {
    "/sign-in/": lambda mail: {"login": mail, "password": "wrong guess 1"},
    "/sign-in/letter/": lambda mail: {"email": mail},
    "/sign-up/": lambda mail: {"email": mail, **NEW},
    "/password/reset/": lambda mail: {"email": mail},
}


@pytest.fixture
def hashed(monkeypatch, settings):
    """How often a password was hashed: that is what takes long."""
    times = []
    kind = type(hashers.get_hasher())
    for name in ("encode", "verify"):
        hashes = getattr(kind, name)
        noting = lambda self, *said, hashes=hashes, **more: (times.append(1), hashes(self, *said, **more))[1]  # noqa: E731
        monkeypatch.setattr(kind, name, noting)
    return times


@pytest.mark.parametrize("page", PAGES)
def test_known_and_unknown_addresses_cost_the_same(haneul, visit, hashed, page):
    cache.clear()
    new_citizen(email="known@example.org")
    work = []
    for mail in ("known@example.org", "unknown@example.org"):
        hashed.clear()
        answer = visit(haneul).post(page, PAGES[page](mail))
        work.append((answer.status_code, len(hashed), OutboundMail.objects.filter(to=mail).count()))
    assert work[0] == work[1]


@pytest.mark.skipif(not IS_WHOLE, reason="TIMING=whole takes the clock")
@pytest.mark.parametrize("page", PAGES)
def test_the_clock_does_not_tell_either(haneul, visit, settings, page, capsys):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    took = {"known": [], "unknown": []}
    for number in range(ROUNDS):
        new_citizen(email=f"known{number}@example.org")
        for who in ("known", "unknown") if number % 2 else ("unknown", "known"):
            visitor = visit(haneul)
            cache.clear()
            begun = time.perf_counter()
            visitor.post(page, PAGES[page](f"{who}{number}@example.org"))
            took[who].append(time.perf_counter() - begun)
    known, unknown = (statistics.median(took[who]) * 1000 for who in ("known", "unknown"))
    with capsys.disabled():
        print(f"\n{page}: known {known:.1f} ms, unknown {unknown:.1f} ms")
    assert abs(known - unknown) <= APART * max(known, unknown)
