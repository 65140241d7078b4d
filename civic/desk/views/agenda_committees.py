"""Committees and who sits on them. Opened when a term ends or a seat is given back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.agenda.actions import Seating, appoint, change_committee, end_seat, found_committee
from civic.agenda.balance import balance_of
from civic.agenda.dissolving import candidates_before, dissolve_committee, may_dissolve
from civic.agenda.models import Committee, Member
from civic.agenda.queries import committees as shown
from civic.agenda.queries import members_on
from civic.agenda.rules import may_keep_members
from civic.desk.agenda_page import form_page, sent
from civic.desk.forms.agenda import CommitteeForm, DissolvingForm, SeatingForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from platform_core.access import require

FIELDS = ("name", "purpose", "process", "quorum", "majority", "again_at_most")
LATEST = 10


@require_http_methods(["GET", "POST"])
@staff_page
def committees(request: HttpRequest) -> HttpResponse:
    require(may_keep_members(request.user))
    form = CommitteeForm(request.POST or None)
    status = 200
    if form.is_bound:
        made: list[Committee] = []

        def deed() -> None:
            made.append(found_committee(**form.cleaned_data, by=colleague(request), at=timezone.now()))

        status = sent(form, deed)
        if made:
            messages.success(request, _("The committee is founded. Now its members."))
            return redirect("desk:agenda_committee", made[0].pk)
    dissolved = Committee.objects.exclude(dissolved_at=None).order_by("-dissolved_at")[:LATEST]
    context = {"committees": list(shown()), "dissolved": list(dissolved), "form": form}
    return render(request, "desk/agenda/committees.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, balance, calls and meetings; a POST appoints somebody."""
    require(may_keep_members(request.user))
    found = get_object_or_404(Committee.objects.select_related("succeeded_by"), pk=pk)
    form = SeatingForm(request.POST or None, committee=found)
    status = 200
    if form.is_bound:
        status = sent(form, lambda: _appoint(request, found, form))
        if status == 200:
            messages.success(request, _("Appointed."))
            return redirect("desk:agenda_committee", pk)
    members = members_on(found, timezone.localdate())
    context = {
        "committee": found,
        "members": members,
        "tables": balance_of(members),
        "calls": list(found.calls.all()[:LATEST]),
        "meetings": list(found.meetings.all()[:LATEST]),
        "form": form,
    }
    return render(request, "desk/agenda/committee.html", context, status=status)


def _appoint(request: HttpRequest, found: Committee, form: SeatingForm) -> Member:
    return appoint(committee=found, seating=Seating(**form.facts()), by=colleague(request), at=timezone.now())


@require_http_methods(["GET", "POST"])
@staff_page
def committee_change(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    found = get_object_or_404(Committee, pk=pk)
    known: dict[str, Any] = {name: getattr(found, name) for name in FIELDS}
    form, by, now = CommitteeForm(request.POST or None, initial=known), colleague(request), timezone.now()
    return form_page(
        request,
        form,
        lambda: change_committee(committee=found, **form.cleaned_data, by=by, at=now),
        said=_("Changed."),
        page="desk:agenda_committee",
        pk=pk,
        title=found.name,
        button=_("Save"),
    )


@require_http_methods(["GET", "POST"])
@staff_page
def committee_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what follows, asks for the reason and for who goes on, then dissolves it."""
    require(may_keep_members(request.user))
    found = get_object_or_404(Committee, pk=pk)
    form = DissolvingForm(request.POST or None, committee=found)
    status = 200
    if form.is_bound:
        status = sent(
            form,
            lambda: dissolve_committee(
                committee=found, **form.cleaned_data, by=colleague(request), at=timezone.now()
            ),
        )
        if status == 200:
            messages.success(request, _("The committee is dissolved. Everybody can read why."))
            return redirect("desk:agenda_committee", pk)
    context = {
        "form": form,
        "committee": found,
        "candidates": candidates_before(found).count(),
        "verdict": may_dissolve(request.user, found),
    }
    return render(request, "desk/agenda/committee_end.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then ends the seat before its term."""
    require(may_keep_members(request.user))
    member = get_object_or_404(Member.objects.select_related("committee"), pk=pk, left_on=None)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        end_seat(member=member, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now())
        messages.success(request, _("The seat is free from today."))
        return redirect("desk:agenda_committee", member.committee_id)
    title = _("End the seat of %(name)s") % {"name": member.name or _("a member")}
    context = {"form": form, "title": title, "button": _("End the seat")}
    return render(request, "desk/agenda/form.html", context, status=422 if form.is_bound else 200)
