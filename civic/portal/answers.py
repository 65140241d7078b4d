"""The public record of answers: who owes one, who is late, who keeps their dates.

For a journalist, a council member, and everyone who was told “we will look into it”.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.models import AnswerRequest
from civic.answers.queries import owed_answers, records_by_department
from civic.portal.page import page_or_first, render_page, way_on
from civic.portal.words import due_day, due_words
from civic.proposals.paging import Order, cut

DUE_FIRST = Order("due", "due_at", descending=False, is_time=True)
SIZE = 20


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    records = records_by_department(at=at)
    page = page_or_first(request, _owed)
    answered = sum(record.answered for record in records)
    in_time = sum(record.in_time for record in records)
    context = {
        "records": records,
        "waiting": sum(record.waiting for record in records),
        "overdue": sum(record.overdue for record in records),
        "answered": answered,
        "share": in_time * 100 // answered if answered else None,
        "rows": [_row(one, at) for one in page.rows],
        **way_on(request, page),
    }
    return render_page(request, "portal/answers.html", context, section="answers")


def _owed(cursor: str):
    rows = owed_answers().filter(DUE_FIRST.after(cursor)).order_by(*DUE_FIRST.columns)
    return cut(list(rows[: SIZE + 1]), SIZE, lambda row: DUE_FIRST.cursor(row.due_at, row.pk))


def _row(one: AnswerRequest, at) -> dict[str, object]:
    return {
        "number": one.proposal_id,
        "title": one.proposal.title,
        "department": one.department.name if one.department else _("not assigned yet"),
        "day": due_day(one.due_at),
        "words": due_words(one.due_at, one.proposal.rules.answer, at),
        "is_overdue": one.is_overdue(at),
    }
