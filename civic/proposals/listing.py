"""One page of a list as one text from the database: composed once, read once for as long as it stays the same.

To compose the query takes the ORM longer than PostgreSQL needs to answer it, and to make twenty rows into
objects longer still. So the SQL is kept for each wish, and what was read from a text for each text. Both are
pure functions of what stands in their keys: nothing here can be stale, or another institution's.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from civic.processes.document import Rules
from civic.processes.engine import Item
from civic.processes.queries import rules_of
from civic.proposals.models import Proposal

# Stands in a composed query for the moment at which it is asked.
SOME_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """One proposal in a list: columns, no more."""

    number: int
    title: str
    excerpt: str
    stage: str
    stage_key: str
    stage_ends_at: datetime | None
    submitted_at: datetime
    closes_at: datetime | None
    closed_as: str
    category_id: int | None
    version_id: int
    imported_support: int
    support_count: int
    verified_count: int
    dislike_count: int
    comment_count: int
    participant_count: int

    @property
    def rules(self) -> Rules:
        return rules_of(self.version_id)

    @property
    def item(self) -> Item:
        """As Proposal.item."""
        return Item(self.stage_key or self.stage, self.closes_at, self.stage_ends_at)


COLUMNS = (
    "pk",
    "title",
    "excerpt",
    "stage",
    "stage_key",
    "stage_ends_at",
    "submitted_at",
    "closes_at",
    "closed_as",
    "category_id",
    "process_version_id",
    "imported_support",
    "stat__support_count",
    "stat__verified_count",
    "stat__dislike_count",
    "stat__comment_count",
    "stat__participant_count",
)


@dataclass(frozen=True, slots=True)
class Composed:
    sql: str
    parameters: tuple[Any, ...]


def compose(found: QuerySet[Proposal]) -> Composed:
    """The query of these proposals' columns, in their order, as one JSON text."""
    try:
        sql, parameters = found.values_list(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:  # the ORM sees that nothing can fit
        return Composed("SELECT '[]'", ())
    whole = f"SELECT coalesce(json_agg(listed), '[]')::text FROM ({sql}) listed"  # noqa: S608 - the ORM's own
    return Composed(whole, tuple(one.value if isinstance(one, Enum) else one for one in parameters))


def fetch(composed: Composed, *, at: datetime) -> str:
    parameters = [at if value == SOME_TIME else value for value in composed.parameters]
    with connection.cursor() as cursor:
        cursor.execute(composed.sql, parameters)
        text: str = cursor.fetchone()[0]
    return text


@lru_cache(maxsize=512)
def rows_in(text: str) -> tuple[Listed, ...]:
    read: list[Callable[[Any], Any]] = [_READ.get(column, _as_it_is) for column in COLUMNS]
    return tuple(
        Listed(*(make(value) for make, value in zip(read, row.values(), strict=True)))
        for row in json.loads(text)
    )


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_READ: dict[str, Callable[[Any], Any]] = {
    "stage_ends_at": _moment,
    "submitted_at": datetime.fromisoformat,
    "closes_at": _moment,
}
