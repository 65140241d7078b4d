"""Categories and departments for filters and cards, remembered for a few seconds per institution.

A memory that lacks an id is asked anew, so a category made a moment ago is found; a new name may take
REMEMBERED_SECONDS to show in another process.
"""

import time
from dataclasses import dataclass

from django.db import connection

from civic.categories.models import Category
from civic.people.models import Department

REMEMBERED_SECONDS = 15
REMEMBERED_INSTITUTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    pk: int
    key: str
    name: str
    is_shown: bool


class Choices:
    """All rows of one small table, by id and by key."""

    def __init__(self, rows: list[Choice]) -> None:
        self.by_id = {row.pk: row for row in rows}
        self.by_key = {row.key: row for row in rows}
        self.shown = [row for row in rows if row.is_shown]


_memory: dict[tuple[str, str], tuple[float, Choices]] = {}


def categories() -> Choices:
    return _remembered("categories", _all_categories)


def departments() -> Choices:
    return _remembered("departments", _all_departments)


def category_name(pk: int | None) -> str:
    if pk is None:
        return ""
    if pk not in categories().by_id:
        forget_choices()
    choice = categories().by_id.get(pk)
    return choice.name if choice else ""


def forget_choices() -> None:
    """Of the institution at hand."""
    for name in ("categories", "departments"):
        _memory.pop((connection.schema_name, name), None)


def _remembered(name: str, ask) -> Choices:
    now = time.monotonic()
    known = _memory.get((connection.schema_name, name))
    if known and known[0] > now:
        return known[1]
    if len(_memory) >= REMEMBERED_INSTITUTIONS * 2:
        _memory.clear()
    choices = Choices(ask())
    _memory[connection.schema_name, name] = (now + REMEMBERED_SECONDS, choices)
    return choices


def _all_categories() -> list[Choice]:
    return [Choice(*row) for row in Category.objects.values_list("pk", "key", "name", "is_shown")]


def _all_departments() -> list[Choice]:
    return [Choice(*row) for row in Department.objects.values_list("pk", "code", "name", "is_active")]
