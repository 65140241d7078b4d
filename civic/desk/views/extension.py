"""Asking for more time: the rule's own days, shown as a date before anybody confirms, with a public reason."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.answers.due import due_after, last_day
from civic.answers.rules import may_extend
from civic.answers.terms import terms_of
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.requests import find_request
from civic.desk.words import days_words
from civic.journeys.answer import extend
from platform_core.access import Refused, Verdict, require


@require_http_methods(["GET", "POST"])
@staff_page
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    owed = find_request(pk)
    terms = terms_of(owed)
    allowed = may_extend(request.user, owed, timezone.now())
    if request.method == "GET":
        require(allowed)
    form = ReasonForm(request.POST or None)
    context = {
        "owed": owed,
        "proposal": owed.proposal,
        "form": form,
        "last_day": last_day(owed.due_at),
        "left": terms.extensions - owed.extensions.count() - 1,
    }
    if not allowed.allowed:
        return _refused(request, context, allowed)
    new_due = due_after(max(owed.due_at, timezone.now()), terms.extension_days, terms.unit)
    context |= {
        "new_last_day": last_day(new_due),
        "days": days_words(terms.extension_days, terms.unit),
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "desk/extension.html", context, status=422 if form.is_bound else 200)
    try:
        extended = extend(
            request=owed,
            reason=form.cleaned_data["reason"],
            by=colleague(request),
            at=timezone.now(),
            from_due_at=_date_seen(request) or owed.due_at,
        )
    except Refused as refusal:
        return _refused(request, context, refusal.verdict)
    if extended is None:
        messages.info(request, _("The date had been moved already. Nothing was changed."))
        return redirect("desk:request", owed.pk)
    day = date_format(last_day(extended.to_due_at), "DATE_FORMAT")
    messages.success(request, _("The answer is now due by %(day)s.") % {"day": day})
    return redirect("desk:request", owed.pk)


def _date_seen(request: HttpRequest) -> datetime | None:
    """The date that stood on the page: a form sent twice must not extend twice."""
    try:
        return parse_datetime(request.POST.get("from_due_at", ""))
    except ValueError:
        return None


def _refused(request: HttpRequest, context: dict[str, object], verdict: Verdict) -> HttpResponse:
    status = Refused(verdict).status
    return render(request, "desk/extension.html", {**context, "refusal": verdict}, status=status)
