"""The list of proposals as a table for a spreadsheet. Opened by whoever writes the monthly report."""

import csv
import io
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.desk import queries
from civic.desk.csv_cells import harmless
from civic.desk.forms.proposals import ProposalFilterForm
from civic.desk.gate import colleague, staff_page
from civic.desk.table import heads, rows
from civic.journeys.export import may_export, record_export
from civic.proposals.models import Proposal
from platform_core.access import require

IN_MEMORY_BYTES = 4 * 1024 * 1024
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Korean as gibberish


@require_safe
@staff_page
def proposals_csv(request: HttpRequest) -> FileResponse:
    """The whole table is made before the first byte leaves: a broken one never looks like a finished one.

    The same filters as the list of proposals.
    """
    require(may_export(request.user))
    now = timezone.now()
    form = ProposalFilterForm(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    address = request.build_absolute_uri(reverse("portal:proposal", args=[1])).removesuffix("1/")
    found = queries.matching(Proposal.objects.all(), wanted, now)
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    count = _write(file, rows(found, at=now, address=address))
    record_export(rows=count, filters=_as_text(wanted), by=colleague(request), at=now)
    name = f"proposals-{timezone.localdate():%Y-%m-%d}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _write(file: Any, table: Any) -> int:
    """Heads and rows, every cell harmless and quoted; returns how many rows."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(heads())
    count = 0
    for row in table:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    file.seek(0)
    return count


def _as_text(wanted: dict[str, Any]) -> dict[str, str]:
    return {name: str(getattr(value, "pk", value)) for name, value in wanted.items()}
