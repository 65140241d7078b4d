"""Categories, departments, processes and stages for filters and cards, remembered for a few seconds per institution.

A memory that lacks an id is asked anew, so a category made a moment ago is found; a new name may take
REMEMBERED_SECONDS to show in another process.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import get_language

from civic.processes.document import Stage
from civic.processes.kinds import BEGUN_BY_CITIZENS
from civic.processes.queries import current_rules
from platform_core.access.memory import Memory
from tenants.connection import connection

REMEMBERED_SECONDS = 60
NAMES = ("categories", "departments", "stages", "processes", "versions", "places")


@dataclass(frozen=True, slots=True)
class Choice:
    pk: int
    key: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ProcessChoice(Choice):
    """`is_shown`: new proposals may begin. `current_version_id`: the rules in force; None before the first."""

    summary: str
    track: str
    current_version_id: int | None

    @property
    def is_open(self) -> bool:
        return self.is_shown


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """Which process a version belongs to, and its number there."""

    process: ProcessChoice
    number: int


Kind = TypeVar("Kind", bound=Choice)


class Choices(Generic[Kind]):
    """All rows of one small table, by id and by key."""

    def __init__(self, rows: list[Kind]) -> None:
        self.all = tuple(rows)
        self.by_id = {row.pk: row for row in rows}
        self.by_key = {row.key: row for row in rows}
        self.shown = [row for row in rows if row.is_shown]


_memory: Memory[Any] = Memory(REMEMBERED_SECONDS, names=len(NAMES))


def categories() -> Choices[Choice]:
    """With their names in the language that is active, or in the institution's first."""
    by_language = remembered("categories", _all_categories)
    known: Choices[Choice] = by_language.get((get_language() or "")[:2]) or by_language[""]
    return known


def departments() -> Choices[Choice]:
    return remembered("departments", _all_departments)


def stages() -> tuple[Stage, ...]:
    """Of the rules in force, with the names that they give them."""
    return remembered("stages", lambda: current_rules().stages)


def processes() -> Choices[ProcessChoice]:
    """In the institution's own order; only those with rules may be begun."""
    return remembered("processes", _all_processes)


def open_choices(*, fresh: bool = False) -> list[ProcessChoice]:
    """The processes in which citizens may begin something; `fresh` for whoever is about to."""
    known = remembered("processes", _all_processes, fresh=fresh)
    return [
        one for one in known.shown if one.current_version_id is not None and one.track in BEGUN_BY_CITIZENS
    ]


def version_choice(pk: int) -> VersionChoice:
    """Of a version that exists: of what has just been published, too."""
    if pk not in _versions():
        forget_choices()
    return _versions()[pk]


def _versions() -> dict[int, VersionChoice]:
    return remembered("versions", _all_versions)


def category_name(pk: int | None) -> str:
    if pk is None:
        return ""
    if pk not in categories().by_id:
        forget_choices()
    choice = categories().by_id.get(pk)
    return choice.name if choice else ""


def forget_choices() -> None:
    """Of the institution at hand."""
    _memory.forget_here()


def remembered(name: str, ask: Callable[[], Any], *, fresh: bool = False) -> Any:
    """What `ask` says of the institution at hand, asked again when it is older than REMEMBERED_SECONDS."""
    return _memory.here(ask, name=name, fresh=fresh)


def _all_categories() -> dict[str, Choices[Choice]]:
    """By language; under "" as they are called in the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key, name, is_shown, names::text FROM categories_category ORDER BY position, name"
        )
        rows = [(*row, json.loads(names)) for *row, names in cursor.fetchall()]
    spoken = {"", *(code for *_row, names in rows for code in names)}
    return {
        code: Choices(
            [Choice(pk, key, names.get(code) or name, shown) for pk, key, name, shown, names in rows]
        )
        for code in spoken
    }


def _all_departments() -> Choices[Choice]:
    return _choices("SELECT id, code, name, is_active FROM people_department ORDER BY position, name")


def _all_processes() -> Choices[ProcessChoice]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key, name, is_open, summary, track, current_version_id"
            " FROM processes_process ORDER BY position, id"
        )
        return Choices([ProcessChoice(*row) for row in cursor.fetchall()])


def _all_versions() -> dict[int, VersionChoice]:
    # Asked anew: a version may be of a process that was opened since.
    by_id = _all_processes().by_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, process_id, number FROM processes_processversion")
        return {pk: VersionChoice(by_id[process], number) for pk, process, number in cursor.fetchall()}


def _choices(statement: str) -> Choices[Choice]:
    """Plain SQL: in a platform of hundreds of institutions there is always one whose memory just ran out."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return Choices([Choice(*row) for row in cursor.fetchall()])
