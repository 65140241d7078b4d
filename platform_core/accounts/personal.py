"""Which rows say something of a person: each room says it of its own tables, in its `personal.py` (the accounts' own: personal_rows.py).

A column that names a person (a key of an account, or a contact) and is declared nowhere fails the build
(tests/civic/privacy/test_declared.py).
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Through:
    """The row is somebody's because the row it hangs on is: `column` names that one, `theirs` the person in it."""

    column: str
    table: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of `table` that belong to the person whom `by` names. They are shown to that person and handed out.

    `without`: columns they do not get, because those are of somebody else or open something. `only`: an SQL
    condition on the rows. `among`: `by` holds several people's numbers, not one.
    """

    table: str
    what: Words
    by: str = "user_id"
    through: Through | None = None
    without: frozenset[str] = frozenset()
    only: str = ""
    among: bool = False


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """Columns that name somebody and are not theirs to take along, with the reason."""

    table: str
    columns: frozenset[str]
    why: Words


_held: dict[str, list[Held]] = {}
_not_theirs: list[NotTheirs] = []


def holds(
    table: str,
    what: Words,
    *,
    by: str = "user_id",
    through: Through | None = None,
    without: str = "",
    only: str = "",
    among: bool = False,
) -> None:
    one = Held(table, what, by, through, frozenset(without.split()), only, among)
    if one not in _held.setdefault(table, []):
        _held[table].append(one)


def not_theirs(table: str, columns: str, why: Words) -> None:
    """What somebody did in office, or where a contact is not a member's."""
    one = NotTheirs(table, frozenset(columns.split()), why)
    if one not in _not_theirs:
        _not_theirs.append(one)


@cache
def declared() -> tuple[tuple[Held, ...], tuple[NotTheirs, ...]]:
    """All of it, in the order in which the rooms stand in the settings."""
    for room in apps.get_app_configs():
        own = "personal_rows" if room.name == __package__ else "personal"
        if find_spec(f"{room.name}.{own}"):
            import_module(f"{room.name}.{own}")
    return tuple(one for table in _held.values() for one in table), tuple(_not_theirs)
