"""The desk's lists, a page at a time, by the cursors of civic.proposals.paging."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from civic.proposals.paging import BY_ID, BadCursor, Order, cut

PAGE_SIZE = 20
OLDEST_DUE = Order("due", "due_at", descending=False, is_time=True)


@dataclass(frozen=True, slots=True)
class ListPage:
    """Rows, the address of the next ones, and the list's beginning when this is not it."""

    rows: list[Any]
    next_url: str = ""
    first_url: str = ""


def page_of(
    request: HttpRequest, rows: "QuerySet[Any]", *, order: Order = BY_ID, size: int = PAGE_SIZE
) -> ListPage:
    """The page that `?after=` names; a cursor that cannot be read is the beginning."""
    cursor = request.GET.get("after", "")
    try:
        behind = order.after(cursor)
    except BadCursor:
        cursor, behind = "", order.after("")
    found = list(rows.filter(behind).order_by(*order.columns)[: size + 1])
    page = cut(
        found, size, lambda row: order.cursor(getattr(row, order.field) if order.field else None, row.pk)
    )
    return ListPage(
        page.rows,
        _address(request, page.next) if page.next else "",
        _address(request, "") if cursor else "",
    )


def _address(request: HttpRequest, cursor: str) -> str:
    """This list with its filters, from another place."""
    query = request.GET.copy()
    query.pop("after", None)
    if cursor:
        query["after"] = cursor
    return f"?{query.urlencode()}" if query else request.path
