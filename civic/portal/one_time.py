"""일회 참여: taking part without an account. Address, code, done; what was typed or chosen waits meanwhile."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from civic.ballots.models import Ballot
from civic.ballots.rules import takes_votes
from civic.debates.models import Opinion
from civic.identity.oidc import ProviderTrouble
from civic.identity.saying import text_trouble_in_words
from civic.journeys import one_time as journey
from civic.portal.ballot import find_ballot
from civic.portal.finding import find_proposal
from civic.portal.one_time_forms import AddressForm, CodeForm, ForgetForm
from civic.portal.one_time_wishes import OpinionWish, VoteWish, Wish, wish_of
from civic.portal.page import render_page
from civic.portal.sent_codes import came_back, send_again, send_code, waiting
from civic.proposals.models import Comment
from platform_core.access import Refused, require
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.ages import ask_age, is_old_enough
from platform_core.accounts.forms import KEEP
from platform_core.accounts.models import User
from platform_core.accounts.stopped import nothing_is_done

PURPOSE = "one_time"
# For one thing, and perhaps a second: on a library's computer the next person is somebody else.
KNOWN_SECONDS = 15 * 60
_KNOWN = "one_time"
ON_ITS_WAY = gettext_lazy("One moment, please: a code is already on its way. Try again in a few minutes.")
# Of a press below a thing, which brings what was typed there; and of the form that asks for an address.
BRINGS = frozenset({"body", "without_account", "blank"})
ASKED = frozenset({"agreed", "email", "phone"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time(request: HttpRequest, number: int, deed: str) -> HttpResponseBase:
    """Where a code may be sent; or, for somebody whose code came back just now, the deed itself."""
    wish = wish_of(request, deed, number)
    if request.user.is_authenticated:
        return redirect(wish.place)
    if request.method == "POST" and wish.shelf and BRINGS & set(request.POST):
        wish.hold(request)
        return redirect(wish.here)
    require(wish.may(timezone.now()))
    if not is_old_enough(request):
        return ask_age(request, back=wish.here)
    person = _known(request)
    if request.method == "POST" and person is not None and not ASKED & set(request.POST):
        return _do(request, person, wish)
    return _ask(request, wish, person)


def _ask(request: HttpRequest, wish: Wish, person: User | None) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if _sent(request, form, {"number": wish.thing.pk, "deed": wish.deed}):
        return redirect("portal:one_time_code")
    context = {
        "form": form,
        "wish": wish,
        "deed": wish.deed,
        "known_as": _known_as(request) if person is not None else "",
        "back": wish.place,
    }
    return render_page(
        request,
        "portal/one_time/address.html",
        context,
        section=wish.section,
        status=422 if form.errors else 200,
    )


def _sent(request: HttpRequest, form: AddressForm, more: dict[str, Any]) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    action = "one_time" if "@" in form.to else "text"
    if not ratelimit.consume(request, action=action, key=form.to):
        form.add_error(None, ON_ITS_WAY)
        return False
    try:
        send_code(request, purpose=PURPOSE, to=form.to, more=more)
    except ProviderTrouble as trouble:
        form.add_error("phone", text_trouble_in_words(trouble.code))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_code(request: HttpRequest) -> HttpResponseBase:
    sent = waiting(request, PURPOSE)
    if sent is None or request.user.is_authenticated:
        return redirect("portal:one_time_mine")
    if request.POST.get("action") == "resend":
        return _resend(request, sent.to)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limited = ratelimit.consume_or_429(request, action="one_time_code")
        if limited:
            return limited
        if came_back(request, purpose=PURPOSE, code=form.cleaned_data["code"]) is not None:
            return _is_known_now(request, sent.to, sent.more)
        if waiting(request, PURPOSE) is None:
            messages.error(request, _("That did not work too many times. Please ask for a new code."))
            return redirect(_again(sent.more))
        form.add_error("code", _("This is not the code we sent last. Please check it, or ask for a new one."))
    context = {"form": form, "to": sent.to, "can_resend": sent.can_resend}
    return render_page(request, "portal/one_time/code.html", context, status=422 if form.errors else 200)


def _resend(request: HttpRequest, to: str) -> HttpResponse:
    action = "one_time" if "@" in to else "text"
    try:
        sent = ratelimit.consume(request, action=action, key=to) and send_again(request, purpose=PURPOSE)
    except ProviderTrouble as trouble:
        messages.error(request, text_trouble_in_words(trouble.code))
        return redirect("portal:one_time_code")
    if sent:
        messages.success(request, _("A new code is on its way."))
    else:
        messages.info(request, ON_ITS_WAY)
    return redirect("portal:one_time_code")


def _again(more: dict[str, Any]) -> str:
    if more.get("deed") == VoteWish.deed:
        return reverse("portal:one_time_vote", args=[more["number"]])
    if more.get("deed") == OpinionWish.deed:
        return reverse("portal:one_time_opinion", args=[more["number"]])
    if "number" in more:
        return reverse("portal:one_time", args=[more["number"], more["deed"]])
    return reverse("portal:one_time_mine")


def _is_known_now(request: HttpRequest, to: str, more: dict[str, Any]) -> HttpResponseBase:
    known, kind = journey.known_by_address(to)
    if "number" not in more:
        there = journey.person_known(known=known, at=timezone.now())
        if there is None:
            messages.info(request, _("Nothing is kept under this address."))
            return redirect("portal:proposals")
        _keep_known(request, there, to)
        return redirect("portal:one_time_mine")
    wish = wish_of(request, more["deed"], more["number"])
    require(wish.may(timezone.now()))  # nobody is made for what cannot be done any more
    person = journey.person_behind(known=known, confirms=kind, at=timezone.now())
    _keep_known(request, person, to)
    return _do(request, person, wish)


def _keep_known(request: HttpRequest, person: User, to: str) -> None:
    request.session[_KNOWN] = {"person": person.pk, "to": seal(to), "at": time.time()}


def _do(request: HttpRequest, person: User, wish: Wish) -> HttpResponseBase:
    if person.stopped_at is not None:  # nobody is logged in, so nothing else has asked it
        raise Refused(nothing_is_done())
    return redirect("portal:one_time_mine") if wish.do(request, person) else redirect(wish.place)


# --- What I did without an account ----------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_mine(request: HttpRequest) -> HttpResponseBase:
    """What somebody did with an address: to take it back, to make it an account's, or to be forgotten."""
    if request.user.is_authenticated:
        return redirect("portal:my_page")
    person = _known(request)
    if person is None:
        return _ask_who(request)
    context = {
        "known_as": _known_as(request),
        "by_mail": "@" in _address(request),
        "has_account": not journey.is_stand_in(person),
        "supported": journey.supported_once(person),
        "said": journey.said_once(person),
        "voted": [(one, _may_take_back(one)) for one in journey.voted_once(person)],
        "opinions": journey.opinions_once(person),
        "form": ForgetForm(),
    }
    return render_page(request, "portal/one_time/mine.html", context)


