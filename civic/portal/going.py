"""Going to a service and coming back: what has to be remembered in between, in the visitor's own session.

An attempt is known in one session of one institution, once, for a quarter of an hour. Whoever brings back another's
is somebody we know nothing of.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from civic.identity.models import Provider
from civic.identity.oidc import Attempt

SECONDS = 15 * 60
MOST_AT_ONCE = 5
_SHELF, _PENDING = "going", "joining"

SIGN_IN, LINK, CHECK, GUARD = "sign_in", "link", "check", "guard"


@dataclass(frozen=True, slots=True)
class Going:
    """`to`: the page somebody came for. `user`: who went, for what only that person may finish."""

    provider: int
    intent: str
    nonce: str
    verifier: str
    to: str
    at: float
    user: int | None = None

    def attempt(self, state: str) -> Attempt:
        return Attempt(state, self.nonce, self.verifier)


def note(request: HttpRequest, provider: Provider, attempt: Attempt, *, intent: str, to: str) -> None:
    user = request.user.pk if request.user.is_authenticated and intent not in (SIGN_IN, GUARD) else None
    going = Going(provider.pk, intent, attempt.nonce, attempt.verifier, to, time.time(), user)
    shelf: dict[str, Any] = dict(request.session.get(_SHELF, {}))
    newest = sorted(shelf, key=lambda state: shelf[state]["at"])[-(MOST_AT_ONCE - 1) :]
    request.session[_SHELF] = {state: shelf[state] for state in newest} | {attempt.state: asdict(going)}


def take(request: HttpRequest, state: str) -> Going | None:
    """Once. None for an attempt that is over, was never ours, or was somebody else's."""
    shelf: dict[str, Any] = dict(request.session.get(_SHELF, {}))
    found = shelf.pop(state, None)
    if found is None:
        return None
    request.session[_SHELF] = shelf
    going = Going(**found)
    if time.time() - going.at > SECONDS:
        return None
    return None if going.user is not None and going.user != request.user.pk else going


def back_address(request: HttpRequest) -> str:
    """Where services send people back to: one for all of them, at the address that was asked for."""
    return request.build_absolute_uri(reverse("portal:way_back"))


# --- Somebody a service vouches for, who has no account here yet -----------------------------------------------


def hold_pending(request: HttpRequest, *, provider: Provider, said: dict[str, Any], to: str) -> None:
    request.session[_PENDING] = {"provider": provider.pk, "at": time.time(), "to": to, **said}


def pending(request: HttpRequest) -> dict[str, Any] | None:
    held: dict[str, Any] | None = request.session.get(_PENDING)
    return held if held is not None and time.time() - held["at"] <= SECONDS * 2 else None


def forget_pending(request: HttpRequest) -> None:
    request.session.pop(_PENDING, None)


# --- What only a press on our own page may begin ---------------------------------------------------------------


def press_token(request: HttpRequest) -> str:
    """In the address of a link that changes something once somebody comes back: no other site can know it.

    A form would be led to the service after being sent, which the page's own policy forbids.
    """
    said = f"{request.user.pk} {request.session.session_key}"
    return salted_hmac("madang.going", said, algorithm="sha256").hexdigest()[:32]


def was_pressed(request: HttpRequest) -> bool:
    return constant_time_compare(request.GET.get("press", ""), press_token(request))
