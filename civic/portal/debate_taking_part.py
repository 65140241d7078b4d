"""Saying where one stands.

For somebody who has read both sides on the bus and writes three lines: nothing chosen or typed is lost when
they must log in first, or when the debate ends while they write.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.debates.kinds import LONGEST_OPINION
from civic.debates.models import CurrentVote, Debate, Side
from civic.debates.once import may_opine_once
from civic.debates.queries import vote_of
from civic.debates.rules import may_opine
from civic.journeys import debate as journey
from civic.portal.debate_finding import find_debate, place_of
from civic.portal.debate_numbers import ICONS
from civic.portal.finding import me
from civic.portal.noting import note, whence_of
from civic.portal.page import render_page, sign_in_and_return
from civic.processes.kinds import Deed
from civic.proposals.models import Standing
from platform_core.access import Refused, Verdict
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.text.fields import TextField

HELP = {
    Side.PRO: gettext_lazy("I am for it."),
    Side.CON: gettext_lazy("I am against it."),
    Side.OTHER: gettext_lazy("I see it another way."),
}


class OpinionForm(forms.Form):
    """`side` where there are sides; `body` where the debate asks for a reason, and otherwise if one likes."""

    side = forms.ChoiceField(
        choices=Side.choices,
        label=gettext_lazy("Where you stand"),
        error_messages={
            "required": gettext_lazy("Please choose one of the three."),
            "invalid_choice": gettext_lazy("Please choose one of the three."),
        },
    )
    body = TextField(
        max_characters=LONGEST_OPINION,
        label=gettext_lazy("Why? In your own words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )

    def __init__(self, debate: Debate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = debate.reason_required or not debate.has_sides
        if not debate.has_sides:
            del self.fields["side"]
            self.fields["body"].label = (
                _("Your question or opinion") if debate.takes_questions else _("Your opinion")
            )

    @property
    def sides(self) -> list[dict[str, Any]]:
        """The three as cards. The first has the id that an error leads to."""
        chosen = str(self["side"].value() or "")
        return [
            {
                "id": "id_side" if place == 0 else f"id_side_{place}",
                "value": side.value,
                "label": side.label,
                "icon": ICONS[side],
                "help": HELP[side],
                "checked": side.value == chosen,
            }
            for place, side in enumerate(Side)
        ]


def part_context(
    request: HttpRequest, debate: Debate, verdict: Verdict, form: OpinionForm | None = None
) -> dict[str, Any]:
    """Context of portal/debates/parts/take_part.html; one query for somebody signed in."""
    held = take_typed(request, opinion_shelf(debate)) if form is None and _has_session(request) else {}
    vote = vote_of(request.user, debate)
    return {
        "takes_sides": debate.has_sides,
        "takes_questions": debate.takes_questions,
        "action": reverse("portal:debate_opinions", args=[debate.pk]),
        "verdict": verdict,
        "one_time_url": _one_time(request, debate),
        "form": form or OpinionForm(debate, initial=held or _where_one_stands(vote)),
        "mine": _mine(vote),
    }


def _one_time(request: HttpRequest, debate: Debate) -> str:
    """Where it can be said without an account; "" where the rules ask for one."""
    if request.user.is_authenticated or not may_opine_once(debate, timezone.now()).allowed:
        return ""
    return reverse("portal:one_time_opinion", args=[debate.pk])


def _has_session(request: HttpRequest) -> bool:
    """Nothing can be kept for somebody without one; asking would read the session of every stranger."""
    return request.session.session_key is not None


def _where_one_stands(vote: CurrentVote | None) -> dict[str, str]:
    return {"side": vote.side} if vote else {}


def _mine(vote: CurrentVote | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    label = Side(vote.side).label if vote.side else ""
    return {"side": vote.side, "side_label": label, "url": place_of(vote.opinion)}


def opinion_shelf(debate: Debate) -> str:
    return f"opinion:{debate.pk}"


def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """A new opinion. A GET is somebody back from the log-in: to the form, which has kept their words."""
    page = reverse("portal:debate", args=[pk])
    if request.method != "POST":
        return redirect(f"{page}#take-part")
    debate = find_debate(request, pk)
    if not request.user.is_authenticated:
        hold_typed(request, opinion_shelf(debate), fields_of(request))
        return sign_in_and_return(request, f"{page}#take-part")
    form = OpinionForm(debate, request.POST)
    if not form.is_valid():
        return _once_more(request, debate, form)
    try:
        given = journey.opine(
            debate=debate,
            author=me(request),
            side=form.cleaned_data.get("side", ""),
            body=form.cleaned_data["body"],
            at=timezone.now(),
            whence=whence_of(request),
        )
    except Refused as refusal:
        return _once_more(request, debate, form, refusal)
    note(request, Deed.VOTE, debate.item_id)
    if given.standing == Standing.OPEN:
        messages.success(request, _said(debate))
    else:
        messages.info(request, _("Thank you. It is shown as soon as somebody here has read it."))
    return redirect(f"{page}#take-part")


def _said(debate: Debate) -> str:
    if debate.has_sides:
        return _("Thank you. Your opinion is there for everyone to read, and your side is counted.")
    return _("Thank you. Your opinion is there for everyone to read.")


def _once_more(
    request: HttpRequest, debate: Debate, form: OpinionForm, refusal: Refused | None = None
) -> HttpResponse:
    """The form again with everything in it. What was refused can still be copied from it."""
    verdict = may_opine(request.user, debate, None, timezone.now())
    context = {
        "debate": debate,
        "refusal": refusal.verdict if refusal else None,
        **part_context(request, debate, verdict, form),
    }
    status = refusal.status if refusal else 422
    return render_page(request, "portal/debates/opinion_form.html", context, section="debates", status=status)