def _ask_who(request: HttpRequest) -> HttpResponse:
    if not is_old_enough(request):
        return ask_age(request, back=reverse("portal:one_time_mine"))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if _sent(request, form, {}):
        return redirect("portal:one_time_code")
    return render_page(
        request, "portal/one_time/address.html", {"form": form}, status=422 if form.errors else 200
    )


def _may_take_back(ballot: Ballot) -> bool:
    """Of somebody who voted there: asked again, and of the database, when it is pressed."""
    return ballot.may_withdraw and takes_votes(ballot, timezone.now()).allowed


@require_POST
def one_time_return(request: HttpRequest) -> HttpResponse:
    """One support, comment, opinion or vote, taken back."""
    person, now = _known(request), timezone.now()
    if person is None:
        return redirect("portal:one_time_mine")
    if (number := _number(request, "comment")) is not None:
        found = get_object_or_404(Comment, pk=number, author=person)
        journey.take_comment_back(comment=found, person=person, at=now)
        messages.success(request, _("Your comment has been removed."))
    elif (number := _number(request, "support")) is not None:
        journey.take_support_back(proposal=find_proposal(request, number), person=person)
        messages.success(request, _("Your support has been taken back."))
    elif (number := _number(request, "opinion")) is not None:
        opinion = get_object_or_404(Opinion, pk=number, author=person)
        journey.take_opinion_back(opinion=opinion, person=person, at=now)
        messages.success(request, _("Your opinion has been taken back."))
    elif (number := _number(request, "vote")) is not None:
        journey.take_vote_back(ballot=find_ballot(request, number), person=person)
        messages.success(request, _("Your vote has been taken back: it is not counted any more."))
    return redirect("portal:one_time_mine")


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


@require_POST
def one_time_account(request: HttpRequest) -> HttpResponse:
    """The address is confirmed already: signing up asks for a name and a password only, and nothing is lost."""
    if _known(request) is not None and "@" in (to := _address(request)):
        get_adapter().stash_verified_email(request, to)
        request.session.pop(_KNOWN, None)
    return redirect("account_signup")


@require_POST
def one_time_end(request: HttpRequest) -> HttpResponse:
    """Forgotten in this browser only; or, with a choice for what was written, altogether."""
    person = _known(request)
    form = ForgetForm(request.POST)
    if person is not None and form.is_valid():
        keeps = form.cleaned_data["writings"] == KEEP
        journey.forget(person=person, keep_writings=keeps, at=timezone.now())
        messages.success(request, _("You are forgotten here. Your supports stay counted, without you."))
    request.session.pop(_KNOWN, None)
    return redirect("portal:proposals")


def _known(request: HttpRequest) -> User | None:
    """Whose code came back in this browser within a quarter of an hour."""
    held = request.session.get(_KNOWN)
    if held is None or time.time() - held["at"] > KNOWN_SECONDS:
        return None
    # Who signed up elsewhere meanwhile is counted as that account, and not as the stand-in once more.
    return User.objects.filter(pk=held["person"], withdrawn_at=None, offline__folded_into=None).first()


def _address(request: HttpRequest) -> str:
    try:
        return unseal(request.session[_KNOWN]["to"])
    except BrokenSeal:
        return ""


def _known_as(request: HttpRequest) -> str:
    """k•••@example.org, •••5678"""
    to = _address(request)
    name, _at, domain = to.partition("@")
    return f"{name[:1]}•••@{domain}" if domain else f"•••{to[-4:]}"
