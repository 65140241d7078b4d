"""의제 후보 and their research. Opened weekly by whoever prepares the next meeting, and by departments that add to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.agenda.candidates import joined_into, put_forward
from civic.agenda.models import Candidate, Evidence, Meeting, State
from civic.agenda.queries import candidates_visible_to, history_of, sheet_of, to_be_begun
from civic.agenda.researching import add_evidence, remove_evidence, similar_offered, take_over_similar
from civic.agenda.rules import may_keep_members, may_research
from civic.agenda.taking_over import left_behind
from civic.desk.agenda_page import pressed, sent
from civic.desk.forms.agenda import EvidenceForm, NumberForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.views.proposals import find_proposal
from platform_core.access import require

FEW = 5


@require_safe
@staff_page
def agenda(request: HttpRequest) -> HttpResponse:
    """One list by state; what waits, without a wish."""
    wished = request.GET.get("state", State.WAITING)
    state = wished if wished in State.values else State.WAITING
    rows = candidates_visible_to(request.user).filter(state=state)
    context = {
        "page": page_of(request, rows),
        "chips": [
            {"label": label, "url": f"?state={value}", "current": value == state}
            for value, label in State.choices
        ],
        "to_be_begun": list(to_be_begun()[:FEW]),
        "has_left": left_behind().exists(),
        "meetings": list(
            Meeting.objects.filter(closed_at=None, cancelled_at=None)
            .select_related("committee")
            .order_by("starts_at")[:FEW]
        ),
        "may_keep": may_keep_members(request.user).allowed,
    }
    return render(request, "desk/agenda/overview.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def new_candidate(request: HttpRequest) -> HttpResponse:
    require(may_keep_members(request.user))
    form = NumberForm(request.POST or None, initial={"item": request.GET.get("item", "")})
    if form.is_bound:

        def deed() -> Any:
            return put_forward(**form.cleaned_data, by=colleague(request), at=timezone.now())

        status = sent(form, deed)
        if status == 200:
            messages.success(request, _("It is a candidate now."))
            return redirect("desk:agenda")
    else:
        status = 200
    context = {"form": form, "title": _("Put a proposal forward"), "button": _("Put forward")}
    return render(request, "desk/agenda/form.html", context, status=status)


def find_candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_object_or_404(candidates_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
@staff_page
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """The research sheet; a POST adds to it."""
    found = find_candidate(request, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    status = 200
    if form.is_bound:
        status = sent(form, lambda: _add(request, found, form))
        if status == 200:
            messages.success(request, _("It stands on the sheet."))
            return redirect("desk:agenda_candidate", pk)
    return _show(request, found, form, status)


def _add(request: HttpRequest, found: Candidate, form: EvidenceForm) -> Evidence:
    file = form.cleaned_data["file"]
    files = [file] if file else []
    return add_evidence(
        candidate=found, found=form.found(), files=files, by=colleague(request), at=timezone.now()
    )


def _show(request: HttpRequest, found: Candidate, form: forms.Form, status: int) -> HttpResponse:
    context = {
        "candidate": found,
        "sheet": sheet_of(found),
        "similar": similar_offered(found, at=timezone.now()),
        "joined": joined_into([found.item]).get(found.item_id, []),
        "history": history_of(found),
        "form": form,
        "may_keep": may_keep_members(request.user).allowed,
        "may_add": may_research(request.user).allowed,
    }
    return render(request, "desk/agenda/candidate.html", context, status=status)


@require_POST
@staff_page
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts one that the search offers on the sheet."""
    found = find_candidate(request, pk)
    number = request.POST.get("number", "")
    item = find_proposal(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if item is not None:
        pressed(
            request,
            lambda: take_over_similar(candidate=found, item=item, by=colleague(request), at=timezone.now()),
            _("It stands on the sheet."),
        )
    return redirect("desk:agenda_candidate", pk)


@require_POST
@staff_page
def evidence_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Evidence.objects.select_related("candidate"), pk=pk)
    pressed(
        request,
        lambda: remove_evidence(evidence=found, by=colleague(request), at=timezone.now()),
        _("Taken off the sheet."),
    )
    return redirect("desk:agenda_candidate", found.candidate_id)
