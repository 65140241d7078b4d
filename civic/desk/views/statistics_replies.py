"""What people said of answers: how many of which, and their words without names. For who writes the next answer."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.desk.gate import staff_page
from civic.desk.paging import page_of
from civic.efficacy.models import Opinion
from civic.efficacy.queries import FEWEST
from civic.efficacy.survey import QUESTIONS, replies_with_words, results_of
from civic.proposals.paging import BY_ID
from platform_core.files.tables import dated, sent_csv

MOST_ROWS = 10_000


@require_safe
@staff_page
def replies(request: HttpRequest) -> HttpResponse:
    page = page_of(request, replies_with_words(), order=BY_ID)
    results = results_of([one.answer_id for one in page.rows])
    context = {
        "rows": [{"said": one, "results": _shown(results[one.answer_id])} for one in page.rows],
        "page": page,
        "fewest": FEWEST,
    }
    return render(request, "desk/efficacy/replies.html", context)


def _shown(results: list[Any]) -> list[tuple[Any, str]]:
    """Of each question with enough replies: its shares in one line."""
    return [
        (
            QUESTIONS[one.question],
            ", ".join(f"{Opinion(key).label} {share}%" for key, share in one.shares.items()),
        )
        for one in results
        if one.is_told
    ]


@require_safe
@staff_page
def replies_csv(request: HttpRequest) -> FileResponse:
    """The latest ten thousand. The month, not the day: it could name somebody."""
    rows = (
        [one.answer.request.proposal_id, f"{timezone.localtime(one.given_at):%Y-%m}", one.words]
        for one in replies_with_words()[:MOST_ROWS]
    )
    return sent_csv(dated("replies"), [_("Proposal"), _("Month"), _("In their words")], rows)
