"""The tablet in the hall. For somebody of seventy who has come to the counter and was told: you can do that there."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from civic.debates.queries import State, list_debates
from civic.paper.kiosks import switch_on
from civic.paper.models import KioskDevice
from civic.paper.visits import visits_at
from civic.portal.kiosk_frame import (
    DONE_SECONDS,
    device_of,
    forgetful,
    kiosk_page,
    kiosk_render,
    leave_no_session,
    let_in,
)
from civic.processes.engine import is_open_for
from civic.processes.kinds import Deed
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal
from civic.proposals.paging import BadCursor
from civic.proposals.queries import Sort, Wish, list_proposals, proposals_visible_to
from civic.proposals.rules import stage_label, why_gone
from platform_core.access import YES, Verdict, first_no
from platform_core.text.rich import plain_text

SHOWN = 8
# Of an eight-digit code that lasts fifteen minutes.
MOST_GUESSES, GUESS_SECONDS = 20, 15 * 60


@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """On a kiosk, where everybody begins; elsewhere, where a device is switched on with its code."""
    device = device_of(request)
    if device is None:
        return _switching_on(request)
    leave_no_session(request)
    running = list_debates(at=timezone.now(), state=State.RUNNING, size=1)
    return kiosk_render(request, device, "start", {"has_debates": bool(running.rows)})


def _switching_on(request: HttpRequest) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        known = switch_on(code=request.POST.get("code", ""), at=timezone.now()) if _may_guess() else None
        if known is not None:
            device, token = known
            return let_in(forgetful(redirect("portal:kiosk")), device, token)
        wrong = _("This code does not switch anything on. Ask for a new one.")
    return kiosk_render(request, None, "switch_on", {"wrong": wrong}, status=422 if wrong else 200)


def _may_guess() -> bool:
    """All guesses of an institution together: nobody switches devices on by the hundred."""
    cache.add("kiosk-guesses", 0, GUESS_SECONDS)
    return cache.incr("kiosk-guesses") <= MOST_GUESSES


@require_safe
@kiosk_page
def proposals(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """What gathers support, the most supported first; a number typed by hand leads straight to one."""
    wanted = request.GET.get("number", "").strip()
    missing = ""
    if wanted:
        found = _number(wanted)
        if found is not None:
            return redirect("portal:kiosk_proposal", found.pk)
        missing = _("There is no proposal with this number.")
    wish, now = Wish(Sort.SUPPORTED), timezone.now()
    try:
        page = list_proposals(wish, at=now, cursor=request.GET.get("after", ""), size=SHOWN)
    except BadCursor:
        page = list_proposals(wish, at=now, size=SHOWN)
    context = {"rows": page.rows, "next": page.next, "missing": missing, "wanted": wanted[:20]}
    return kiosk_render(request, device, "proposals", context)


def _number(text: str) -> Proposal | None:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return _visible().filter(pk=int(text)).first()


def _visible() -> Any:
    """As a stranger sees it, whoever may be signed in."""
    return proposals_visible_to(AnonymousUser())


def visible_proposal(number: int) -> Proposal:
    found: Proposal = get_object_or_404(_visible(), pk=number)
    return found


@require_safe
@kiosk_page
def proposal(request: HttpRequest, device: KioskDevice, number: int) -> HttpResponse:
    """Its words alone: no picture to load and no link that leads away from the kiosk."""
    found = visible_proposal(number)
    context = {
        "proposal": found,
        "text": plain_text(found.body_html),
        "count": exact_count(found),
        "stage": stage_label(found, timezone.now()),
        "verdict": kiosk_verdict(found),
    }
    return kiosk_render(request, device, "proposal", context)


def kiosk_verdict(found: Proposal) -> Verdict:
    """Whether it takes supports at all, before anybody types a name. What is asked of a person comes later."""
    at = timezone.now()
    return first_no(why_gone(found) or YES, is_open_for(found.rules, found.item, Deed.SUPPORT, at))


@require_safe
@kiosk_page
def done(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """Thanks, and where it goes on; says nothing of who it was. `?waits=` is a number for the counter."""
    waits = request.GET.get("waits", "")
    number = waits if waits.isascii() and waits.isdigit() and len(waits) <= 2 else ""
    return kiosk_render(request, device, "done", {"waits": number}, ends_in=DONE_SECONDS)


@require_http_methods(["GET", "POST"])
@kiosk_page
def end(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """To the beginning, and nothing is left: reached by the button, by time, and by a refresh without script.

    Whoever waits at the counter goes on waiting there.
    """
    visits_at(device).exclude(code_hash="").delete()
    answer = redirect("portal:kiosk")
    answer.delete_cookie(settings.CSRF_COOKIE_NAME)
    return answer
