"""/search/: one box for everything that is published here.

For somebody who knows a word and not where we keep things: some of each kind first, then one kind page by page.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.portal.page import address_with, page_or_first, render_page, way_on
from civic.portal.search_hits import KINDS
from civic.portal.search_kinds import Kind, asked
from civic.proposals.queries import LONGEST_QUERY
from platform_core.text.search import parse_query

SOME, SIZE = 3, 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """At most a query or two for each kind; nothing is asked without a word."""
    at = timezone.now()
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    kinds = [one for one in KINDS if one.is_looked_into]
    kind = next((one for one in kinds if one.key == request.GET.get("kind")), None)
    context: dict[str, Any] = {"words": words, "longest_query": LONGEST_QUERY, "kind": kind}
    if parse_query(words):
        context |= {"is_asked": True, "chips": _chips(request, kinds, kind)}
        context |= _one(request, kind, words, at) if kind else _some(request, kinds, words, at)
    return render_page(request, "portal/search.html", context, section="search")


def _some(request: HttpRequest, kinds: list[Kind], words: str, at: datetime) -> dict[str, Any]:
    groups = []
    for kind in kinds:
        page = kind.find(asked(words, at=at, size=SOME))
        if page.rows:
            has_more = bool(page.next) or len(page.rows) > SOME
            more = address_with(request, kind=kind.key, after=None) if has_more else ""
            groups.append({"kind": kind, "rows": page.rows[:SOME], "more_url": more})
    return {"groups": groups}


def _one(request: HttpRequest, kind: Kind, words: str, at: datetime) -> dict[str, Any]:
    page = page_or_first(request, lambda cursor: kind.find(asked(words, at=at, size=SIZE, cursor=cursor)))
    groups = [{"kind": kind, "rows": page.rows, "more_url": ""}] if page.rows else []
    return {"groups": groups, **way_on(request, page)}


def _chips(request: HttpRequest, kinds: list[Kind], chosen: Kind | None) -> list[dict[str, Any]]:
    everything = {"label": _("Everything"), "url": address_with(request, kind=None, after=None)}
    return [
        {**everything, "current": chosen is None},
        *(
            {
                "label": str(one.label),
                "url": address_with(request, kind=one.key, after=None),
                "current": one is chosen,
            }
            for one in kinds
        ),
    ]
