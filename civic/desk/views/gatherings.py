"""Preparing gatherings. Opened by whoever books the room and writes the invitation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.gatherings import GatheringForm, initial_of
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.gatherings import rules
from civic.gatherings.actions import (
    cancel_gathering,
    change_gathering,
    publish_gathering,
    write_gathering,
)
from civic.gatherings.models import Gathering
from civic.gatherings.queries import LATEST, SOONEST, counts_of, counts_of_all
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused, require


@require_safe
@staff_page
def gatherings(request: HttpRequest) -> HttpResponse:
    """Coming ones, those being prepared among them; or past ones."""
    at, is_past = timezone.now(), request.GET.get("when") == "past"
    found = Gathering.objects.select_related("department")
    rows = found.filter(ends_at__lte=at) if is_past else found.filter(ends_at__gt=at)
    page = page_of(request, rows, order=LATEST if is_past else SOONEST)
    counts = counts_of_all(page.rows)
    context = {
        "page": page,
        "may_prepare": rules.may_prepare(request.user).allowed,
        "rows": [{"gathering": one, "counts": counts.get(one.pk)} for one in page.rows],
        "tabs": [
            {"label": _("Coming"), "url": request.path, "current": not is_past},
            {"label": _("Past"), "url": f"{request.path}?when=past", "current": is_past},
        ],
    }
    return render(request, "desk/gatherings/list.html", context)


def find(number: int) -> Gathering:
    """Raises Http404."""
    return get_object_or_404(Gathering.objects.select_related("department"), pk=min(number, LARGEST_ID))


def managed(request: HttpRequest, number: int) -> Gathering:
    """One whose list and record this colleague handles. Raises Http404 and Refused."""
    found = find(number)
    require(rules.may_manage(request.user, found))
    return found


@require_safe
@staff_page
def gathering(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that can be done with it, and why something cannot."""
    found, at, person = find(number), timezone.now(), request.user
    context = {
        "gathering": found,
        "counts": counts_of(found),
        "may_prepare": rules.may_prepare(person).allowed,
        "may_manage": rules.may_manage(person, found),
        "may_change": rules.may_change(person, found, at),
        "may_check_in": rules.may_check_in(person, found, at),
        "may_write": rules.may_write_minutes(person, found, at),
        "may_export": rules.may_export(person, found),
        "may_destroy": rules.may_destroy(person, found, at),
        "exports": found.exports.select_related("by").order_by("-at")[:20],
        "destruction": getattr(found, "destruction", None) if found.destroyed_at else None,
        "files": found.files.order_by("pk"),
    }
    return render(request, "desk/gatherings/gathering.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def new_gathering(request: HttpRequest) -> HttpResponse:
    """`?copy=` begins with an earlier one, without its dates."""
    require(rules.may_prepare(request.user))
    form = GatheringForm(request.POST or None, initial=_copied(request))
    if form.is_valid():
        try:
            made = write_gathering(**_written(form), by=colleague(request), at=timezone.now())
        except Refused as refusal:
            return _form_page(request, form, None, refusal)
        messages.success(request, _("Kept. Citizens see it when you publish it."))
        return redirect("desk:gathering", made.pk)
    return _form_page(request, form, None)


def _copied(request: HttpRequest) -> dict[str, Any]:
    number = request.GET.get("copy", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {"signup_opens_at": timezone.now()}
    return initial_of(find(int(number)), copied=True)


@require_http_methods(["GET", "POST"])
@staff_page
def edition(request: HttpRequest, number: int) -> HttpResponse:
    found = managed(request, number)
    form = GatheringForm(request.POST or None, initial=initial_of(found))
    if form.is_valid():
        try:
            change_gathering(gathering=found, **_written(form), by=colleague(request), at=timezone.now())
        except Refused as refusal:
            return _form_page(request, form, found, refusal)
        messages.success(request, _("Changed. Where time or place changed, people are told."))
        return redirect("desk:gathering", found.pk)
    return _form_page(request, form, found)


def _written(form: GatheringForm) -> dict[str, Any]:
    return {
        "plan": form.plan(),
        "items": form.cleaned_data["items"],
        "debates": form.cleaned_data["debates"],
    }


def _form_page(
    request: HttpRequest, form: GatheringForm, found: Gathering | None, refusal: Refused | None = None
) -> HttpResponse:
    """Nothing typed is lost, whatever was wrong with it."""
    status = refusal.status if refusal else (422 if form.is_bound else 200)
    context = {"form": form, "gathering": found, "verdict": refusal.verdict if refusal else None}
    return render(request, "desk/gatherings/form.html", context, status=status)


@require_POST
@staff_page
def publication(request: HttpRequest, number: int) -> HttpResponse:
    found = find(number)
    if publish_gathering(gathering=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("Published. Everybody sees it now."))
    return redirect("desk:gathering", found.pk)


@require_http_methods(["GET", "POST"])
@staff_page
def cancellation(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for the reason, which everybody reads."""
    found = managed(request, number)
    verdict = rules.may_cancel(request.user, found, timezone.now())
    form = ReasonForm(request.POST or None)
    if verdict.allowed and form.is_valid():
        cancel_gathering(
            gathering=found, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(
            request, _("Cancelled. People with a mail address are told; please call the others.")
        )
        return redirect("desk:gathering_people", found.pk)
    context = {"form": form, "gathering": found, "verdict": verdict, "counts": counts_of(found)}
    return render(request, "desk/gatherings/cancellation.html", context, status=422 if form.is_bound else 200)
