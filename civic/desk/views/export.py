"""The list of proposals as a table for a spreadsheet. Opened by whoever writes the monthly report."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.desk import queries
from civic.desk.gate import colleague, staff_page
from civic.desk.table import heads, rows
from civic.desk.views.proposals import asked
from civic.journeys.export import may_export, record_export
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.files.tables import dated, sent_csv


@require_safe
@staff_page
def proposals_csv(request: HttpRequest) -> FileResponse:
    """What the list of proposals shows, with the same filters."""
    require(may_export(request.user))
    now = timezone.now()
    _form, wanted = asked(request)
    address = request.build_absolute_uri(reverse("portal:proposal", args=[1])).removesuffix("1/")
    found = queries.matching(Proposal.objects.all(), wanted, now)
    table = sent_csv(dated("proposals"), heads(), rows(found, at=now, address=address))
    record_export(rows=table.row_count, filters=_as_text(wanted), by=colleague(request), at=now)
    return table


def _as_text(wanted: dict[str, Any]) -> dict[str, str]:
    return {name: str(getattr(value, "pk", value)) for name, value in wanted.items()}
