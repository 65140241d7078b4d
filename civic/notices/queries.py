"""Reads for doors: which notices there are to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from civic.notices.models import Notice
from civic.notices.rules import MOST_PINNED
from civic.people.rules import is_moderator
from civic.proposals.paging import Order, Page, cut
from platform_core.text.containing import containing
from platform_core.text.search import parse_query

SIZE = 20
LONGEST_QUERY = 100
NEWEST = Order("newest", "begins_at", is_time=True)


@dataclass(frozen=True, slots=True)
class Board:
    """The notices of one page: those at the top (of the first page only) and the others, newest first."""

    page: Page[Notice]
    pinned: list[Notice] = field(default_factory=list)


def shown(at: datetime) -> QuerySet[Notice]:
    """What everybody reads at that moment."""
    return Notice.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), hidden_at=None, begins_at__lte=at)


def notices_visible_to(viewer: Any, at: datetime) -> QuerySet[Notice]:
    """Shown ones; to moderators and administrators also drafts, coming, ended and hidden ones."""
    return Notice.objects.all() if is_moderator(viewer) else shown(at)


def pinned(at: datetime) -> list[Notice]:
    """The top of the list, newest first. One query."""
    return list(shown(at).filter(is_pinned=True).order_by(*NEWEST.columns)[:MOST_PINNED])


def board(*, at: datetime, words: str = "", cursor: str = "", size: int = SIZE) -> Board:
    """`words` are looked for in title and text; then nothing stands at the top. Raises BadCursor. Two queries."""
    rows = shown(at)
    if words:
        return Board(_page(containing(rows, parse_query(words), "title", "body"), cursor, size))
    top = pinned(at)
    others = rows.exclude(pk__in=[one.pk for one in top])
    return Board(_page(others, cursor, size), [] if cursor else top)


def _page(rows: QuerySet[Notice], cursor: str, size: int) -> Page[Notice]:
    found = list(rows.filter(NEWEST.after(cursor)).order_by(*NEWEST.columns)[: size + 1])
    return cut(found, size, lambda one: NEWEST.cursor(one.begins_at, one.pk))


def latest_notices(at: datetime, limit: int = 3) -> list[Notice]:
    """For the front page: those at the top first, then the newest. One query."""
    return list(shown(at).order_by("-is_pinned", *NEWEST.columns)[:limit])


def newest_notices(at: datetime, limit: int = 50) -> list[Notice]:
    """For feeds and search engines: by their beginning alone. One query."""
    return list(shown(at).order_by(*NEWEST.columns)[:limit])


def last_shown_change(at: datetime) -> datetime | None:
    """When something on a shown notice last changed. None while there is none."""
    return shown(at).order_by("-changed_at").values_list("changed_at", flat=True).first()
