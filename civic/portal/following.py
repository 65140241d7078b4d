"""Hearing of an item, and hearing no more of it: by a button on its pages, by a link in a letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.notifications.following import follow_item, follows, read_unfollow_token
from civic.portal.finding import find_button, me
from civic.portal.page import render_page, sign_in_and_return
from civic.proposals.models import Proposal
from civic.proposals.queries import is_seen_by


def follow_panel(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """Context of portal/execution/follow.html; two queries for somebody signed in, none for strangers."""
    is_known = request.user.is_authenticated
    return {
        "number": proposal.pk,
        "back": request.path,
        "follows": is_known and follows(me(request), proposal),
        "is_known": is_known,
    }


def following(request: HttpRequest, number: int) -> HttpResponse:
    """A GET, such as after logging in, only leads back."""
    return _say(request, number, wants=True)


def following_end(request: HttpRequest, number: int) -> HttpResponse:
    return _say(request, number, wants=False)


def _say(request: HttpRequest, number: int, *, wants: bool) -> HttpResponse:
    back = _back(request, number)
    if request.method != "POST":
        return redirect(back)
    found = find_button(request, number)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, back)
    follow_item(user=me(request), proposal=found, wants=wants, at=timezone.now())
    if wants:
        messages.success(request, _("You will be told whenever something happens here."))
    else:
        messages.success(request, _("You will hear no more of this. You can follow it again at any time."))
    return redirect(back)


def _back(request: HttpRequest, number: int) -> str:
    """The page the button stood on, if it is one of ours."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("portal:proposal", args=[number])


@require_http_methods(["GET", "HEAD", "POST"])
def unfollowing(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter, without logging in. A GET only asks: programs that look at links change nothing."""
    known = read_unfollow_token(token)
    if known is None:
        raise Http404
    person, proposal = known
    if request.method == "POST":
        follow_item(user=person, proposal=proposal, wants=False, at=timezone.now())
    # Its title only to whom it may be shown: the letter may lie about for years.
    title = proposal.title if is_seen_by(person, proposal) else ""
    context = {"title": title, "number": proposal.pk, "done": request.method == "POST"}
    return render_page(request, "portal/execution/unfollowing.html", context)
