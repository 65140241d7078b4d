"""The public record of answers: who owes one, who is late, who keeps their dates.

For a journalist, a council member, and everyone who was told “we will look into it”.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.clock import Phase, clock_of, words_of
from civic.answers.models import AnswerRequest
from civic.answers.queries import owed_answers
from civic.answers.record import Record, records
from civic.answers.terms import lies_with
from civic.portal.page import page_or_first, render_page, way_on
from civic.portal.words import due_day
from civic.processes.closing import closures
from civic.proposals.models import Origin
from civic.proposals.paging import Order, Page, cut
from platform_core.files.tables import dated, sent_csv

DUE_FIRST = Order("due", "due_at", descending=False, is_time=True)
SIZE = 20
CLOSURES_SHOWN = 12


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    found = records(at=at)
    page = page_or_first(request, _owed)
    context = {
        "record": found.whole,
        "by_answerer": found.by_answerer,
        "by_year": found.by_year,
        "rows": [_row(one, at) for one in page.rows],
        "closures": closures().filter(day__gte=timezone.localdate()).order_by("day")[:CLOSURES_SHOWN],
        **way_on(request, page),
    }
    return render_page(request, "portal/answers.html", context, section="answers")


@require_safe
def answers_csv(request: HttpRequest) -> FileResponse:
    """Every year and department in one plain table, for whoever wants to count for themselves."""
    return sent_csv(dated("answers"), _heads(), _lines(records(at=timezone.now()).by_both))


def _heads() -> list[str]:
    return [
        _("Year"),
        _("Who answers"),
        _("Waiting"),
        _("Past their date"),
        _("Answered"),
        _("In time"),
        _("Late"),
        _("Half of the answers came within (days)"),
    ]


def _lines(rows: list[Record]) -> Iterator[list[Any]]:
    for row in rows:
        who = row.who or _("not assigned yet")
        median = "" if row.median_days is None else row.median_days
        yield [
            row.year, who, row.waiting, row.overdue, row.answered, row.in_time, row.late, median,
        ]  # fmt: skip


def _owed(cursor: str) -> Page[AnswerRequest]:
    rows = owed_answers().filter(DUE_FIRST.after(cursor)).order_by(*DUE_FIRST.columns)
    return cut(list(rows[: SIZE + 1]), SIZE, lambda row: DUE_FIRST.cursor(row.due_at, row.pk))


def _row(one: AnswerRequest, at: datetime) -> dict[str, object]:
    clock = clock_of(one, at)
    return {
        "number": one.proposal_id,
        "title": one.proposal.title,
        "is_question": one.proposal.origin == Origin.INSTITUTION,
        "department": one.answerer_name or _("not assigned yet"),
        "day": due_day(one.due_at),
        "words": words_of(clock),
        "is_overdue": clock.phase == Phase.LATE,
        "is_paused": clock.phase == Phase.PAUSED,
        "escalated_to": lies_with(one) if one.escalated_since(at) else "",
    }
