"""Sentences with blanks, in groups: what a card of the editor is made of.

Word order differs from language to language, so a sentence is translated whole, with its blanks named
in it («공감이 %(days)s일 안에 %(count)s명 이상 모이면»), and taken apart only when it is drawn.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from civic.desk.forms.rules_blanks import Blank

_BLANK = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Sentence:
    """`text` names its blanks; a blank that is no Blank is a word that stands fast."""

    text: Any
    blanks: Mapping[str, Any] = field(default_factory=dict)
    # What there is to know before filling it in.
    note: Any = ""

    def pieces(self) -> Iterator[Any]:
        """Words and blanks in the order of the reader's language. A blank the translation lost comes last."""
        left: dict[str, Any] = dict(self.blanks)
        for place, piece in enumerate(_BLANK.split(str(self.text).replace("%%", "%"))):
            if place % 2 == 0:
                if piece:
                    yield piece
            elif piece in left:
                yield left.pop(piece)
        yield from left.values()


@dataclass(frozen=True)
class Act:
    """A button of the card: what it does is in `value`."""

    value: str
    label: Any
    # For whom only hears it: which one of several is meant.
    of: Any = ""


@dataclass(frozen=True)
class Group:
    """Sentences that belong together. `folded`: what most institutions never touch."""

    title: Any = ""
    lines: Sequence["Sentence | Group"] = ()
    adds: Sequence[Act] = ()
    drop: Act | None = None
    folded: bool = False
    note: Any = ""
    # Mistakes with this place, and no blank of their own, are said here.
    path: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.adds


Lines = Sequence[Sentence | Group]


def blanks_in(lines: Lines) -> Iterator[Blank]:
    for line in lines:
        if isinstance(line, Group):
            yield from blanks_in(line.lines)
        else:
            yield from (blank for blank in line.blanks.values() if isinstance(blank, Blank))


def groups_in(lines: Lines) -> Iterator[Group]:
    for line in lines:
        if isinstance(line, Group):
            yield line
            yield from groups_in(line.lines)
