"""Which debates a list shows, and one print of all that it shows of them.

The page is drawn once for everybody who would see the same, as that of a single debate (debate_reading.py).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, When

from civic.debates.models import Debate
from civic.debates.queries import NEWEST, PAGE_SIZE, listed_debates
from civic.portal.planned import ask_planned
from civic.processes.kinds import Shown
from civic.proposals.listing import SOME_TIME
from civic.proposals.models import Link, Origin
from civic.proposals.paging import Order

RUNNING, ENDED, ALL = "running", "ended", "all"
# Of two that ended on the same day the later one; of what runs, what began last.
BY_END = Order("debates-ended", "closes_at", is_time=True)
PRINT = """
SELECT encode(sha256(convert_to(json_build_array(
    (SELECT json_build_array(count(*), count(*) FILTER (WHERE is_over)) FROM ({counted}) counted (id, is_over)),
    {pages}
)::text, 'UTF8')), 'hex')
"""
PAGE = "(SELECT json_agg(one) FROM ({rows}) one)"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`origin`: "citizens", "institution" or ""."""

    words: str = ""
    origin: str = ""

    def found(self) -> QuerySet[Debate]:
        found = listed_debates()
        for word in self.words.split():
            found = found.filter(Q(question__icontains=word) | Q(lead__icontains=word))
        if self.origin:
            by_institution = Q(item__origin=Origin.INSTITUTION) & ~_grown()
            found = found.filter(by_institution if self.origin == "institution" else ~by_institution)
        return found


def over(at: datetime) -> Q:
    return Q(closes_at__lte=at) | Q(concluded_at__isnull=False)


def order_of(state: str) -> Order:
    return BY_END if state == ENDED else NEWEST


def in_order(found: QuerySet[Debate], state: str, at: datetime, cursor: str = "") -> QuerySet[Debate]:
    """One more than a page. Raises BadCursor."""
    order = order_of(state)
    if state == RUNNING:
        found = found.exclude(over(at))
    elif state == ENDED:
        found = found.filter(over(at), closes_at__isnull=False)
    return found.filter(order.after(cursor)).order_by(*order.columns)[: PAGE_SIZE + 1]


def print_of_list(narrowed: Narrowed, state: str, *, at: datetime) -> str:
    """Of the first page and of how many there are; one query, 64 characters. "" is a state not said: it follows
    from how many there are. Sides that are kept back are not in it."""
    sql, parameters = _composed(narrowed, state)
    given = [at if one == SOME_TIME else one for one in parameters]
    if not narrowed.words:
        return ask_planned(sql, given)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return str(cursor.fetchone()[0])


@lru_cache(maxsize=512)
def _composed(narrowed: Narrowed, state: str) -> tuple[str, tuple[Any, ...]]:
    """The ORM takes longer to write the statement than PostgreSQL to answer it."""
    found = narrowed.found()
    is_over = ExpressionWrapper(over(SOME_TIME), output_field=BooleanField())
    counted = found.order_by().annotate(is_over=is_over).values_list("pk", "is_over")
    pages = [_shown(in_order(found, one, SOME_TIME)) for one in ([state] if state else [RUNNING, ENDED])]
    written = [one.query.sql_with_params() for one in (counted, *pages)]
    sql = PRINT.format(
        counted=written[0][0], pages=", ".join(PAGE.format(rows=rows) for rows, _given in written[1:])
    )
    given = [one for _sql, parameters in written for one in parameters]
    return sql, tuple(one.value if isinstance(one, Enum) else one for one in given)


def _shown(page: QuerySet[Debate]) -> QuerySet[Debate, Any]:
    """What civic.portal.debate_rows makes of them; sides only where everybody may know them."""
    known = Q(shown=Shown.LIVE) | Q(closes_at__lte=SOME_TIME)
    sides = {f"shown_{side}": Case(When(known, then=F(f"stat__{side}"))) for side in ("pro", "con", "other")}
    moments = {
        "has_begun": ExpressionWrapper(Q(opened_at__lte=SOME_TIME), output_field=BooleanField()),
        "has_ended": ExpressionWrapper(Q(closes_at__lte=SOME_TIME), output_field=BooleanField()),
    }
    plain = ("pk", "question", "lead", "form", "shown", "opened_at", "closes_at", "concluded_at")
    theirs = ("item__origin", "stat__participants", "stat__opinions")
    return page.annotate(**sides, **moments).values_list(*plain, *theirs, *sides, *moments)


def _grown() -> Q:
    """What the institution began because citizens had proposed it is theirs."""
    return Q(Exists(Link.objects.filter(later=OuterRef("item"))))
