"""While somebody writes: what others have proposed already, to be supported instead.

For the tenth person this week who wants the same bus stop mended.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from civic.processes.engine import stands_at
from civic.processes.kinds import COUNTING
from civic.processes.queries import rules_of
from civic.proposals.similar import similar_to
from platform_core.text.normalise import UncleanText, clean_line


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Asked by the page itself while a title is typed, so that unsent words stand in no address and no log."""
    found = similar_proposals(request.POST.get("title", ""))
    if request.POST.get("similar", "").split() == [str(one["number"]) for one in found]:
        return HttpResponse(status=204)  # they stand there already: nobody is told twice
    return render(request, "portal/parts/similar.html", {"similar": found, "is_answer": True})


def similar_proposals(title: str) -> list[dict[str, Any]]:
    """Context of portal/parts/similar.html; [] also for what is no text."""
    at, language = timezone.now(), get_language() or "ko"
    try:
        rows = similar_to(clean_line(title), at=at)
    except UncleanText:
        return []
    found = []
    for row in rows:
        stage = stands_at(rules_of(row.version_id), row.item, at)
        found.append(
            {
                "number": row.number,
                "title": row.title,
                "stage_kind": str(stage.kind),
                "stage_label": stage.label(language),
                "support_count": row.support_count,
                "can_be_supported": stage.kind in COUNTING
                and row.closes_at is not None
                and at < row.closes_at,
            }
        )
    return found
