"""One opinion at its own address: read it with its replies, answer it, support it, change it, take it back.

For whoever was sent a link to what a neighbour said, and for the one who said it.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from civic.abuse.models import Trail
from civic.debates.kinds import LONGEST_OPINION
from civic.debates.models import Opinion
from civic.debates.queries import replies_of, sees_votes
from civic.debates.rules import may_edit_opinion, may_opine, may_reply, may_withdraw_opinion
from civic.journeys import debate as journey
from civic.portal.debate_finding import address_of, find_opinion, place_of
from civic.portal.debate_opinion_view import Drawn, Pen
from civic.portal.finding import me
from civic.portal.noting import note
from civic.portal.page import house, page_or_first, render_page, sign_in_and_return, way_on
from platform_core.access import Refused, require
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.text.fields import TextField


class WordsForm(forms.Form):
    """`may_be_empty`: a side may stand without words."""

    body = TextField(
        max_characters=LONGEST_OPINION,
        label=gettext_lazy("In your own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )

    def __init__(self, *args: Any, may_be_empty: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = not may_be_empty


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """With all its replies, and the form for another. A POST is a reply."""
    found = find_opinion(request, pk, opinion)
    if found.parent_id:
        return redirect(place_of(found))
    if request.method == "POST":
        return _reply(request, found)
    return _page(request, found, WordsForm(initial=take_typed(request, _shelf(found))))


def _page(
    request: HttpRequest,
    found: Opinion,
    form: WordsForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    at, debate = timezone.now(), found.debate
    page = page_or_first(request, lambda cursor: replies_of(found, cursor=cursor))
    shows_sides = sees_votes(request.user, debate, at)
    pen = Pen(
        request,
        debate,
        [found.pk, *[one.pk for one in page.rows]],
        at=at,
        may_talk=may_opine(request.user, debate, None, at),
        shows_sides=shows_sides,
    )
    drawn = pen.draw(found)
    drawn.reply_url = ""
    drawn.replies = [pen.draw(one, is_reply=True) for one in page.rows]
    here = address_of("debate_opinion", found)
    context = {
        "debate": debate,
        "debate_url": reverse("portal:debate", args=[debate.pk]),
        "opinion": drawn,
        "share_text": share_text(drawn),
        "address": house(request).address(here),
        "form": form,
        "verdict": refusal.verdict if refusal else may_reply(request.user, found, at),
        "action": here,
        **way_on(request, page),
    }
    return render_page(request, "portal/debates/opinion.html", context, section="debates", status=status)


def share_text(drawn: Drawn) -> str:
    """What a messenger shows: the words, the side only where everybody may know it, no name."""
    words = drawn.gone_words if drawn.gone else drawn.body
    return truncatechars(" ".join(f"{drawn.side_label}: {words}".lstrip(": ").split()), 160)


def _reply(request: HttpRequest, parent: Opinion) -> HttpResponse:
    if not request.user.is_authenticated:
        hold_typed(request, _shelf(parent), fields_of(request))
        return sign_in_and_return(request, f"{address_of('debate_opinion', parent)}#reply")
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, parent, form, status=422)
    try:
        written = journey.opine(
            debate=parent.debate,
            author=me(request),
            side="",
            body=form.cleaned_data["body"],
            parent=parent,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, parent, form, refusal=refusal, status=refusal.status)
    messages.success(request, _("Your reply is there for everyone to read."))
    return redirect(place_of(written))


def _shelf(found: Opinion, what: str = "reply") -> str:
    return f"{what}:{found.debate_id}:{found.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """Other words for the same side, marked as edited."""
    found = find_opinion(request, pk, opinion)
    here = address_of("debate_opinion_edition", found)
    if not request.user.is_authenticated:
        hold_typed(request, _shelf(found, "edit-opinion"), fields_of(request))
        return sign_in_and_return(request, here)
    require(may_edit_opinion(request.user, found, timezone.now()))
    may_be_empty = bool(found.side) and not found.debate.reason_required
    if request.method == "POST":
        form = WordsForm(request.POST, may_be_empty=may_be_empty)
        if form.is_valid():
            journey.edit_opinion(
                opinion=found, author=me(request), body=form.cleaned_data["body"], at=timezone.now()
            )
            messages.success(request, _("Your words have been changed, and marked as edited."))
            return redirect(place_of(found))
    else:
        held = take_typed(request, _shelf(found, "edit-opinion"))
        form = WordsForm(initial=held or {"body": found.body}, may_be_empty=may_be_empty)
    context = {"debate": found.debate, "form": form, "action": here, "back": place_of(found)}
    status = 422 if form.errors else 200
    return render_page(
        request, "portal/debates/opinion_edition.html", context, section="debates", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    found = find_opinion(request, pk, opinion)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, address_of("debate_opinion_withdrawal", found))
    if request.method == "POST":
        if journey.withdraw_opinion(opinion=found, author=me(request), at=timezone.now()):
            messages.success(request, _("Your opinion has been taken back."))
        return redirect(f"{reverse('portal:debate', args=[pk])}#take-part")
    require(may_withdraw_opinion(request.user, found, timezone.now()))
    context = {
        "debate": found.debate,
        "opinion": found,
        "back": place_of(found),
        "is_reply": found.parent_id is not None,
        "is_over": not found.debate.is_open_at(timezone.now()),
    }
    return render_page(request, "portal/debates/opinion_withdrawal.html", context, section="debates")


def support(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    return _change_support(request, pk, opinion, journey.support_opinion)


def support_withdrawal(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    return _change_support(request, pk, opinion, journey.withdraw_opinion_support)


def _change_support(request: HttpRequest, pk: int, opinion: int, verb: Any) -> HttpResponse:
    """A GET, such as a reload after logging in, only leads back."""
    found = find_opinion(request, pk, opinion)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return sign_in_and_return(request, place_of(found))
        done = verb(opinion=found, citizen=me(request), at=timezone.now())
        if done and verb is journey.support_opinion:
            note(request, Trail.OPINION_SUPPORT, found.debate.item_id)
    return redirect(place_of(found))
