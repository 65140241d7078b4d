"""What is different between two versions: parts, sentence by sentence, and numbers."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from civic.results.kinds import Part
from civic.results.models import ReportVersion
from civic.results.showing import Shown, shown_version
from platform_core.text.plain import plain_text

_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class NumberChange:
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changes:
    parts: list[PartChange]
    numbers: list[NumberChange]

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.numbers


def between(before: ReportVersion, after: ReportVersion) -> Changes:
    """Only what differs."""
    old, new = shown_version(before), shown_version(after)
    return Changes(parts=_parts(old, new), numbers=_numbers(old, new))


def _parts(old: Shown, new: Shown) -> list[PartChange]:
    texts = [{one.part: plain_text(one.html) for one in shown.parts} for shown in (old, new)]
    return [
        PartChange(str(part.label), pieces(texts[0].get(part, ""), texts[1].get(part, "")))
        for part in Part
        if texts[0].get(part) != texts[1].get(part)
    ]


def pieces(before: str, after: str) -> list[Piece]:
    """Sentences in order; what went stands before what came."""
    old, new = _sentences(before), _sentences(after)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Piece("same", text) for text in old[i1:i2]]
        else:
            found += [Piece("removed", text) for text in old[i1:i2]]
            found += [Piece("added", text) for text in new[j1:j2]]
    return found


def _sentences(text: str) -> list[str]:
    return [one for one in (each.strip() for each in _SENTENCE.split(text)) if one]


def _numbers(old: Shown, new: Shown) -> list[NumberChange]:
    rows = [
        {**{row.label: f"{row.count:,} ({row.share})" for row in shown.sides}, **_facts(shown)}
        for shown in (old, new)
    ]
    return [
        NumberChange(label, rows[0].get(label, "–"), rows[1].get(label, "–"))
        for label in dict.fromkeys([*rows[0], *rows[1]])
        if rows[0].get(label) != rows[1].get(label)
    ]


def _facts(shown: Shown) -> dict[str, str]:
    return {label: f"{count:,}" for label, count in shown.facts}
