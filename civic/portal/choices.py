"""Categories, departments, processes and stages for filters and cards, remembered for a few seconds per institution.

A memory that lacks an id is asked anew, so a category made a moment ago is found; a new name may take
REMEMBERED_SECONDS to show in another process.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.utils.translation import get_language

from civic.processes.document import Stage
from civic.processes.document.shipped import said_here
from civic.processes.kinds import BEGUN_BY_CITIZENS
from civic.processes.queries import PROPOSALS, current_rules, rules_of
from platform_core.access.memory import Memory
from platform_core.access.place import institution_here
from platform_core.i18n.names import unsaid_in
from tenants.connection import connection

REMEMBERED_SECONDS = 15
NAMES = ("lists", "versions", "places")


@dataclass(frozen=True, slots=True)
class Choice:
    pk: int
    key: str
    name: str
    is_shown: bool
    is_translated: bool = field(default=False, kw_only=True)

    @property
    def lang(self) -> str:
        """The language to mark its name with when that is not the page's; else ""."""
        return "" if self.is_translated else unsaid_in({})


@dataclass(frozen=True, slots=True)
class ProcessChoice(Choice):
    """`is_shown`: new proposals may begin. `current_version_id`: the rules in force; None before the first.

    Name and summary are in the language that was asked for, or in the institution's first.
    """

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
    return _here_said(_lists().categories)


def departments() -> Choices[Choice]:
    return _lists().departments


def stages() -> tuple[Stage, ...]:
    """Of the rules in force, with the names that they give them. Raises as current_rules()."""
    known = processes().by_key.get(PROPOSALS)
    if known is None or known.current_version_id is None:
        return current_rules().stages
    return rules_of(known.current_version_id).stages


def processes() -> Choices[ProcessChoice]:
    """In the institution's own order and the language that is active; only those with rules may be begun."""
    return _here_said(_lists().processes)


def open_choices(*, fresh: bool = False) -> list[ProcessChoice]:
    """The processes in which citizens may begin something; `fresh` for whoever is about to."""
    known = _here_said(_lists(fresh=fresh).processes)
    return [
        one for one in known.shown if one.current_version_id is not None and one.track in BEGUN_BY_CITIZENS
    ]


def version_choice(pk: int) -> VersionChoice:
    """Of a version that exists: of what has just been published, too."""
    if pk not in _versions() or _versions()[pk][0] not in processes().by_id:
        forget_choices()
    process, number = _versions()[pk]
    return VersionChoice(processes().by_id[process], number)


def _versions() -> dict[int, tuple[int, int]]:
    """{version: (process, number)}"""
    return remembered("versions", _all_versions)


def category_choice(pk: int | None) -> Choice | None:
    if pk is None:
        return None
    if pk not in categories().by_id:
        forget_choices()
    return categories().by_id.get(pk)


def forget_choices() -> None:
    """Of the institution at hand."""
    _memory.forget_here()


def remembered(name: str, ask: Callable[[], Any], *, fresh: bool = False) -> Any:
    """What `ask` says of the institution at hand, asked again when it is older than REMEMBERED_SECONDS."""
    return _memory.here(ask, name=name, fresh=fresh)


@dataclass(frozen=True, slots=True)
class Lists:
    """Categories and processes by language; under "" as they are called in the first."""

    categories: dict[str, Choices[Choice]]
    departments: Choices[Choice]
    processes: dict[str, Choices[ProcessChoice]]


# One statement: in a platform of hundreds of institutions there is always one whose memory just ran out.
LISTS = """
SELECT
  (SELECT coalesce(json_agg(json_build_array(id, key, name, is_shown, names) ORDER BY position, name), '[]')
     FROM categories_category)::text,
  (SELECT coalesce(json_agg(json_build_array(id, code, name, is_active) ORDER BY position, name), '[]')
     FROM people_department)::text,
  (SELECT coalesce(json_agg(json_build_array(
       id, key, name, is_open, summary, track, current_version_id, names, summaries) ORDER BY position, id), '[]')
     FROM processes_process)::text
"""


def _lists(*, fresh: bool = False) -> Lists:
    return remembered("lists", _all_lists, fresh=fresh)


def _all_lists() -> Lists:
    with connection.cursor() as cursor:
        cursor.execute(LISTS)
        categories, departments, processes = (json.loads(column) for column in cursor.fetchone())
    return Lists(
        categories=_categories(categories),
        # A department is called what it is called.
        departments=Choices([Choice(*row, is_translated=True) for row in departments]),
        processes=_processes(processes),
    )


def _categories(rows: list[Any]) -> dict[str, Choices[Choice]]:
    return {
        code: Choices(
            [
                Choice(pk, key, names.get(code) or name, shown, is_translated=bool(names.get(code)))
                for pk, key, name, shown, names in rows
            ]
        )
        for code in _spoken(*(names for *_row, names in rows))
    }


def _processes(rows: list[Any]) -> dict[str, Choices[ProcessChoice]]:
    first = str(getattr(institution_here(), "default_language", ""))
    return {
        code: Choices(
            [
                ProcessChoice(
                    pk,
                    key,
                    said_here(names.get(code) or name, code if names.get(code) else first),
                    shown,
                    summaries.get(code) or summary,
                    track,
                    current,
                    is_translated=bool(names.get(code)),
                )
                for pk, key, name, shown, summary, track, current, names, summaries in rows
            ]
        )
        for code in _spoken(*(said for *_row, names, summaries in rows for said in (names, summaries)))
    }


def _spoken(*said: dict[str, str]) -> set[str]:
    return {"", *(code for names in said for code in names)}


def _here_said(by_language: dict[str, Choices[Kind]]) -> Choices[Kind]:
    return by_language.get((get_language() or "")[:2]) or by_language[""]


def _all_versions() -> dict[int, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, process_id, number FROM processes_processversion")
        return {pk: (process, number) for pk, process, number in cursor.fetchall()}
