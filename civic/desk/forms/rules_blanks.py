"""Blanks of a sentence: what stands in them, what is typed into them, and what they are called.

A blank writes whatever was typed into the document. What cannot be a rule is said at the blank when the
document is read (RulesError), so nobody loses an unfinished sentence.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from civic.desk.forms.rules_paths import ABSENT, get_at, put_at

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Blank:
    """`path` leads to the value inside the piece of the document that is edited: "window.days"."""

    path: str
    # What a screen reader says: a blank in the middle of a sentence has no label of its own.
    label: Any
    kind = "text"
    width = "m"
    help: Any = ""
    # What the sentence shows while nothing has been said.
    usual: Any = ""
    # Other places whose mistakes are shown here.
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path

    def shown(self, piece: Any) -> Any:
        value = get_at(piece, self.path)
        return self.usual if value is ABSENT else value

    def put(self, piece: Any, typed: list[str]) -> None:
        """Write what was typed into the piece; nothing typed takes the value away."""
        put_at(piece, self.path, self.read(typed[-1] if typed else ""))

    def read(self, typed: str) -> Any:
        return clean(typed) or ABSENT

    def is_about(self, path: str) -> bool:
        return path == self.path or path in self.also


def clean(typed: str) -> str:
    """One line, composed (NFC), without what cannot be seen."""
    line = " ".join(unicodedata.normalize("NFC", typed).split())
    return "".join(sign for sign in line if unicodedata.category(sign)[0] != "C")[:400]


@dataclass(frozen=True)
class Words(Blank):
    kind = "text"
    width = "l"


@dataclass(frozen=True)
class Number(Blank):
    """A whole number. “1,000” and “１０００” are 1000; “서른” stays, and is said to be none."""

    kind = "number"
    width = "s"

    def read(self, typed: str) -> Any:
        line = clean(unicodedata.normalize("NFKC", typed))
        plain = re.sub(r"[,_\s]", "", line)
        if re.fullmatch(r"[+-]?[0-9]{1,12}", plain):
            return int(plain)
        return line or ABSENT


@dataclass(frozen=True)
class Zero(Number):
    """A number that is left out when it is nothing."""

    usual: Any = 0

    def read(self, typed: str) -> Any:
        value = super().read(typed)
        return ABSENT if value == 0 else value


@dataclass(frozen=True)
class Share(Blank):
    """A share: "1/2", or per cent as people write it."""

    kind = "text"
    width = "s"

    def read(self, typed: str) -> Any:
        line = clean(unicodedata.normalize("NFKC", typed)).replace(" ", "")
        percent = re.fullmatch(r"([0-9]{1,3})(\.[0-9]{1,4})?%", line)
        if percent is None:
            return line or ABSENT
        whole, rest = percent.groups()
        digits = (rest or ".")[1:]
        return f"{int(whole + digits)}/{10 ** (2 + len(digits))}"


@dataclass(frozen=True)
class Day(Blank):
    kind = "date"


@dataclass(frozen=True)
class Pick(Blank):
    """One of several. What stands in the document and is none of them is offered too: nothing is changed unasked."""

    kind = "pick"
    choices: Choices = ()

    def shown(self, piece: Any) -> Any:
        return str(super().shown(piece))

    def offered(self, piece: Any) -> Choices:
        now = self.shown(piece)
        known = [key for key, _label in self.choices]
        return self.choices if now in known else [(now, now or "—"), *self.choices]


@dataclass(frozen=True)
class YesNo(Pick):
    """A yes or no, as two ways to say it: the first says yes."""

    usual: Any = False

    def shown(self, piece: Any) -> Any:
        return "yes" if Blank.shown(self, piece) is True else "no"

    def read(self, typed: str) -> Any:
        return typed == "yes"


@dataclass(frozen=True)
class Many(Blank):
    """Any of several, as boxes to tick."""

    kind = "many"
    choices: Choices = field(default=())

    def shown(self, piece: Any) -> Any:
        value = get_at(piece, self.path)
        return list(value) if isinstance(value, list) else list(self.usual or [])

    def put(self, piece: Any, typed: list[str]) -> None:
        known = [key for key, _label in self.choices]
        # In the order they had: the first effect of a threshold is the one that gives it its name.
        before = [key for key in self.shown(piece) if key in typed]
        chosen = [*before, *(key for key in known if key in typed and key not in before)]
        put_at(piece, self.path, chosen or ABSENT)

    def is_about(self, path: str) -> bool:
        return super().is_about(path) or path.startswith(f"{self.path}.")


@dataclass(frozen=True)
class Bound(Pick):
    """At least, or more than: which of the two names the share stands under."""

    def shown(self, piece: Any) -> Any:
        condition = get_at(piece, self._holder())
        return "more_than" if isinstance(condition, dict) and "more_than" in condition else "at_least"

    def put(self, piece: Any, typed: list[str]) -> None:
        condition = get_at(piece, self._holder())
        wished = typed[-1] if typed else "at_least"
        if not isinstance(condition, dict) or wished not in ("more_than", "at_least"):
            return
        other = "at_least" if wished == "more_than" else "more_than"
        if other in condition:
            condition[wished] = condition.pop(other)

    def _holder(self) -> str:
        return self.path.rpartition(".")[0]


@dataclass(frozen=True)
class BoundShare(Share):
    """The share that stands under "at_least" or "more_than"."""

    def shown(self, piece: Any) -> Any:
        value = get_at(piece, self._place(piece))
        return self.usual if value is ABSENT else value

    def put(self, piece: Any, typed: list[str]) -> None:
        put_at(piece, self._place(piece), self.read(typed[-1] if typed else ""))

    def is_about(self, path: str) -> bool:
        holder = self.path.rpartition(".")[0]
        return path in (self.path, f"{holder}.more_than", f"{holder}.at_least")

    def _place(self, piece: Any) -> str:
        holder = self.path.rpartition(".")[0]
        condition = get_at(piece, holder)
        name = "more_than" if isinstance(condition, dict) and "more_than" in condition else "at_least"
        return f"{holder}.{name}"
