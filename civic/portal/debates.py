"""The list of debates: what runs, what is over, and what citizens or the institution asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.debates.models import Debate
from civic.debates.queries import NEWEST, PAGE_SIZE, listed_debates
from civic.portal.debate_rows import rows_of
from civic.portal.page import address_with, page_or_first, way_on
from civic.proposals.models import Link, Origin
from civic.proposals.paging import Order, Page, cut
from civic.proposals.queries import LONGEST_QUERY
from platform_core.ui.whole import kept_page

STATES = {"running": gettext_lazy("Running"), "ended": gettext_lazy("Ended"), "all": gettext_lazy("All")}
ORIGINS = {
    "citizens": gettext_lazy("From citizens’ proposals"),
    "institution": gettext_lazy("The institution asks"),
}
# Of two that ended on the same day the later one; of what runs, what began last.
BY_END = Order("debates-ended", "closes_at", is_time=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as we understand it; the rest counts as not said."""

    state: str
    origin: str
    words: str
    is_said: bool


@require_safe
def debates(request: HttpRequest) -> HttpResponse:
    """Three queries: how many of each, and the page."""
    at = timezone.now()
    found = _narrowed(request)
    counts = found.aggregate(running=Count("pk", filter=~_over(at)), ended=Count("pk", filter=_over(at)))
    asked = _asked(request, counts)
    page = page_or_first(request, lambda cursor: _page(found, asked, at, cursor))
    rows = rows_of(page.rows, at)
    key = (tuple(rows), page.next, asked, tuple(counts.items()), timezone.localdate(at))
    return kept_page(
        request,
        "portal/debates/list.html",
        key,
        lambda: {
            "section": "debates",
            "rows": rows,
            "asked": asked,
            "states": _states(request, asked, counts),
            "origins": _origins(request, asked),
            "is_plain": not (asked.words or asked.origin or request.GET.get("after")),
            "longest_query": LONGEST_QUERY,
            **way_on(request, page),
        },
    )


def _narrowed(request: HttpRequest) -> QuerySet[Debate]:
    found = listed_debates()
    for word in _words(request).split():
        found = found.filter(Q(question__icontains=word) | Q(lead__icontains=word))
    origin = request.GET.get("from", "")
    if origin in ORIGINS:
        by_institution = Q(item__origin=Origin.INSTITUTION) & ~_grown()
        found = found.filter(by_institution if origin == "institution" else ~by_institution)
    return found


def _grown() -> Q:
    """What the institution began because citizens had proposed it is theirs."""
    return Q(Exists(Link.objects.filter(later=OuterRef("item"))))


def _over(at: datetime) -> Q:
    return Q(closes_at__lte=at) | Q(concluded_at__isnull=False)


def _page(found: QuerySet[Debate], asked: Asked, at: datetime, cursor: str) -> Page[Debate]:
    order = NEWEST
    if asked.state == "running":
        found = found.exclude(_over(at))
    elif asked.state == "ended":
        found, order = found.filter(_over(at), closes_at__isnull=False), BY_END
    rows = list(found.filter(order.after(cursor)).order_by(*order.columns)[: PAGE_SIZE + 1])
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
