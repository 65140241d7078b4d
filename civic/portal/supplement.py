"""보완: the author answers what the department asked for, and the days count again.

For somebody who got a letter: one question, one field, one button.
"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from civic.answers.models import AnswerRequest, State
from civic.answers.queries import requests_of
from civic.answers.rules import may_supply
from civic.journeys.pause import supply
from civic.portal.comments import LONGEST
from civic.portal.finding import find_proposal, me
from civic.portal.page import render_page, sign_in_and_return
from civic.portal.waiting import waiting_for
from civic.proposals.models import Proposal
from platform_core.access import Refused
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.text.fields import TextField


class SupplementForm(forms.Form):
    body = TextField(
        max_characters=LONGEST,
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("It stands below your proposal as a comment, for everyone to read."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, number: int) -> HttpResponse:
    """Absent to everybody but the author; to the author, too, while nothing was ever asked."""
    found = find_proposal(request, number)
    if not request.user.is_authenticated:
        hold_typed(request, _shelf(number), fields_of(request))
        return sign_in_and_return(request, reverse("portal:supplement", args=[number]))
    asked = _asked(request, found)
    form = SupplementForm(request.POST or None, initial=take_typed(request, _shelf(number)))
    if not form.is_valid():
        return _page(request, found, asked, form, status=422 if form.is_bound else 200)
    try:
        supply(request=asked, author=me(request), body=form.cleaned_data["body"], at=timezone.now())
    except Refused as refusal:
        return _page(request, found, asked, form, status=refusal.status, refusal=refusal.verdict)
    messages.success(request, _("Thank you. The department is told, and the days count again."))
    return redirect(f"{reverse('portal:proposal', args=[number])}#comments")


def _asked(request: HttpRequest, found: Proposal) -> AnswerRequest:
    """The answer whose clock stands still, or the last one that ever did. Raises Http404."""
    if found.author_id != me(request).pk:
        raise Http404
    at = timezone.now()
    asked = [one for one in requests_of(found) if one.paused_from is not None and one.state == State.OPEN]
    asked.sort(key=lambda one: may_supply(request.user, one, at).allowed)
    if not asked:
        raise Http404
    return asked[-1]


def _page(
    request: HttpRequest, found: Proposal, asked: AnswerRequest, form: SupplementForm, **more: object
) -> HttpResponse:
    at = timezone.now()
    status = int(str(more.pop("status", 200)))
    waiting = waiting_for(request.user, [asked], at)
    assert waiting is not None
    context = {"proposal": found, "owed": waiting.answers[0], "form": form, **more}
    return render_page(request, "portal/supplement.html", context, section="proposals", status=status)


def _shelf(number: int) -> str:
    return f"supplement:{number}"
