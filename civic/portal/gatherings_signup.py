"""Signing up, and the page on which whoever did sees how it stands, takes a place or cancels."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.gatherings import qr, signing
from civic.gatherings.kinds import ALIVE, State
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.queries import counts_of, place_in_line, signup_by_key, signups_of
from civic.gatherings.rules import may_leave, may_sign_up
from civic.gatherings.signing import Guest
from civic.journeys.gather import sign_up_guest
from civic.portal.finding import me
from civic.portal.gatherings import find_gathering
from civic.portal.gatherings_drawing import facts_of, room_words
from civic.portal.gatherings_forms import ConsentForm, GuestForm
from civic.portal.me import my_tabs
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.proposals.paging import page_by_id
from platform_core.access import Refused, Verdict, no
from platform_core.accounts.guesses import Guesses

# From one network address: a family and a village hall pass, a program does not.
SIGNUPS = Guesses("gathering-signup", most=20, within=3_600)
# Letters to one address are counted apart, so that nobody's letter box is filled by somebody else.
LETTERS = Guesses("gathering-letter", most=5, within=86_400)
SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, number: int) -> HttpResponse:
    gathering = find_gathering(request, number)
    kind = ConsentForm if request.user.is_authenticated else GuestForm
    posted = request.POST if request.method == "POST" else None
    form = kind(posted, gathering=gathering)
    verdict = may_sign_up(request.user, gathering, timezone.now())
    if posted is None or not verdict.allowed or not form.is_valid():
        return _page(request, gathering, form, verdict, 422 if posted is not None else 200)
    try:
        if isinstance(form, GuestForm):
            return _receive_guest(request, gathering, form)
        signup = signing.sign_up(
            gathering=gathering,
            member=me(request),
            consented_to=form.cleaned_data["version"],
            answers=form.answers(),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, gathering, form, refusal.verdict, refusal.status)
    _say(request, signup)
    return redirect("portal:gathering_place", signup.key)


def _receive_guest(request: HttpRequest, gathering: Gathering, form: GuestForm) -> HttpResponse:
    typed = form.cleaned_data
    throttled = _throttle(request, typed["email"])
    if not throttled.allowed:
        return _page(request, gathering, form, throttled, 429)
    signup = sign_up_guest(
        gathering=gathering,
        guest=Guest(typed["name"], typed["email"], typed["phone"]),
        consented_to=typed["version"],
        answers=form.answers(),
        at=timezone.now(),
    )
    if typed["email"]:
        # The same for a new address and for one on the list: who comes is nobody else's business.
        return render_page(
            request, "portal/gatherings/look_in_mail.html", {"gathering": gathering}, section="gatherings"
        )
    _say(request, signup)
    return redirect("portal:gathering_place", signup.key)


def _throttle(request: HttpRequest, email: str) -> Verdict:
    asked = [(SIGNUPS, get_adapter(request).get_client_ip(request))]
    if email:
        asked.append((LETTERS, email.lower()))
    if any(guesses.seconds_to_wait(key) for guesses, key in asked):
        return no(
            "too_many",
            _("Too many sign-ups have come from here in a short time."),
            _("Try again later, or call us."),
        )
    for guesses, key in asked:
        guesses.count_failure(key)
    return Verdict(True)


def _page(
    request: HttpRequest, gathering: Gathering, form: ConsentForm, verdict: Verdict, status: int
) -> HttpResponse:
    at = timezone.now()
    context = {
        "gathering": gathering,
        "form": form,
        "verdict": verdict,
        "facts": facts_of(gathering, at),
        "room": room_words(gathering, counts_of(gathering), at),
        "is_guest": isinstance(form, GuestForm),
    }
    return render_page(
        request, "portal/gatherings/sign_up.html", context, section="gatherings", status=status
    )


def _say(request: HttpRequest, signup: SignUp) -> None:
    if signup.state == State.GOING:
        messages.success(request, _("You have a place."))
    else:
        messages.info(request, _("Every place is taken. You are on the waiting list."))


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, key: str) -> HttpResponse:
    """A GET only shows: programs that look at links in letters change nothing."""
    signup = signup_by_key(key)
    if signup is None:
        raise Http404
    if request.method == "POST":
        return _change(request, signup)
    return _place_page(request, signup)


def _change(request: HttpRequest, signup: SignUp) -> HttpResponse:
    deeds = {"confirm": signing.confirm, "accept": signing.accept, "cancel": signing.leave}
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        return redirect("portal:gathering_place", signup.key)
    try:
        deed(signup=signup, at=timezone.now())
    except Refused as refusal:
        return _place_page(request, signup, refusal.verdict, refusal.status)
    return redirect("portal:gathering_place", signup.key)


def _place_page(
    request: HttpRequest, signup: SignUp, refusal: Verdict | None = None, status: int = 200
) -> HttpResponse:
    at = timezone.now()
    gathering = signup.gathering
    is_alive = signup.state in ALIVE and not gathering.is_cancelled
    door = house(request).address(reverse("desk:gathering_code", args=[signup.code]))
    label = _("Code for the door: %(title)s") % {"title": gathering.title}
    context: dict[str, Any] = {
        "signup": signup,
        "gathering": gathering,
        "facts": facts_of(gathering, at),
        "refusal": refusal,
        "code": qr.svg(door, label=label) if is_alive and signup.state == State.GOING else "",
        "line": place_in_line(signup),
        "may_leave": may_leave(signup, at),
    }
    return render_page(request, "portal/gatherings/place.html", context, section="gatherings", status=status)


@login_required
@require_safe
def my_gatherings(request: HttpRequest) -> HttpResponse:
    """What I signed up for, for as long as the list of it exists."""
    page = page_or_first(request, lambda cursor: page_by_id(signups_of(me(request)), cursor, SIZE))
    rows = [{"signup": one, **facts_of(one.gathering, timezone.now())} for one in page.rows]
    context = {"rows": rows, "tabs": my_tabs("gatherings"), **way_on(request, page)}
    return render_page(request, "portal/gatherings/mine.html", context, section="my_page")
