"""A call for volunteers and its draw, step by step. Two people are needed, and a day in between."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.agenda import verify_draw
from civic.agenda.lottery import (
    cancel_call,
    confirm_and_draw,
    destroyed_from,
    enter_numbers,
    open_call,
    publish_list,
)
from civic.agenda.models import Call, Committee, Member, Volunteer
from civic.agenda.rules import may_keep_members
from civic.agenda.volunteering import give_back, seat_drawn, seated_codes
from civic.desk.agenda_page import form_page, pressed, several_forms
from civic.desk.forms.agenda_calls import CallForm, ConfirmNumbersForm, NumbersForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.privacy.places import Place
from platform_core.access import require

PLAIN = ("title", "body", "seat", "opens_at", "closes_at", "term_months", "kept_days")


@require_http_methods(["GET", "POST"])
@staff_page
def new_call(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the committee's."""
    require(may_keep_members(request.user))
    committee = get_object_or_404(Committee, pk=pk)
    form = CallForm(request.POST or None)

    def deed() -> Call:
        plain = {name: form.cleaned_data[name] for name in PLAIN}
        places, outside = form.places(), form.outside()
        by, now = colleague(request), timezone.now()
        return open_call(committee=committee, places=places, outside=outside, **plain, by=by, at=now)

    return form_page(
        request,
        form,
        deed,
        said=_("The terms are published. They cannot be changed any more."),
        page="desk:agenda_call",
        title=_("Call for volunteers"),
        button=_("Publish the terms"),
    )


def find_call(pk: int) -> Call:
    return get_object_or_404(Call.objects.select_related("committee", "numbers_by"), pk=pk)


@require_safe
@staff_page
def call(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    return _show(request, find_call(pk))


def _show(request: HttpRequest, found: Call, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    now = timezone.now()
    seats = _seats(found) if found.settled_at else []
    drawn = [seat["person"].user_id for seat in seats if seat["person"] is not None]
    shows(request, Place.DRAW, drawn, number=found.pk)
    context = {
        "call": found,
        "count": found.volunteers.count(),
        "now": now,
        "is_drawn_elsewhere": now >= found.drawn_at,
        "is_mine": found.numbers_by_id == colleague(request).pk,
        "seats": seats,
        "destroyed_from": destroyed_from(found),
        "digest": verify_draw.list_digest(found.codes) if found.frozen_at else "",
        "numbers_form": NumbersForm(),
        "confirm_form": ConfirmNumbersForm(),
        "reason_form": ReasonForm(),
        **typed,
    }
    return render(request, "desk/agenda/call.html", context, status=status)


def _seats(found: Call) -> list[dict[str, Any]]:
    """Whoever holds a seat now, with how to reach them: three queries, however many seats."""
    codes = seated_codes(found)
    people = {
        one.code: one for one in Volunteer.objects.filter(call=found, code__in=codes).select_related("user")
    }
    seated = set(Member.objects.filter(call=found, code__in=codes).values_list("code", flat=True))
    return [{"code": code, "person": people.get(code), "is_seated": code in seated} for code in codes]


@require_POST
@staff_page
def call_list(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_call(pk)
    pressed(
        request,
        lambda: publish_list(call=found, by=colleague(request), at=timezone.now()),
        _("The list of codes is published."),
    )
    return redirect("desk:agenda_call", pk)


_by_form = several_forms(_show, "desk:agenda_call")


@require_POST
@staff_page
def call_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_call(pk), NumbersForm(request.POST)
    return _by_form(
        request,
        found,
        "numbers_form",
        form,
        lambda: enter_numbers(call=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("Entered. Somebody else reads them at their source and confirms."),
    )


@require_POST
@staff_page
def call_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_call(pk), ConfirmNumbersForm(request.POST)
    return _by_form(
        request,
        found,
        "confirm_form",
        form,
        lambda: confirm_and_draw(call=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("Drawn. Everybody can check it now."),
    )


@require_POST
@staff_page
def call_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_call(pk), ReasonForm(request.POST)
    return _by_form(
        request,
        found,
        "reason_form",
        form,
        lambda: cancel_call(call=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("Cancelled. Everybody can read why."),
    )


@require_POST
@staff_page
def call_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever was drawn accepts from today, or gives the seat back: the next one's turn."""
    require(may_keep_members(request.user))
    found, code = find_call(pk), request.POST.get("code", "")
    by, now = colleague(request), timezone.now()
    if request.POST.get("wish") == "return":
        pressed(
            request,
            lambda: give_back(call=found, code=code, by=by, at=now),
            _("Given back. Whoever stands by next follows."),
        )
    else:
        pressed(
            request,
            lambda: seat_drawn(call=found, code=code, begins_on=timezone.localdate(now), by=by, at=now),
            _("Seated from today."),
        )
    return redirect("desk:agenda_call", pk)
