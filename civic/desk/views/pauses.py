"""보완 요청: asking the author for what is missing, and letting the days count again.

Opened by a respondent who cannot answer without a photograph, an address, a number.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.answers.due import last_day
from civic.answers.rules import may_pause
from civic.answers.terms import terms_of
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.requests import find_request
from civic.journeys.pause import pause as pause_journey
from civic.journeys.pause import resume
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    owed = find_request(pk)
    allowed = may_pause(request.user, owed, timezone.now())
    if request.method == "GET":
        require(allowed)
    form = ReasonForm(request.POST or None)
    terms = terms_of(owed)
    context = {
        "owed": owed,
        "proposal": owed.proposal,
        "form": form,
        "days": terms.pause_days,
        "left": terms.pauses - owed.pauses.count() - 1,
        "last_day": last_day(owed.due_at),
    }
    if allowed.allowed and (request.method == "GET" or not form.is_valid()):
        return render(request, "desk/pause.html", context, status=422 if form.is_bound else 200)
    form.is_valid()
    try:
        require(allowed)
        paused = pause_journey(
            request=owed, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
    except Refused as refusal:
        context |= {"refusal": refusal.verdict}
        return render(request, "desk/pause.html", context, status=refusal.status)
    said = {"moment": date_format(timezone.localtime(paused.ends_at), "DATETIME_FORMAT")}
    messages.success(
        request, _("The author is told. Days do not count until %(moment)s at the latest.") % said
    )
    return redirect("desk:request", owed.pk)


@require_POST
@staff_page
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    """Pressed twice, the second time says that days count already."""
    owed = find_request(pk)
    resume(request=owed, by=colleague(request), at=timezone.now())
    owed.refresh_from_db()
    day = date_format(last_day(owed.due_at), "DATE_FORMAT")
    messages.success(request, _("Days count again. The answer is due by %(day)s.") % {"day": day})
    return redirect("desk:request", owed.pk)
