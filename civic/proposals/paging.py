"""Where a reader is in a long list: after this value and this id, whatever is added meanwhile.

A cursor is opaque to whoever carries it and bound to the order it was made for. It is not a secret and
grants nothing: a forged one only starts the list somewhere else.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import F, OrderBy, Q, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row")
LONGEST_CURSOR = 200
LARGEST_ID = 2**63 - 1


class BadCursor(ValueError):
    """Not a cursor of this order: torn, typed by hand, or from another list."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order by one column and, for equal values, by id. `field` empty: by id alone."""

    key: str
    field: str = ""
    pk: str = "pk"
    descending: bool = True
    is_time: bool = False

    @property
    def columns(self) -> list[str]:
        sign = "-" if self.descending else ""
        return [f"{sign}{name}" for name in (self.field, self.pk) if name]

    @property
    def unindexed_columns(self) -> list[OrderBy]:
        """The same order, said so that no index can be walked for it."""
        nothing: Any = timedelta(0) if self.is_time else 0
        names = [(self.field, nothing), (self.pk, 0)] if self.field else [(self.pk, 0)]
        return [OrderBy(F(name) + Value(zero), descending=self.descending) for name, zero in names]

    def after(self, cursor: str) -> Q:
        """Rows behind `cursor`; everything for an empty one. Raises BadCursor."""
        if not cursor:
            return Q()
        value, pk = self._read(cursor)
        if not self.field:
            return Q(**{f"{self.pk}__{'lt' if self.descending else 'gt'}": pk})
        # Compared as a row, (value, id) < (value, id): an index on both begins exactly there.
        beyond = TupleLessThan if self.descending else TupleGreaterThan
        return Q(beyond(Tuple(self.field, self.pk), (value, pk)))

    def cursor(self, value: Any, pk: int) -> str:
        shown = value.isoformat() if isinstance(value, datetime) else value
        packed = json.dumps([self.key, shown, pk], separators=(",", ":"))
        return urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> tuple[Any, int]:
        try:
            if len(cursor) > LONGEST_CURSOR:
                raise BadCursor("too long")
            packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            key, value, pk = json.loads(packed)
            if key != self.key or not _is_whole(pk):
                raise BadCursor("of another list")
            return self._value(value), pk
        except BadCursor:
            raise
        except (ValueError, TypeError, RecursionError) as error:
            raise BadCursor("torn") from error

    def _value(self, value: Any) -> Any:
        if not self.field:
            return None
        if self.is_time:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise BadCursor("no zone")
            return moment
        if not _is_whole(value):
            raise BadCursor("not a number")
        return value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_ID


BY_ID = Order("id")
BY_ID_OLDEST = Order("oldest", descending=False)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the way to the next ones; `next` is empty on the last page."""

    rows: list[Row]
    next: str = ""
    # What the rows were read from, where that can be told: equal prints, equal rows.
    print: str = ""


def cut(rows: Sequence[Row], size: int, cursor_of: Callable[[Row], str]) -> Page[Row]:
    """A page from `size` + 1 rows asked for: the one too many says that there is more."""
    shown = list(rows[:size])
    return Page(shown, cursor_of(shown[-1]) if len(rows) > size else "")


def page_by_id(queryset: Any, cursor: str, size: int, order: Order = BY_ID) -> Page[Any]:
    """A page of model instances in the order of their ids. Raises BadCursor."""
    rows = list(queryset.filter(order.after(cursor)).order_by(*order.columns)[: size + 1])
    return cut(rows, size, lambda row: order.cursor(None, row.pk))
