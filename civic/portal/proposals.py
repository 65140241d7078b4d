"""The list of proposals.

For somebody looking for what others already wrote about the bus at their corner, and for the regular who
looks in on what is new or about to close.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from civic.portal.cards import cards_of
from civic.portal.choices import categories, departments, processes, stages
from civic.portal.page import address_with, page_or_first, way_on
from civic.processes.kinds import StageKind
from civic.proposals.paging import Page
from civic.proposals.queries import LONGEST_QUERY, Listed, Sort, Wish, list_proposals, supported_by
from platform_core.i18n.names import plainly_said
from platform_core.ui.whole import kept_page

SORTS = {sort.value: sort for sort in Sort}
STAGES = {stage.value: stage for stage in StageKind}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as we understand it; the rest counts as not said."""

    wish: Wish
    words: str
    stage: str
    category: str
    department: str
    process: str

    @property
    def narrowed(self) -> int:
        return sum(map(bool, (self.stage, self.category, self.department, self.process)))


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    asked = _asked(request)
    page = page_or_first(request, lambda cursor: list_proposals(asked.wish, at=at, cursor=cursor))
    mine = supported_by(request.user, [row.number for row in page.rows])
    key = (
        page.print,
        frozenset(mine),
        # Days are counted to midnight, and a card changes when its window closes.
        timezone.localdate(at),
        tuple(row.closes_at is not None and at < row.closes_at for row in page.rows),
        (categories().all, departments().all, processes().all, stages()),
    )
    return kept_page(request, "portal/proposals.html", key, lambda: _context(request, asked, page, at, mine))


def _context(
    request: HttpRequest, asked: Asked, page: Page[Listed], at: datetime, mine: set[int]
) -> dict[str, Any]:
    all_processes = list(processes().all)
    return {
        "section": "proposals",
        "cards": cards_of(page.rows, at=at, supported=mine),
        "asked": asked,
        "sorts": _sorts(request, asked),
        "stages": _stages(asked),
        "categories": _options(categories().shown, asked.category),
        "departments": _options(departments().shown, asked.department),
        "processes": _options(all_processes, asked.process) if len(all_processes) > 1 else [],
        "is_plain": not (asked.words or asked.narrowed or request.GET.get("after")),
        "longest_query": LONGEST_QUERY,
        **way_on(request, page),
    }


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    sort = given.get("sort", "")
    stage = given.get("stage", "")
    category = categories().by_key.get(given.get("category", ""))
    department = departments().by_key.get(given.get("department", ""))
    process = processes().by_key.get(given.get("process", ""))
    words = " ".join(given.get("q", "").split())[:LONGEST_QUERY]
    wish = Wish(
        sort=SORTS.get(sort, Sort.NEWEST),
        stage=STAGES.get(stage),
        category=category.pk if category else None,
        department=department.pk if department else None,
        process=process.pk if process else None,
        words=words,
    )
    return Asked(
        wish=wish,
        words=words,
        stage=wish.stage.value if wish.stage else "",
        category=category.key if category else "",
        department=department.key if department else "",
        process=process.key if process else "",
    )


def _sorts(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": sort.label,
            "url": address_with(request, sort=None if sort == Sort.NEWEST else sort.value, after=None),
            "current": sort == asked.wish.sort,
        }
        for sort in Sort
    ]


def _stages(asked: Asked) -> list[dict[str, Any]]:
    """By the names that the rules in force give them."""
    language = get_language() or "ko"
    return [
        {"value": stage.kind.value, "label": str(stage.label(language)), "chosen": stage.kind == asked.stage}
        for stage in stages()
    ]


def _options(choices: list[Any], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": one.key, "label": plainly_said(one.name, one.lang), "chosen": one.key == chosen}
        for one in choices
    ]
