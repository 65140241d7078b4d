"""Many institutions from one table: sent, judged row by row, opened while one looks on, told row by row."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.text.spreadsheet import write_table
from tenants.models import OpeningBatch, OpeningRow, RowState
from tenants.provisioning.asking import SILENT
from tenants.provisioning.batches.actions import BatchRunning, begin, counts_of, keep_batch, run_batch
from tenants.provisioning.batches.reading import COLUMNS, LARGEST, MOST_ROWS, NoTable, judged_rows

PAGE_SIZE = 50
# Without a worker the page itself opens rows, so long at a time.
AT_ONCE = timedelta(seconds=6)
NOT_OPENED = [RowState.WRONG, RowState.REFUSED, RowState.FAILED]


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy(
            "CSV, as spreadsheets save it; a row for each institution. Nothing is opened before you have seen "
            "what is wrong in it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )


@require_http_methods(["GET", "POST"])
@operators_only
def batches(request: HttpRequest) -> HttpResponse:
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = judged_rows(file.read(LARGEST + 1))
        except NoTable as error:
            form.add_error("file", str(error))
        else:
            kept = keep_batch(name=file.name, rows=rows, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
            return HttpResponseRedirect(reverse("console:batch", args=[kept.pk]))
    context = {
        "form": form,
        "columns": list(COLUMNS),
        "most": MOST_ROWS,
        "page": Paginator(OpeningBatch.objects.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "side_links": links("batches"),
    }
    return render(request, "console/batches.html", context, status=422 if form.errors else 200)


@require_safe
@operators_only
def sample(request: HttpRequest) -> HttpResponse:
    """A table with its heads and one row, to be filled in."""
    row = ["하늘시", "haneul", "first@haneul.example", "김하늘", "city", "city", "ko,en", "Asia/Seoul", "KR"]
    return _csv("institutions.csv", list(COLUMNS), [[*row, *[""] * (len(COLUMNS) - len(row))]])


@require_safe
@operators_only
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(OpeningBatch, pk=pk)
    wanted = request.GET.get("state", "")
    rows = found.rows.select_related("institution").order_by("number")
    rows = rows.filter(state=wanted) if wanted in RowState.values else rows
    context = {
        "batch": found,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": _tabs(found, wanted),
        "side_links": links("batches"),
        **_progress(found),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/batch_progress.html", context)
    return render(request, "console/batch.html", context)


def _tabs(found: OpeningBatch, wanted: str) -> list[dict[str, Any]]:
    here, counts = reverse("console:batch", args=[found.pk]), counts_of(found)
    everything = {"label": _("All"), "url": here, "current": not wanted}
    return [
        everything,
        *(
            {
                "label": f"{state.label} {counts[state.value]}",
                "url": f"{here}?state={state.value}",
                "current": state == wanted,
            }
            for state in RowState
            if counts[state.value]
        ),
    ]


def _progress(found: OpeningBatch) -> dict[str, Any]:
    counts = counts_of(found)
    total = sum(counts.values()) - counts[RowState.WRONG]
    left = counts[RowState.WAITING] + counts[RowState.OPENING]
    under_way = found.begun_at is not None and found.finished_at is None
    return {
        "counts": counts,
        "total": total,
        "done": total - left,
        "left": left,
        "can_begin": total > counts[RowState.OPEN],
        "under_way": under_way,
        "goes_on": under_way and timezone.now() - found.moved_at < SILENT,
        "not_opened": sum(counts[state] for state in NOT_OPENED),
    }


@require_POST
@operators_only
def batch_opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Open its rows, or go on where it stopped."""
    found = get_object_or_404(OpeningBatch, pk=pk)
    try:
        if not begin(batch=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
            run_batch(found, by=request.user, at_most=AT_ONCE)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
    except BatchRunning:
        messages.info(request, _("It is being opened by somebody else at this moment."))
    return HttpResponseRedirect(reverse("console:batch", args=[pk]))


@require_safe
@operators_only
def batch_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were not opened, as they were typed, to be corrected and sent again."""
    found = get_object_or_404(OpeningBatch, pk=pk)
    rows = found.rows.filter(state__in=NOT_OPENED).order_by("number")
    return _csv(f"to-correct-{pk}.csv", [*COLUMNS, _("What is wrong")], (_typed(row) for row in rows))


def _typed(row: OpeningRow) -> list[str]:
    return [*(row.given.get(name, "") for name in COLUMNS), _wrong(row)]


def _wrong(row: OpeningRow) -> str:
    return "; ".join([*(f"{name}: {said}" for name, said in row.faults.items()), *filter(None, [row.error])])


@require_safe
@operators_only
def batch_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(OpeningBatch, pk=pk)
    rows = found.rows.select_related("institution").order_by("number")
    heads = [_("Row"), _("Institution"), _("Address"), _("State"), _("What is wrong"), _("Finished")]
    return _csv(f"report-{pk}.csv", heads, (_reported(row) for row in rows))


def _reported(row: OpeningRow) -> list[Any]:
    moment = timezone.localtime(row.moved_at).isoformat(timespec="seconds") if row.moved_at else ""
    name, address = row.given.get("name", ""), row.given.get("address", "")
    return [row.number, name, address, row.get_state_display(), _wrong(row), moment]


def _csv(name: str, heads: list[Any], rows: Iterable[list[Any]]) -> HttpResponse:
    file = io.BytesIO()
    write_table(file, heads=heads, rows=rows)
    answer = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
