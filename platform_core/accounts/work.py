"""A little work for a browser before a code is sent, asked only when it is hot (crowding.py).

With script it is done unseen while somebody types (ALTCHA, PBKDF2: about a second). Without script nobody is shut
out: a ticket in the page ripens in three quarters of a minute, which most people need for typing anyway. Each piece
of work and each ticket is good once, for half an hour, in one institution.
"""

import json
import secrets
import time
from dataclasses import dataclass

from altcha.v2 import Payload, create_challenge, verify_solution
from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from platform_core.access.place import schema_here

GOOD_FOR = 30 * 60
RIPE_AFTER = 45
ALGORITHM, COST = "PBKDF2/SHA-256", 1_000
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Work:
    """Context of account/parts/work.html."""

    challenge: str
    ticket: str


def new_work() -> Work:
    challenge = create_challenge(
        ALGORITHM, COST, expires_at=int(time.time()) + GOOD_FOR, hmac_secret=_secret()
    )
    return Work(
        json.dumps(challenge.to_dict()), _signer().sign_object([time.time(), secrets.token_urlsafe(12)])
    )


def is_done(payload: str) -> bool:
    """Solved, ours, in time, and not brought before."""
    if not payload or len(payload) > LONGEST:
        return False
    if not verify_solution(payload, _secret()).verified:
        return False
    # The question, not the answer: the same answer can be written down in many ways.
    return _first_time(str(Payload.from_base64(payload).challenge.signature))


def seconds_to_wait(ticket: str) -> int | None:
    """Until this ticket is ripe; 0 when it is, and it is used up by that. None for one that is no good."""
    if len(ticket) > LONGEST:
        return None
    try:
        given_at, _once = _signer().unsign_object(ticket)
    except (BadSignature, ValueError, TypeError):
        return None
    age = time.time() - given_at
    if age > GOOD_FOR:
        return None
    if age < RIPE_AFTER:
        return int(RIPE_AFTER - age) + 1
    return 0 if _first_time(ticket) else None


def _first_time(said: str) -> bool:
    name = salted_hmac("madang.work.seen", said, algorithm="sha256").hexdigest()
    return bool(cache.add(f"work:{name}", "seen", timeout=GOOD_FOR))


def _signer() -> Signer:
    return Signer(salt=f"madang.work.{schema_here()}")


def _secret() -> str:
    return salted_hmac(
        "madang.work", schema_here(), secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
