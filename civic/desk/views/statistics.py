"""Statistics per day, with a range, a chart, a table and an export. For whoever writes the monthly report."""

from datetime import date, timedelta
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.desk.forms.statistics import asked
from civic.desk.gate import staff_page
from civic.efficacy.daily import MEASURES, Line, days_of, drawn, sums
from civic.efficacy.drawing import draw
from civic.efficacy.queries import counted_until
from civic.efficacy.tables import write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY_BYTES = 1024 * 1024


def _yesterday(until: date | None) -> date:
    """The last day that was counted."""
    return (until or timezone.localdate()) - timedelta(days=1)


@require_safe
@staff_page
def statistics(request: HttpRequest) -> HttpResponse:
    until = counted_until()
    form, first, last, measure = asked(request.GET, _yesterday(until))
    lines = days_of(first, last)
    values = drawn(lines, measure)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "until": _yesterday(until) if until else None,
        "heads": MEASURES.values(),
        "lines": lines[::-1],
        "sums": sums(lines),
        "title": MEASURES[measure],
        "chart": draw(values),
        "rows": values,
        "is_empty": not any(value for _label, value in values),
        "query": f"first={first.isoformat()}&last={last.isoformat()}",
    }
    return render(
        request, "desk/efficacy/statistics.html", context, status=422 if form.errors and request.GET else 200
    )


def _table(request: HttpRequest) -> tuple[list[Any], list[list[Any]]]:
    _form, first, last, _measure = asked(request.GET, _yesterday(counted_until()))
    return [_("Day"), *MEASURES.values()], [_row(line) for line in days_of(first, last)]


def _row(line: Line) -> list[Any]:
    return [line.day.isoformat(), *line.values]


@require_safe
@staff_page
def statistics_csv(request: HttpRequest) -> FileResponse:
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    write_csv(file, *_table(request))
    return sent(file, "statistics", "csv", "text/csv; charset=utf-8")


@require_safe
@staff_page
def statistics_xlsx(request: HttpRequest) -> FileResponse:
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    write_xlsx(file, _("Statistics"), *_table(request))
    return sent(file, "statistics", "xlsx", XLSX)


def sent(file: Any, name: str, ending: str, kind: str) -> FileResponse:
    """The finished table, from its beginning."""
    file.seek(0)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=kind)
