"""The page of one vote: the question, what can be chosen, how it is counted, and a paper to put in.

For somebody who was sent the link and has two minutes on a phone; later, for whoever wants to know what came
of it and whether it was counted right.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.ballots.choosing import cost_of
from civic.ballots.kinds import Kind, State
from civic.ballots.models import Ballot, CountLog, Option
from civic.ballots.once import may_vote_once
from civic.ballots.papers_log import papers_log_of
from civic.ballots.queries import Mine, ballot_seen_by, ballots_visible_to, options_for, vote_of
from civic.ballots.rules import may_vote, may_withdraw_vote, sees_result
from civic.journeys import ballot as journey
from civic.journeys.catching_up import catch_up
from civic.ledger.receipts import receipt_of_count
from civic.portal.ballot_result import result_of
from civic.portal.ballot_words import MARKS, hidden_words, sentences_of
from civic.portal.ballots import days_left, last_day
from civic.portal.choices import version_choice
from civic.portal.corrected import correction_notice
from civic.portal.finding import me
from civic.portal.how import rules_address
from civic.portal.noting import note, whence_of
from civic.portal.page import house, render_page, sign_in_and_return
from civic.processes.kinds import Deed, Visibility
from civic.proposals.models import Standing
from platform_core.access import Refused
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.files.serving import served
from platform_core.web.finding import or_404

PAGE = "portal/ballots/page.html"


class PaperForm(forms.Form):
    """`choice`: numbers of options; `blank`: a paper on which nothing is chosen, on purpose."""

    choice = forms.TypedMultipleChoiceField(coerce=int, required=False)
    blank = forms.BooleanField(required=False)

    def __init__(self, options: list[Option], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one.pk, one.label) for one in options]  # type: ignore[attr-defined]
        said = _("Choose from what stands on the ballot, each only once.")
        self.fields["choice"].error_messages["invalid_choice"] = said

    @property
    def chosen(self) -> list[int]:
        return [] if self.cleaned_data["blank"] else list(self.cleaned_data["choice"])

    @property
    def is_untouched(self) -> bool:
        """Nothing was chosen, and not on purpose: no blank paper is made of a press too early."""
        return not self.chosen and not self.cleaned_data["blank"]


@require_safe
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """At most twelve queries."""
    found = find_ballot(request, pk)
    held = take_typed(request, paper_shelf(pk)) if request.session.session_key is not None else {}
    typed = held.get("choice", [])
    return render_page(
        request, PAGE, _context(request, found, typed=[typed] if isinstance(typed, str) else typed)
    )


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote, or change one's vote. A GET is somebody back from the log-in: what they chose is kept."""
    page = f"{reverse('portal:ballot', args=[pk])}#paper"
    if request.method != "POST":
        return redirect(page)
    found = find_ballot(request, pk)
    if not request.user.is_authenticated:
        hold_typed(request, paper_shelf(pk), fields_of(request))
        return sign_in_and_return(request, page)
    form = PaperForm(list(found.options.all()), request.POST)
    typed = request.POST.getlist("choice")
    if not form.is_valid():
        return _once_more(request, found, typed, str(form.errors["choice"][0]), 422)
    if found.takes_blank and form.is_untouched:
        return _once_more(request, found, typed, _("Choose something first."), 422)
    try:
        if journey.vote(ballot=found, person=me(request), chosen=form.chosen, whence=whence_of(request)):
            note(request, Deed.VOTE, found.item_id)
    except Refused as refusal:
        verdict = refusal.verdict
        return _once_more(
            request, found, typed, f"{verdict.sentence} {verdict.what_next}".strip(), refusal.status
        )
    messages.success(request, _("Thank you. Your vote is counted."))
    return redirect(page)


def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's vote back, where the ballot lets people do so."""
    page = f"{reverse('portal:ballot', args=[pk])}#paper"
    if request.method != "POST":
        return redirect(page)
    found = find_ballot(request, pk)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, page)
    if journey.withdraw_vote(ballot=found, person=me(request)):
        messages.success(request, _("Your vote has been taken back: it is not counted any more."))
    return redirect(page)


