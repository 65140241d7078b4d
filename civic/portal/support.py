"""Giving support and taking it back.

For the thumb on a phone in a bus: pressed twice, on a bad line, or before logging in, it comes out right.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.journeys.support import give_dislike, give_support, withdraw_dislike, withdraw_support
from civic.portal.finding import find_button, me
from civic.portal.noting import whence_of
from civic.portal.page import is_scripted, render_part, sign_in_and_return
from civic.portal.panel import THEN_SUPPORT, panel_of
from civic.processes.kinds import Deed
from civic.proposals.models import Proposal
from platform_core.access import Refused


def support(request: HttpRequest, number: int) -> HttpResponse:
    return _change(
        request, number, give_support, True, _("Thank you. Your support is counted."), Deed.SUPPORT
    )


def support_withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    return _change(request, number, withdraw_support, False, _("Your support has been taken back."))


def dislike(request: HttpRequest, number: int) -> HttpResponse:
    return _change(request, number, give_dislike, None, _("You disagree. It is counted apart."), Deed.DISLIKE)


def dislike_withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    return _change(request, number, withdraw_dislike, None, _("You no longer disagree."))


def _change(
    request: HttpRequest,
    number: int,
    verb: Callable[..., bool],
    supported: bool | None,
    done: str,
    deed: Deed | None = None,
) -> HttpResponse:
    """Do `verb`, after which the person does or does not support it (None: ask), and say `done`.

    `deed`: of what is said; where it came from is noted with it.

    A GET, such as a reload after logging in, only leads back to the proposal.
    """
    page = reverse("portal:proposal", args=[number])
    if request.method != "POST":
        return redirect(page)
    found = find_button(request, number)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, f"{page}?then={THEN_SUPPORT}")
    if is_scripted(request):
        return _fragment(request, found, verb, supported, done, deed)
    _do(request, found, verb, deed)
    messages.success(request, done)
    return redirect(f"{page}#support")


def _do(request: HttpRequest, found: Proposal, verb: Callable[..., bool], deed: Deed | None) -> None:
    more = {"whence": whence_of(request)} if deed is not None else {}
    verb(proposal=found, citizen=me(request), **more)


def _fragment(
    request: HttpRequest,
    found: Proposal,
    verb: Callable[..., bool],
    supported: bool | None,
    done: str,
    deed: Deed | None,
) -> HttpResponse:
    """The panel anew; refused, it shows the reason where the button was."""
    status, said = 200, done
    known: bool | None = supported
    try:
        _do(request, found, verb, deed)
    except Refused as refusal:
        status, said = refusal.status, str(refusal.verdict.sentence)
        found, known = find_button(request, found.pk), None
    context = {"panel": panel_of(request, found, timezone.now(), supported=known), "said": said}
    return render_part(request, "portal/parts/panel_answer.html", context, status=status)
