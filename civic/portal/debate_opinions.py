"""The opinions on the page of a debate: whose, in which order, and how it goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from civic.debates.kinds import Sort
from civic.debates.models import Debate, Side
from civic.debates.queries import PAGE_SIZE, Numbers, opinions_of
from civic.portal.debate_opinion_view import Pen
from civic.portal.page import address_with, page_or_first, way_on
from platform_core.access import Verdict

SIDE, SORT, AFTER, GROUP = "side", "sort", "after", "group"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as far as this viewer may have it."""

    side: str
    sort: Sort
    cursor: str
    # One of the groups of similar opinions, by its place; None for all.
    group: int | None = None


def asked(request: HttpRequest, debate: Debate, *, shows_sides: bool) -> Asked:
    """Where sides are kept back, neither a filter nor an order may tell them."""
    given = request.GET
    side = given.get(SIDE, "") if shows_sides and debate.has_sides else ""
    sort = Sort(given[SORT]) if given.get(SORT) in sorts(debate, shows_sides=shows_sides) else Sort.NEWEST
    side = side if side in Side.values else ""
    group = given.get(GROUP, "")
    place = int(group) if group.isascii() and group.isdecimal() and len(group) < 6 else None
    return Asked(side, Sort.NEWEST if side and sort == Sort.BALANCED else sort, given.get(AFTER, ""), place)


def sorts(debate: Debate, *, shows_sides: bool) -> list[Sort]:
    return [one for one in Sort if one != Sort.BALANCED or (shows_sides and debate.has_sides)]


def opinion_section(
    request: HttpRequest,
    debate: Debate,
    numbers: Numbers,
    wish: Asked,
    *,
    groups: list[dict[str, Any]],
    may_talk: Verdict,
    at: datetime,
) -> dict[str, Any]:
    """Context of portal/debates/parts/opinions.html. At most five queries."""
    page = page_or_first(
        request,
        lambda cursor: opinions_of(
            debate, sort=wish.sort, side=wish.side, cursor=cursor, size=PAGE_SIZE, group=wish.group
        ),
        AFTER,
    )
    ids = [one.pk for root in page.rows for one in (root, *root.first_replies)]
    pen = Pen(request, debate, ids, at=at, may_talk=may_talk, shows_sides=numbers.are_shown)
    onward = way_on(request, page, AFTER)
    return {
        "opinions": [pen.thread(root) for root in page.rows],
        "side": wish.side,
        "group_chosen": wish.group is not None,
        "side_tabs": _tabs(request, wish) if debate.has_sides and numbers.are_shown else [],
        "groups": _groups(request, wish, groups),
        "sort_chips": _chips(request, debate, numbers, wish),
        "next_url": onward["next_url"] and f"{onward['next_url']}#opinions",
        "first_url": onward["first_url"] and f"{onward['first_url']}#opinions",
    }


def _tabs(request: HttpRequest, wish: Asked) -> list[dict[str, Any]]:
    """Without numbers: those of the bar are of people, and here are opinions."""
    named = [("", _("All")), *((side.value, str(side.label)) for side in Side)]
    return [
        {
            "label": label,
            "url": f"{address_with(request, **{SIDE: value, AFTER: None})}#opinions",
            "current": value == wish.side,
        }
        for value, label in named
    ]


def _groups(request: HttpRequest, wish: Asked, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What similar opinions have in common, to read one kind after the other; all of them stay in the list."""
    if not groups:
        return []
    named: list[tuple[int | None, str, int | None]] = [(None, _("All"), None)]
    named += [(place, " · ".join(one["words"]), one["count"]) for place, one in enumerate(groups)]
    return [
        {
            "label": label,
            "count": count,
            "url": f"{address_with(request, **{GROUP: None if place is None else str(place), AFTER: None})}#opinions",
            "current": place == wish.group,
        }
        for place, label, count in named
    ]


def _chips(request: HttpRequest, debate: Debate, numbers: Numbers, wish: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": str(sort.label),
            "url": f"{address_with(request, **{SORT: None if sort == Sort.NEWEST else sort.value, AFTER: None})}"
            "#opinions",
            "current": sort == wish.sort,
        }
        for sort in sorts(debate, shows_sides=numbers.are_shown)
        if not (wish.side and sort == Sort.BALANCED)
    ]
