"""Votes by what waits for somebody; the question of one, its approval, its opening and its numbers."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.ballots.counting import count_of, turnout_of
from civic.ballots.kinds import State
from civic.ballots.linting import findings
from civic.ballots.models import Ballot
from civic.ballots.queries import ballot_seen_by, ballots_visible_to, count_states, in_state
from civic.ballots.rules import may_change_ballot, may_prepare, may_prepare_for, sees_result
from civic.desk.forms.ballots import NumberForm, TermsForm, wanted_state
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.tabs import state_tabs
from civic.desk.views.proposals import find_proposal
from civic.journeys import ballot_leading as leading
from civic.journeys.balloting import lines_of, terms_from
from platform_core.access import Refused, no, require
from platform_core.files.tables import sent_csv
from platform_core.web.finding import or_404


@require_safe
@staff_page
def ballots(request: HttpRequest) -> HttpResponse:
    """All that are or will be, or those in one state."""
    now = timezone.now()
    state = wanted_state(request.GET.get("state", ""))
    found = ballots_visible_to(request.user)
    page = page_of(request, in_state(found, state, now) if state else found)
    turnout = turnout_of(page.rows)
    for one in page.rows:
        one.state, one.turnout = one.state_at(now), turnout.get(one.pk, 0)
    context = {
        "page": page,
        "tabs": state_tabs(reverse("desk:ballots"), State, state, count_states(found, at=now)),
        "state": state,
        "number_form": NumberForm(),
        "may_prepare": may_prepare(request.user).allowed,
    }
    return render(request, "desk/ballots/list.html", context)


@require_safe
@staff_page
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = find_ballot(request, pk)
    options = list(found.options.all())
    knows = sees_result(request.user, found, now)
    count = count_of(found) if knows else None
    context = {
        "ballot": found,
        "state": found.state_at(now),
        "options": options,
        "findings": findings(found, options, now) if found.opened_at is None else [],
        "count": count,
        "rows": [(one, count.of(one.pk)) for one in options] if count else [],
        "lines": {line.project.number: line for line in lines_of(found, options, count)} if count else {},
        "turnout": turnout_of([found]).get(pk, 0),
        "may_change": may_change_ballot(request.user, found),
        "may_prepare": may_prepare(request.user).allowed,
        "is_approved": found.approved_at is not None,
    }
    return render(request, "desk/ballots/ballot.html", context)


@require_safe
@staff_page
def preparations(request: HttpRequest) -> HttpResponse:
    """From a number somebody typed to the page on which its ballot is prepared."""
    form = NumberForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Please type the number of a proposal or question."))
        return redirect("desk:ballots")
    page = reverse("desk:ballot_preparation", args=[form.cleaned_data["number"]])
    return redirect(f"{page}?together=on" if form.cleaned_data["together"] else page)


@require_http_methods(["GET", "POST"])
@staff_page
def preparation(request: HttpRequest, number: int) -> HttpResponse:
    """Before its stage begins, or in it. Where there is one already, it is that one's own page."""
    require(may_prepare(request.user))
    item = find_proposal(number)
    key = leading.next_vote(item)
    known = Ballot.objects.filter(item=item, stage_key=key).first()
    if known is not None:
        return redirect("desk:ballot", known.pk)
    require(may_prepare_for(request.user, item, key))
    is_joint = "together" in request.GET
    terms = terms_from(item, item.rules.stage(key), is_joint=is_joint)
    form = TermsForm(request.POST or None, terms=terms, fixed=leading.said_by_rules(item, key))
    if form.is_valid():
        try:
            made = leading.prepare_ballot(
                item=item,
                stage_key=key,
                is_joint=is_joint,
                by=colleague(request),
                at=timezone.now(),
                **form.terms,
            )
        except Refused as refusal:
            form.add_error("kind", str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Kept as a draft. Only staff see it."))
            return redirect("desk:ballot", made.pk)
    context = {
        "form": form,
        "item": item,
        "back": reverse("desk:ballots"),
        "together": leading.standing_with(item, key) if is_joint else [],
    }
    return render(request, "desk/ballots/terms.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_ballot(request, pk)
    require(may_prepare(request.user))
    fixed = leading.said_by_rules(found.item, found.stage_key)
    locked = may_change_ballot(request.user, found)
    form = TermsForm(request.POST or None, terms=leading.terms_of(found), fixed=fixed)
    if form.is_valid() and _change(request, found, form):
        return redirect("desk:ballot", pk)
    context = {
        "locked": locked,
        "form": form,
        "ballot": found,
        "item": found.item,
        "back": reverse("desk:ballot", args=[pk]),
    }
    return render(request, "desk/ballots/terms.html", context, status=422 if form.is_bound else 200)


def _change(request: HttpRequest, found: Ballot, form: TermsForm) -> bool:
    try:
        leading.change_ballot(ballot=found, by=colleague(request), at=timezone.now(), **form.terms)
    except Refused as refusal:
        form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    messages.success(request, _("Saved."))
    return True


@require_POST
@staff_page
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked it through; from now on it opens with its stage."""
    found = find_ballot(request, pk)
    now = leading.approve_ballot(ballot=found, by=colleague(request), at=timezone.now())
    messages.success(
        request, _("Approved, and open now.") if now.opened_at else _("Approved. It opens with its stage.")
    )
    return redirect("desk:ballot", pk)


@require_POST
@staff_page
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """A joint one begins when somebody opens it."""
    found = find_ballot(request, pk)
    leading.open_joint_ballot(ballot=found, by=colleague(request), at=timezone.now())
    messages.success(request, _("Everybody can vote from now on."))
    return redirect("desk:ballot", pk)


@require_safe
@staff_page
def result_csv(request: HttpRequest, pk: int) -> FileResponse:
    """Numbers by option; no row is a person or a paper. Refused while the numbers are kept back."""
    found = find_ballot(request, pk)
    if not sees_result(request.user, found, timezone.now()):
        raise Refused(no("kept_back", _("How it stands is told to nobody until the vote is over.")))
    heads = [_("Option"), _("Here and at the counter"), _("Ballot boxes"), _("Together"), _("Cost"), _("Won")]
    return sent_csv(f"vote-{pk}", heads, _csv_rows(found))


def _csv_rows(found: Ballot) -> Iterator[list[Any]]:
    options, count = list(found.options.all()), count_of(found)
    won = {line.project.number: line.taken for line in lines_of(found, options, count)}
    for one in options:
        here, boxes = count.votes.get(one.pk, 0), count.box_votes.get(one.pk, 0)
        taken = {True: _("yes"), False: _("no")}.get(won[one.pk], "") if one.pk in won else ""
        yield [one.label, here, boxes, here + boxes, "" if one.cost is None else one.cost, taken]
    yield [_("Blank"), count.blank, count.box_blank, count.empty, "", ""]
    yield [_("Invalid"), "", count.invalid, count.invalid, "", ""]
    yield [_("Papers"), count.people, count.boxes, count.papers, "", ""]


def find_ballot(request: HttpRequest, pk: int) -> Ballot:
    return or_404(ballot_seen_by(request.user, pk))