@require_safe
def papers_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What stood on the papers, once they are counted and everybody may know."""
    log = _log_seen(request, pk)
    response = HttpResponse(log.lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vote-{pk}-papers.csv"'
    return response


@require_safe
def papers_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """That the signed ledger holds the digest of that file; for the script that checks receipts."""
    found = receipt_of_count(_log_seen(request, pk).ballot_id)
    if found is None:
        raise Http404
    response = JsonResponse(found, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="vote-{pk}-receipt.json"'
    return response


def _log_seen(request: HttpRequest, pk: int) -> CountLog:
    found = find_ballot(request, pk)
    log = papers_log_of(found) if sees_result(request.user, found, timezone.now()) else None
    if log is None:
        raise Http404
    return log


@require_safe
def picture(request: HttpRequest, key: UUID) -> HttpResponseBase:
    found = get_object_or_404(Option, picture_key=key, ballot__in=ballots_visible_to(request.user))
    extension = found.stored_as.rpartition(".")[2]
    kind = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
    content_type = kind.get(extension, "application/octet-stream")
    return served(request, stored_as=found.stored_as, name=key.hex, content_type=content_type, is_image=True)


def find_ballot(request: HttpRequest, pk: int) -> Ballot:
    """One the viewer may see, with its item and options. Raises Http404."""
    found = or_404(ballot_seen_by(request.user, pk))
    return or_404(ballot_seen_by(request.user, pk)) if catch_up(found.item, timezone.now()) else found


def paper_shelf(pk: int) -> str:
    return f"ballot:{pk}"


def _once_more(
    request: HttpRequest, found: Ballot, typed: list[str], error: str, status: int
) -> HttpResponse:
    """The page again with everything that was chosen, and what was wrong with it."""
    return render_page(request, PAGE, _context(request, found, typed=typed, error=error), status=status)


def _context(
    request: HttpRequest, ballot: Ballot, *, typed: list[str] | None = None, error: str = ""
) -> dict[str, Any]:
    at = timezone.now()
    options = list(ballot.options.all())
    mine = vote_of(request.user, ballot)
    verdict = may_vote(request.user, ballot, options, None, at)
    ordered = options_for(request.user, ballot, options)
    chosen = {one.pk for one in options if str(one.pk) in (typed or ())} or set((mine and mine.chosen) or ())
    return {
        "section": "ballots",
        "ballot": ballot,
        "head": _head(request, ballot, at),
        "sentences": sentences_of(ballot, len(options)),
        "options": [_shown(one, one.pk in chosen) for one in ordered],
        "takes_one": ballot.kind in (Kind.FOR_AGAINST, Kind.ONE),
        "verdict": verdict,
        "mine": _receipt(ballot, mine, options),
        "may_withdraw": mine is not None and may_withdraw_vote(request.user, ballot, at).allowed,
        "takes_votes": verdict.allowed or verdict.code == "sign_in",
        "one_time_url": _one_time(request, ballot, at),
        "log": papers_log_of(ballot),
        "error": error,
        "hidden_words": hidden_words(ballot),
        **result_of(request.user, ballot, options, at),
    }


def _one_time(request: HttpRequest, ballot: Ballot, at: datetime) -> str:
    """Where one votes without an account; "" where the rules ask for one."""
    if request.user.is_authenticated or not may_vote_once(ballot, at).allowed:
        return ""
    return reverse("portal:one_time_vote", args=[ballot.pk])


def _head(request: HttpRequest, ballot: Ballot, at: datetime) -> dict[str, Any]:
    state = ballot.state_at(at)
    label, kind, icon = MARKS[state]
    followed = version_choice(ballot.item.process_version_id)
    is_listed = ballot.is_joint or (
        ballot.item.standing == Standing.OPEN and ballot.item.visibility == Visibility.PUBLIC
    )
    is_drafted = state in (State.DRAFT, State.READY)
    return {
        "state": state.value,
        "state_label": str(label),
        "state_kind": kind,
        "state_icon": icon,
        "days_left": days_left(ballot, at),
        "last_day": last_day(ballot),
        "address": house(request).address(reverse("portal:ballot", args=[ballot.pk])),
        "process": followed.process.name,
        "process_lang": followed.process.lang,
        "rules_number": followed.number,
        "rules_url": rules_address(followed),
        "is_public": is_listed and not is_drafted,
        "notice": _("This is being prepared: only staff see this page.")
        if is_drafted
        else correction_notice(ballot.item, followed.number),
    }


def _shown(option: Option, is_chosen: bool) -> dict[str, Any]:
    return {
        "option": option,
        "is_chosen": is_chosen,
        "picture": reverse("portal:ballot_picture", args=[option.picture_key]) if option.stored_as else "",
        "proposal_url": reverse("portal:proposal", args=[option.proposal_id]) if option.proposal_id else "",
    }


def _receipt(ballot: Ballot, mine: Mine | None, options: list[Option]) -> dict[str, Any] | None:
    """What one chose oneself, as long as anybody can tell."""
    if mine is None:
        return None
    chosen = [one for one in options if one.pk in (mine.chosen or ())]
    return {
        "at": mine.at,
        "is_offline": mine.is_offline,
        "is_known": mine.chosen is not None,
        "names": [one.label for one in chosen],
        "cost": cost_of(chosen) if ballot.kind == Kind.BUDGET else None,
    }
