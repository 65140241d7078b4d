"""A report before and after it is published: as everybody will read it, and how far its file has come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.results import PublishReportForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.results import find_report
from civic.journeys.report import publish_report
from civic.journeys.reporting import printout_of, send_for
from civic.notifications.results import participants_of
from civic.results.models import Report, ReportVersion
from civic.results.rules import may_write_report
from civic.results.showing import shown_draft
from platform_core.access import Refused, require


@require_safe
@staff_page
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    context = {
        "report": found,
        "shown": shown_draft(found),
        "verdict": may_write_report(request.user, found.debate),
    }
    return render(request, "desk/results/preview.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def report_publication(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    coming = _coming(found)
    form = PublishReportForm(request.POST or None, initial={"number": coming}, is_first=coming == 1)
    context = {
        "report": found,
        "form": form,
        "number": coming,
        "participants": participants_of(found.debate).count(),
    }
    require(may_write_report(request.user, found.debate))
    if not form.is_valid():
        return render(request, "desk/results/publication.html", context, status=422 if form.is_bound else 200)
    try:
        version = publish_report(
            report=found,
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            by=colleague(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        context["refusal"] = refusal.verdict
        return render(request, "desk/results/publication.html", context, status=refusal.status)
    send_for(version)
    messages.success(request, _("Published. Everybody who took part is told, and its PDF is being made."))
    return redirect("desk:report_file", pk, version.number)


def _coming(report: Report) -> int:
    latest = report.versions.only("number").first()
    return latest.number + 1 if latest else 1


@require_http_methods(["GET", "POST"])
@staff_page
def report_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """How far the PDF is; POST tries again after a failure. As a piece of a page when htmx asks."""
    found = find_report(pk)
    version = get_object_or_404(ReportVersion, report=found, number=number)
    if request.method == "POST":
        require(may_write_report(request.user, found.debate))
        printout_of(version, anew=True)
        return redirect("desk:report_file", pk, number)
    context = {"report": found, "version": version, "printout": printout_of(version)}
    if request.headers.get("HX-Request"):
        response = render(request, "desk/results/printout.html", context)
        response["X-Fragment"] = "yes"
        return response
    return render(request, "desk/results/file.html", context)
