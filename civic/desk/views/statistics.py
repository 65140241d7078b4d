"""Statistics per day, with a range, a chart, a table and an export. For whoever writes the monthly report."""

from datetime import date, timedelta
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
from platform_core.files.tables import dated, sent_csv, sent_workbook
from platform_core.text.spreadsheet import Sheet


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
    return sent_csv(dated("statistics"), *_table(request))


@require_safe
@staff_page
def statistics_xlsx(request: HttpRequest) -> FileResponse:
    return sent_workbook(dated("statistics"), Sheet(_("Statistics"), *_table(request)))
