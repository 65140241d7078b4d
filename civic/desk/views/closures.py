"""The institution's own days off. Opened by an administrator when a holiday of the house is decided."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.closures import ClosureForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.processes import closing
from platform_core.access import Refused, require

PAST_SHOWN = 40


@require_http_methods(["GET", "POST"])
@staff_page
def closures(request: HttpRequest) -> HttpResponse:
    require(closing.may_manage_closures(request.user))
    today = timezone.localdate()
    form = ClosureForm(request.POST or None, tomorrow=today + timedelta(days=1))
    if form.is_valid() and _add(request, form):
        return redirect("desk:closures")
    rows = closing.closures()
    context = {
        "form": form,
        "ahead": rows.filter(day__gt=today).order_by("day"),
        "past": rows.filter(day__lte=today).order_by("-day")[:PAST_SHOWN],
    }
    return render(request, "desk/closures.html", context, status=422 if form.is_bound else 200)


def _add(request: HttpRequest, form: ClosureForm) -> bool:
    day = form.cleaned_data["day"]
    try:
        added = closing.add_closure(
            day=day, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("day", f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    said = {"day": date_format(day, "DATE_FORMAT")}
    if added is None:
        messages.info(request, _("%(day)s is a day off already. Nothing was changed.") % said)
    else:
        messages.success(
            request,
            _("%(day)s is a day off now. Dates worked out from now on skip it; promised dates stay.") % said,
        )
    return True


@require_http_methods(["GET", "POST"])
@staff_page
def closure_removal(request: HttpRequest, pk: int) -> HttpResponse:
    require(closing.may_manage_closures(request.user))
    closure = get_object_or_404(closing.closures(), pk=pk)
    require(closing.may_remove_closure(request.user, closure, timezone.now()))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        closing.remove_closure(
            closure=closure, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("People work on this day after all. Promised dates stay."))
        return redirect("desk:closures")
    context = {"form": form, "closure": closure}
    return render(request, "desk/closure_removal.html", context, status=422 if form.is_bound else 200)
