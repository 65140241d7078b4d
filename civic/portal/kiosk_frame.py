"""Around every page of a kiosk: whose device it is, what it may keep (nothing), and when it starts anew.

A kiosk's pages are a stranger's: they never ask who is signed in, and end a session somebody left on the
device. What they know of a person lies in one row behind an address that ends with the visit.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from civic.paper.kiosks import device_with
from civic.paper.models import KioskDevice
from civic.paper.visits import visits_at
from platform_core.ui.display import MODE_COOKIE, MODES, Display
from tenants.connection import connection

COOKIE = f"{'__Secure-' if settings.SECURE_COOKIES else ''}kiosk"
PATH = "/kiosk/"
COOKIE_AGE = 60 * 60 * 24 * 365
# Until a page with something typed on it goes back to the beginning: without script, and with it. Seconds.
QUIET_SECONDS, IDLE_SECONDS, WARN_SECONDS, DONE_SECONDS = 300, 90, 30, 20


def kiosk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, device, …)`; a browser that is no kiosk is led to where one is switched on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        device = device_of(request)
        if device is None:
            return forgetful(redirect("portal:kiosk"))
        leave_no_session(request)
        return forgetful(view(request, device, *args, **kwargs))

    return guarded


def device_of(request: HttpRequest) -> KioskDevice | None:
    """By its signed cookie; a neighbour's institution signs otherwise."""
    try:
        pk, token = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt())
        device = device_with(int(pk), str(token))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    if device is not None:
        visits_at(device).filter(until__lte=timezone.now()).delete()
    return device


def let_in(response: HttpResponse, device: KioskDevice, token: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        signing.dumps([device.pk, token], salt=_salt()),
        max_age=COOKIE_AGE,
        path=PATH,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Strict",
    )
    return response


def leave_no_session(request: HttpRequest) -> None:
    """Whoever signed in on this device elsewhere is signed out: the row is deleted, and the cookie with it."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.flush()


def forgetful(response: HttpResponse) -> HttpResponse:
    """Nothing of it is kept, by nobody: Back asks again, and finds what a stranger finds."""
    response["Cache-Control"] = "no-store, private"
    # Not “no-referrer”: a browser would send its forms without saying where from, and they would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def kiosk_render(
    request: HttpRequest,
    device: KioskDevice | None,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    ends_in: int = 0,
) -> HttpResponse:
    """In large type. `ends_in`: seconds until it goes back to the beginning by itself, whatever is touched."""
    mode = request.COOKIES.get(MODE_COOKIE, "auto")
    words = {
        "device": device,
        "display": Display(mode if mode in MODES else "auto", "larger"),
        "ends_in": ends_in,
        "quiet_seconds": QUIET_SECONDS,
        "idle_seconds": IDLE_SECONDS,
        "warn_seconds": WARN_SECONDS,
        **(context or {}),
    }
    return forgetful(render(request, f"portal/kiosk/{template}.html", words, status=status))


def _salt() -> str:
    return f"madang.kiosk.{connection.schema_name}"
