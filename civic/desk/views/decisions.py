"""What people decide about a proposal: whether it goes on, what a debate or vote came to, a move by hand.

Opened by a moderator in the morning, with the list of what must be decided and by when.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.desk.deciding import OUTCOMES, stage_of
from civic.desk.forms.decisions import DecisionForm, HandMoveForm, ResultForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.views.proposals import find_proposal, show_proposal
from civic.desk.waiting import Waiting, count_waiting, rows_of, waiting
from civic.journeys import advance
from civic.processes.kinds import Outcome
from civic.proposals.models import Proposal
from civic.proposals.paging import BY_ID, Order
from platform_core.access import Refused

# What people must decide by a date: whoever has waited longest comes first.
OLDEST_FIRST = frozenset({Waiting.SCREENING, Waiting.COMMITTEE, Waiting.RESULTS})
LONGEST_WAITING = Order("waiting", "stage_entered_at", descending=False, is_time=True)


@require_safe
@staff_page
def decisions(request: HttpRequest) -> HttpResponse:
    """One list at a time; without a wish, the first that has something in it."""
    now = timezone.now()
    counts = count_waiting(at=now)
    wished = request.GET.get("list", "")
    kind = Waiting(wished) if wished in Waiting.values else _first_with_something(counts)
    page = page_of(request, waiting(kind, at=now), order=LONGEST_WAITING if kind in OLDEST_FIRST else BY_ID)
    context = {
        "kind": kind,
        "chips": [
            {
                "label": one.label,
                "url": f"?list={one.value}",
                "current": one == kind,
                "count": counts[one.value],
            }
            for one in Waiting
        ],
        "page": page,
        "rows": rows_of(page.rows),
        "now": now,
    }
    return render(request, "desk/decisions.html", context)


def _first_with_something(counts: dict[str, int]) -> Waiting:
    return next((kind for kind in Waiting if counts[kind.value]), Waiting.SCREENING)


@require_POST
@staff_page
def decision(request: HttpRequest, number: int) -> HttpResponse:
    proposal = find_proposal(number)
    form = DecisionForm(request.POST, rules=proposal.rules, stage=stage_of(proposal), outcomes=OUTCOMES)
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, decision_form=form)
    reason, by, now = form.cleaned_data["reason"], colleague(request), timezone.now()

    def decide() -> bool:
        if form.is_refusal and form.cleaned_data.get("code"):
            code = form.cleaned_data["code"]
            return advance.refuse(proposal=proposal, code=code, reason=reason, by=by, at=now)
        outcome = Outcome(form.cleaned_data["outcome"])
        return advance.decide(proposal=proposal, outcome=outcome, reason=reason, by=by, at=now)

    said = _("Not accepted. Its author is told why.") if form.is_refusal else _("Accepted. It goes on.")
    return _carried_out(request, proposal, decide, said, decision_form=form)


@require_POST
@staff_page
def result(request: HttpRequest, number: int) -> HttpResponse:
    proposal = find_proposal(number)
    form = ResultForm(request.POST, stage=stage_of(proposal))
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, result_form=form)
    by, now = colleague(request), timezone.now()

    def record() -> bool:
        return advance.record_result(
            proposal=proposal, counts=form.counts(), note=form.cleaned_data["note"], by=by, at=now
        )

    return _carried_out(
        request, proposal, record, _("The result is recorded for everyone."), result_form=form
    )


@require_POST
@staff_page
def hand_move(request: HttpRequest, number: int) -> HttpResponse:
    proposal = find_proposal(number)
    form = HandMoveForm(request.POST, rules=proposal.rules, stage=stage_of(proposal))
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, move_form=form)
    given, by, now = form.cleaned_data, colleague(request), timezone.now()

    def move() -> bool:
        return advance.move_by_hand(proposal=proposal, to=given["to"], reason=given["reason"], by=by, at=now)

    return _carried_out(request, proposal, move, _("Moved. Everyone can read why."), move_form=form)


def _carried_out(
    request: HttpRequest, proposal: Proposal, deed: Callable[[], bool], said: str, **form: Any
) -> HttpResponse:
    """Refused, the page says why and keeps what was typed; done twice, it says that nothing changed."""
    try:
        done = deed()
    except Refused as refusal:
        return show_proposal(
            request,
            find_proposal(proposal.pk),
            status=refusal.status,
            refusal=refusal.verdict,
            typed=_typed(form),
        )
    if done:
        messages.success(request, said)
    else:
        messages.info(request, _("It was decided already. Nothing was changed."))
    return redirect("desk:proposal", proposal.pk)


def _typed(forms: dict[str, Any]) -> list[tuple[str, str]]:
    """Labels and texts of what was written, for copying."""
    return [
        (field.label, str(field.value()))
        for form in forms.values()
        for field in form
        if field.name in ("reason", "note") and field.value()
    ]
