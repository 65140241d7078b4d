"""Debates by what waits for somebody; the question of one, and its end. Opened by the moderator who sees it through."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.debates.counting import numbers_of
from civic.debates.dates import promises_of
from civic.debates.kinds import State
from civic.debates.models import Debate, Part
from civic.debates.queries import count_states, debate_seen_by, debates_visible_to, in_state
from civic.debates.rules import may_change_terms, may_conclude, may_prepare, may_prepare_for
from civic.desk.forms.debates import ConclusionForm, NumberForm, TermsForm, wanted_state
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.tabs import state_tabs
from civic.desk.views.proposals import find_proposal
from civic.journeys.debate import change_debate, conclude, next_debate, prepare_debate, terms_of
from civic.journeys.debating import terms_from
from platform_core.access import Refused, require
from platform_core.web.finding import or_404


@require_safe
@staff_page
def debates(request: HttpRequest) -> HttpResponse:
    """All that are or will be, or those in one state."""
    now = timezone.now()
    state = wanted_state(request.GET.get("state", ""))
    found = debates_visible_to(request.user)
    page = page_of(request, in_state(found, state, now) if state else found)
    context = {
        "page": page,
        "tabs": state_tabs(reverse("desk:debates"), State, state, count_states(found, at=now)),
        "state": state,
        "rows_now": now,
        "number_form": NumberForm(),
        "may_prepare": may_prepare(request.user).allowed,
    }
    for debate in page.rows:
        debate.state = debate.state_at(now)
        debate.promises = promises_of(debate) if debate.state == State.ENDED else None
    return render(request, "desk/debates/list.html", context)


@require_safe
@staff_page
def debate(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = find_debate(request, pk)
    context = {
        "debate": found,
        "state": found.state_at(now),
        "numbers": numbers_of(found),
        "promises": promises_of(found),
        "now": now,
        "may_prepare": may_prepare(request.user, found).allowed,
        "may_change_terms": may_change_terms(request.user, found),
        "may_conclude": may_conclude(request.user, found, now),
        "counts": _counts(found),
        "film_waits": _film_waits(found),
    }
    return render(request, "desk/debates/debate.html", context)


def _film_waits(found: Debate) -> bool:
    """There is one, and readers do not see it: not everybody could follow."""
    if not found.video_url or found.video_captioned:
        return False
    return not found.film(is_written_out=found.briefings.filter(part=Part.SCRIPT).exists())


def _counts(found: Debate) -> dict[str, int]:
    return {
        "parts": found.briefings.count(),
        "files": found.materials.count(),
        "cards": found.cards.count(),
        "notes": found.notes.filter(removed_at=None).count(),
    }


@require_safe
@staff_page
def preparations(request: HttpRequest) -> HttpResponse:
    """From a number somebody typed to the page on which its debate is prepared."""
    form = NumberForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Please type the number of a proposal or question."))
        return redirect("desk:debates")
    return redirect("desk:debate_preparation", form.cleaned_data["number"])


@require_http_methods(["GET", "POST"])
@staff_page
def preparation(request: HttpRequest, number: int) -> HttpResponse:
    """Before its stage begins. Where there is one already, it is that one's own page."""
    require(may_prepare(request.user))
    item = find_proposal(number)
    key = next_debate(item)
    known = Debate.objects.filter(item=item, stage_key=key).first()
    if known is not None:
        return redirect("desk:debate", known.pk)
    require(may_prepare_for(request.user, item, key))
    form = TermsForm(request.POST or None, terms=terms_from(item, item.rules.stage(key)))
    if form.is_valid():
        made = prepare_debate(
            item=item, stage_key=key, **form.terms, by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Kept. Only staff see it until its stage begins."))
        return redirect("desk:debate", made.pk)
    context = {"form": form, "item": item, "back": reverse("desk:debates")}
    return render(request, "desk/debates/terms.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    locked = may_change_terms(request.user, found)
    form = TermsForm(request.POST or None, terms=terms_of(found), own=found.pk, locked=not locked.allowed)
    if form.is_valid() and _change(request, found, form):
        return redirect("desk:debate", pk)
    context = {
        "locked": locked,
        "form": form,
        "debate": found,
        "item": found.item,
        "back": reverse("desk:debate", args=[pk]),
    }
    return render(request, "desk/debates/terms.html", context, status=422 if form.is_bound else 200)


def _change(request: HttpRequest, found: Debate, form: TermsForm) -> bool:
    try:
        change_debate(debate=found, **form.terms, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        form.add_error("follows" if refusal.verdict.code == "goes_round" else None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


@require_http_methods(["GET", "POST"])
@staff_page
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """The closing summary: written beside the numbers, read by everybody who took part."""
    found = find_debate(request, pk)
    now = timezone.now()
    require(may_conclude(request.user, found, now))
    form = ConclusionForm(request.POST or None, initial={"summary": found.summary_source})
    if form.is_valid():
        try:
            first = conclude(
                debate=found, summary=form.cleaned_data["summary"], by=colleague(request), at=now
            )
        except Refused as refusal:
            form.add_error("summary", str(refusal.verdict.sentence))
        else:
            told = _("Published. Everybody who took part is told.")
            messages.success(request, told if first else _("The summary was changed."))
            return redirect("desk:debate", pk)
    context = {"form": form, "debate": found, "numbers": numbers_of(found)}
    return render(request, "desk/debates/conclusion.html", context, status=422 if form.is_bound else 200)


def find_debate(request: HttpRequest, pk: int) -> Debate:
    return or_404(debate_seen_by(request.user, pk))
