"""A report as files: the PDF of a version, its numbers, and every open opinion without who wrote it."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from civic.journeys.reporting import pdf_of
from civic.portal.results import find_version
from civic.results.annex import write_numbers, write_opinions, write_workbook
from civic.results.models import ReportVersion
from civic.results.showing import shown_version

IN_MEMORY_BYTES = 4 * 1024 * 1024
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return _file(
        lambda file: write_numbers(file, shown_version(version)), f"{_name(version)}-numbers.csv", CSV
    )


@require_safe
def result_xlsx(request: HttpRequest, pk: int, number: int) -> FileResponse:
    version = find_version(request, pk, number)
    return _file(lambda file: write_workbook(file, shown_version(version)), f"{_name(version)}.xlsx", XLSX)


@require_safe
def result_opinions(request: HttpRequest, pk: int) -> FileResponse:
    """Opinions as they can be read today."""
    version = find_version(request, pk)
    name = f"result-{pk}-opinions.csv"
    return _file(lambda file: write_opinions(file, version.report.debate), name, CSV)


def _name(version: ReportVersion) -> str:
    return f"result-{version.report_id}-version-{version.number}"


def _file(write: Callable[[IO[bytes]], Any], name: str, content_type: str) -> FileResponse:
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
