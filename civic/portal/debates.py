"""The list of debates: what runs, what is over, and what citizens or the institution asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.debates.models import Debate
from civic.debates.queries import PAGE_SIZE
from civic.portal.debate_rows import rows_of
from civic.portal.debates_found import Narrowed, in_order, order_of, over, print_of_list
from civic.portal.page import address_with, page_or_first, render_page, way_on
from civic.portal.places import is_there
from civic.proposals.paging import Page, cut
from civic.proposals.queries import LONGEST_QUERY
from platform_core.ui.whole import kept_page

PAGE = "portal/debates/list.html"
STATES = {"running": gettext_lazy("Running"), "ended": gettext_lazy("Ended"), "all": gettext_lazy("All")}
ORIGINS = {
    "citizens": gettext_lazy("From citizens’ proposals"),
    "institution": gettext_lazy("The institution asks"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as we understand it; the rest counts as not said."""

    state: str
    origin: str
    words: str
    is_said: bool


@require_safe
def debates(request: HttpRequest) -> HttpResponse:
    """Three queries; one where somebody has seen the same first page."""
    if not is_there("debates").allowed:
        raise Http404
    at = timezone.now()
    if "after" in request.GET:
        return render_page(request, PAGE, _context(request, at))
    given = request.GET.get("state", "")
    printed = print_of_list(_narrowed(request), given if given in STATES else "", at=at)
    return kept_page(request, PAGE, (printed, timezone.localdate(at)), lambda: _context(request, at))


def _context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    found = _narrowed(request).found()
    counts = found.aggregate(running=Count("pk", filter=~over(at)), ended=Count("pk", filter=over(at)))
    asked = _asked(request, counts)
    page = page_or_first(request, lambda cursor: _page(found, asked.state, at, cursor))
    return {
        "section": "debates",
        "rows": rows_of(page.rows, at),
        "asked": asked,
        "states": _states(request, asked, counts),
        "origins": _origins(request, asked),
        "is_plain": not (asked.words or asked.origin or request.GET.get("after")),
        "longest_query": LONGEST_QUERY,
        **way_on(request, page),
    }


def _narrowed(request: HttpRequest) -> Narrowed:
    origin = request.GET.get("from", "")
    return Narrowed(_words(request), origin if origin in ORIGINS else "")


def _page(found: QuerySet[Debate], state: str, at: datetime, cursor: str) -> Page[Debate]:
    order = order_of(state)
    rows = list(in_order(found, state, at, cursor))
    return cut(rows, PAGE_SIZE, lambda row: order.cursor(getattr(row, order.field), row.pk))


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]


def _asked(request: HttpRequest, counts: dict[str, int]) -> Asked:
    """Nobody is greeted by an empty list while there is something to read."""
    state, origin = request.GET.get("state", ""), request.GET.get("from", "")
    otherwise = "running" if counts["running"] or not counts["ended"] else "ended"
    return Asked(
        state=state if state in STATES else otherwise,
        origin=origin if origin in ORIGINS else "",
        words=_words(request),
        is_said=state in STATES,
    )


def _states(request: HttpRequest, asked: Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    totals = {**counts, "all": sum(counts.values())}
    return [
        {
            "label": str(label),
            "url": address_with(request, state=state, after=None),
            "current": state == asked.state,
            "count": totals[state],
        }
        for state, label in STATES.items()
    ]


def _origins(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    everybody = {"": _("Whoever asks"), **ORIGINS}
    return [
        {
            "label": str(label),
            "url": address_with(request, **{"from": origin or None, "after": None}),
            "current": origin == asked.origin,
        }
        for origin, label in everybody.items()
    ]
