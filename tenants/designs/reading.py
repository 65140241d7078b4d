"""Reading the tables of a design, so that whoever wrote one by hand is told what to correct."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from platform_core.text.graphemes import grapheme_length
from tenants.designs.sections import Fault

MOST_ROWS = 300
# Characters that turn the reading direction: what stands there is not what is seen.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
Kinds = type | tuple[type, ...]


def rows_of(value: Any, key: str = "") -> tuple[list[Mapping[str, Any]], list[Fault]]:
    """The tables of a list, and what keeps the others from being one. With `key`, each has its own in that field."""
    if not isinstance(value, list):
        return [], [Fault("", _("Here a list of tables is expected."))]
    if len(value) > MOST_ROWS:
        return [], [Fault("", _("At most %d entries.") % MOST_ROWS)]
    faults = [
        Fault(str(number), _("Here a table is expected."))
        for number, one in enumerate(value)
        if not isinstance(one, dict)
    ]
    rows: list[Mapping[str, Any]] = [one for one in value if isinstance(one, dict)]
    seen: set[str] = set()
    for number, row in enumerate(rows):
        said = row.get(key) if key else None
        if isinstance(said, str):
            if said in seen:
                faults.append(Fault(f"{number}.{key}", _("“%s” stands here twice.") % said))
            seen.add(said)
    return rows, faults


def fields(
    table: Mapping[str, Any], path: str, *, needed: Mapping[str, Kinds], optional: Mapping[str, Kinds]
) -> Iterator[Fault]:
    """What is missing, of another kind, or not known at all."""
    known = {**needed, **optional}
    for name in needed:
        if name not in table:
            yield Fault(path, _("“%s” is missing.") % name)
    for name, value in table.items():
        at = f"{path}.{name}" if path else name
        if name not in known:
            yield Fault(at, _("Unknown. Known here: %s.") % ", ".join(known))
        elif not _is_a(value, known[name]):
            yield Fault(at, _("Here %s is expected.") % _named(known[name]))


def text(table: Mapping[str, Any], name: str, path: str, *, longest: int) -> Iterator[Fault]:
    """Of a text that is needed: empty, too long, or with characters nobody sees."""
    said, at = table.get(name), f"{path}.{name}" if path else name
    if not isinstance(said, str):
        return
    if not said.strip():
        yield Fault(at, _("This cannot be empty."))
    elif grapheme_length(said) > longest:
        yield Fault(at, _("At most %d characters.") % longest)
    elif any(unicodedata.category(one) in ("Cc", "Cs") or one in TURNING for one in said):
        yield Fault(at, _("This contains invisible characters."))


def names_in(said: Any, path: str, *, longest: int) -> Iterator[Fault]:
    """Of one text in several languages, {code: text}."""
    known = dict(settings.LANGUAGES)
    for language in said if isinstance(said, dict) else ():
        if language not in known:
            yield Fault(f"{path}.{language}", _("Unknown. Known here: %s.") % ", ".join(known))
        else:
            yield from text(said, language, path, longest=longest)


def below(path: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The same, one step further down."""
    for fault in faults:
        yield Fault(f"{path}.{fault.path}" if fault.path else path, fault.sentence)


def _is_a(value: Any, kinds: Kinds) -> bool:
    if isinstance(value, bool) and kinds is not bool:
        return False
    return isinstance(value, kinds)


def _named(kinds: Kinds) -> str:
    kind = kinds[0] if isinstance(kinds, tuple) else kinds
    names = {
        str: _("a text in quotation marks"),
        bool: _("true or false"),
        int: _("a whole number"),
        dict: _("a table"),
        list: _("a list"),
    }
    return names.get(kind, kind.__name__)
