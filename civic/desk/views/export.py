"""The list of proposals as a table for a spreadsheet. Opened by whoever writes the monthly report."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.due import last_day
from civic.answers.models import Answer, AnswerRequest
from civic.desk import queries
from civic.desk.csv_cells import harmless
from civic.desk.forms.proposals import ProposalFilterForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.export import may_export, record_export
from civic.proposals.models import Proposal
from civic.proposals.rules import stage_label
from platform_core.access import require

BATCH = 500
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
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_heads())
    count = 0
    for proposal in _in_batches(queries.matching(queries.proposals(), wanted, now)):
        writer.writerow([harmless(cell) for cell in _cells(proposal, now, request)])
        count += 1
    text.detach()
    file.seek(0)
    record_export(rows=count, filters=_as_text(wanted), by=colleague(request), at=now)
    name = f"proposals-{timezone.localdate():%Y-%m-%d}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _in_batches(rows: Any) -> Iterator[Proposal]:
    """By number, a batch at a time, each with its latest answer in one query."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        numbers = [proposal.pk for proposal in batch]
        answers = (
            Answer.objects.filter(request__proposal__in=numbers).select_related("request").order_by("pk")
        )
        owed = AnswerRequest.objects.filter(proposal__in=numbers, state="open")
        by_proposal = {answer.request.proposal_id: answer for answer in answers}
        due = {request.proposal_id: request.due_at for request in owed}
        for proposal in batch:
            proposal.latest_answer = by_proposal.get(proposal.pk)
            proposal.answer_due_at = due.get(proposal.pk)
            yield proposal
        last = numbers[-1]


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Author"),
        _("Category"),
        _("Department"),
        _("Stage"),
        _("Closed because"),
        _("Shown or hidden"),
        _("Proposed on"),
        _("Support closes on"),
        _("Supports"),
        _("Supports brought from elsewhere"),
        _("Comments"),
        _("Answer owed by"),
        _("Decision"),
        _("Answered on"),
        _("Address"),
    ]


def _cells(proposal: Any, now: datetime, request: HttpRequest) -> list[Any]:
    answer = proposal.latest_answer
    return [
        proposal.pk,
        proposal.title,
        proposal.author.name if proposal.author else "",
        proposal.category.name if proposal.category else "",
        proposal.department.name if proposal.department else "",
        stage_label(proposal, now),
        proposal.get_closed_as_display(),
        proposal.get_standing_display(),
        _day(proposal.submitted_at),
        last_day(proposal.closes_at).isoformat(),
        proposal.stat.support_count,
        proposal.imported_support,
        proposal.stat.comment_count,
        last_day(proposal.answer_due_at).isoformat() if proposal.answer_due_at else "",
        answer.get_verdict_display() if answer else "",
        _day(answer.published_at) if answer else "",
        request.build_absolute_uri(reverse("portal:proposal", args=[proposal.pk])),
    ]


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _as_text(wanted: dict[str, Any]) -> dict[str, str]:
    return {name: str(getattr(value, "pk", value)) for name, value in wanted.items()}
