"""Reading a document with its place in hand: whatever is wrong is said with where it is wrong."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from civic.processes.working_days import LONGEST_PERIOD_DAYS

LONGEST_KEY = 40
LARGEST_COUNT = 1_000_000_000
MOST_ENTRIES = 100
SHARE = re.compile(r"[0-9]{1,12}(/[0-9]{1,12}|\.[0-9]{1,12})?")

Choice = TypeVar("Choice", bound=TextChoices)
Thing = TypeVar("Thing")


class RulesError(ValueError):
    """The document cannot be a set of rules. `path` says where, such as "stages.2.window.days"."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}" if path else sentence)
        self.path = path
        self.sentence = sentence


class Reader:
    """One table of the document. What is left over when it is read is a mistake: `finish`."""

    def __init__(self, data: Any, path: str = "") -> None:
        if not isinstance(data, dict):
            raise RulesError(path, _("Here a group of settings is expected."))
        self._data = data
        self._left = set(data)
        self.path = path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return self._data.get(name) not in (None, "")

    def raw(self, name: str, default: Any = None) -> Any:
        self._left.discard(name)
        return self._data.get(name, default)

    def needed(self, name: str) -> Any:
        if name not in self._data:
            raise RulesError(self.at(name), _("This is missing."))
        return self.raw(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.raw(name, default)
        if not isinstance(value, str):
            raise RulesError(self.at(name), _("A text is expected here."))
        return value

    def key(self, name: str, default: str | None = None) -> str:
        """What a row can hold: a longer one would stop the counting of the whole institution."""
        value = self.text(name, default)
        if not 1 <= len(value) <= LONGEST_KEY:
            raise RulesError(self.at(name), _("A key has 1 to %(most)s characters.") % {"most": LONGEST_KEY})
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.raw(name, default)
        if not isinstance(value, bool):
            raise RulesError(self.at(name), _("Yes or no is expected here."))
        return value

    def whole(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.raw(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            sentence = _("A whole number above zero is expected here.")
            raise RulesError(
                self.at(name), sentence if least else _("A whole number is expected here, zero or more.")
            )
        if value > LARGEST_COUNT:
            raise RulesError(self.at(name), _("This number is too large."))
        return value

    def positive(self, name: str) -> int:
        self.needed(name)
        return self.whole(name, least=1)

    def period(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        days = self.whole(name, default, least=least)
        if days > LONGEST_PERIOD_DAYS:
            raise RulesError(
                self.at(name),
                _("No period may be longer than %(most)s days.") % {"most": LONGEST_PERIOD_DAYS},
            )
        return days

    def share(self, name: str) -> Fraction:
        """A share such as "1/200" or "2/3": above 0, at most 1."""
        written = str(self.needed(name))
        try:
            # Of powers such as 1e-999999999 not even the first digit is worked out.
            value = Fraction(written if SHARE.fullmatch(written) else "")
        except (ValueError, ZeroDivisionError):
            raise RulesError(self.at(name), _("A share such as 1/2 is expected here.")) from None
        if not 0 < value <= 1 or value.denominator > LARGEST_COUNT:
            raise RulesError(self.at(name), _("A share lies above 0 and is at most 1."))
        return value

    def choice(self, name: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        value = self.raw(name, default) if default is not None else self.needed(name)
        try:
            return kinds(value)
        except ValueError:
            raise RulesError(
                self.at(name),
                _("“%(value)s” is none of: %(kinds)s.") % {"value": value, "kinds": ", ".join(kinds)},
            ) from None

    def choices(self, name: str, kinds: type[Choice], default: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
        entries = self._entries(name, list(default))
        return tuple(Reader({name: entry}, self.path).choice(name, kinds) for entry in entries)

    def keys(self, name: str) -> tuple[str, ...]:
        return tuple(Reader({name: entry}, self.path).key(name) for entry in self._entries(name, []))

    def table(self, name: str) -> "Reader":
        return Reader(self.raw(name, {}), self.at(name))

    def tables(self, name: str) -> Iterator["Reader"]:
        for place, entry in enumerate(self._entries(name, [])):
            yield Reader(entry, f"{self.at(name)}.{place}")

    def optional(self, name: str, read: Callable[["Reader"], Thing]) -> Thing | None:
        return read(self.table(name)) if self.raw(name) is not None else None

    def labels(self, name: str = "label") -> tuple[tuple[str, str], ...]:
        table = self.table(name)
        return tuple(sorted((language, table.text(language)) for language in table.names()))

    def names(self) -> list[str]:
        return [str(name) for name in self._data]

    def finish(self) -> None:
        """Raises RulesError for what nobody asked for: a misspelt rule must not be silently ignored."""
        for name in sorted(self._left, key=str):
            raise RulesError(self.at(str(name)), _("There is no such setting."))

    def _entries(self, name: str, default: list[Any]) -> list[Any]:
        entries = self.raw(name, default)
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise RulesError(self.at(name), _("A list is expected here."))
        return entries
