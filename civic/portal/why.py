"""왜 안 되나요: what the reader may do, and if not why and how to become able.

For somebody who looks for a button that is not there.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from civic.journeys.explaining import explain_process, explain_proposal
from civic.portal.finding import find_proposal
from civic.portal.how import all_ways
from civic.portal.page import render_page


@require_safe
def why(request: HttpRequest, number: int) -> HttpResponse:
    """With one proposal, where it stands now."""
    found, at = find_proposal(request, number), timezone.now()
    stage = found.stands_at(at)
    context = {
        "proposal": found,
        "at": at,
        "stage_kind": stage.kind.value,
        "stage_label": stage.label(get_language() or "ko"),
        "told": explain_proposal(request.user, found, at),
    }
    return render_page(request, "portal/why.html", context, section="proposals")


@require_safe
def deeds(request: HttpRequest) -> HttpResponse:
    """Here at all: what the rules of each open process ask of this person."""
    person, at = request.user, timezone.now()
    context: dict[str, Any] = {
        "told_processes": [
            {
                "key": way.key,
                "name": way.name,
                "lang": way.lang,
                "told": explain_process(person, way.rules, way.version_id, at),
            }
            for way in all_ways()
        ]
    }
    return render_page(request, "portal/why.html", context, section="guide")
