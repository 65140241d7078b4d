"""A report as files: the PDF of a version, its numbers, and every open opinion without who wrote it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from civic.journeys.reporting import pdf_of
from civic.portal.results import find_version
from civic.results.annex import number_heads, number_rows, opinion_heads, opinion_rows, sheets
from civic.results.models import ReportVersion
from civic.results.showing import shown_version
from platform_core.files.tables import sent_csv, sent_workbook


@require_safe
def result_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file, once it is made of what everybody may still read; until then, back to the page that says so."""
    version = find_version(request, pk, number)
    made = pdf_of(version)
    if made is None:
        return redirect("portal:result_version", pk, number)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_name(version)}.pdf"'
    # What it quotes may be taken back: nobody keeps it for others.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def result_numbers(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The numbers of this version: of its moment."""
    version = find_version(request, pk, number)
    return sent_csv(f"{_name(version)}-numbers", number_heads(), number_rows(shown_version(version)))


@require_safe
def result_xlsx(request: HttpRequest, pk: int, number: int) -> FileResponse:
    version = find_version(request, pk, number)
    return sent_workbook(_name(version), *sheets(shown_version(version)))


@require_safe
def result_opinions(request: HttpRequest, pk: int) -> FileResponse:
    """Opinions as they can be read today."""
    debate = find_version(request, pk).report.debate
    return sent_csv(f"result-{pk}-opinions", opinion_heads(), opinion_rows(debate))


def _name(version: ReportVersion) -> str:
    return f"result-{version.report_id}-version-{version.number}"
