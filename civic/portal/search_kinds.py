"""What the search of the whole site is asked, and what a row of its answer is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from civic.portal.places import is_there
from civic.proposals.paging import Order, Page, cut
from platform_core.text.search import Query, parse_query

EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the list. `label`: how it stands. `lang`: of a title in another language than the page."""

    title: str
    url: str
    excerpt: str = ""
    label: str = ""
    day: date | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` as typed, `query` as understood. `size`: how many rows at most."""

    words: str
    query: Query
    at: datetime
    size: int
    cursor: str = ""


Find = Callable[[Asked], Page[Hit]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`find` raises BadCursor. `room`: one that not every institution has (civic.portal.places).

    `note`: what somebody should know who does not find it.
    """

    key: str
    label: Any
    find: Find
    room: str = ""
    note: Any = ""

    @property
    def is_looked_into(self) -> bool:
        return not self.room or is_there(self.room).allowed


def asked(words: str, *, at: datetime, size: int, cursor: str = "") -> Asked:
    return Asked(words, parse_query(words), at, size, cursor)


def page_of(found: "QuerySet[Any]", order: Order, asked: Asked, hit: Callable[[Any], Hit]) -> Page[Hit]:
    """In that order, from the cursor on. One query."""
    rows = list(found.filter(order.after(asked.cursor)).order_by(*order.columns)[: asked.size + 1])
    page = cut(rows, asked.size, lambda row: order.cursor(getattr(row, order.field or "pk"), row.pk))
    return Page([hit(row) for row in page.rows], page.next)


def day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
