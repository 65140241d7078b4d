"""The operating guide as readable files: what each stage is for, what to do, who does it, what others saw.

Our own words in Korean and English; each file names the source of the practice.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from civic.processes.document.shapes import Labels, words
from platform_core.i18n.dialect import in_own_words

FOLDER = Path(__file__).parent / "content"


class Per(StrEnum):
    """What a point of a checklist is ticked for."""

    YEAR = "year"
    DEBATE = "debate"
    GATHERING = "gathering"
    QUESTION = "question"
    CANDIDATE = "candidate"
    MEETING = "meeting"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in the languages of the product, in the institution's own words."""

    labels: Labels

    def __str__(self) -> str:
        language = get_language() or "ko"
        return in_own_words(words(self.labels, language, dict(self.labels)["en"]), language)


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a checklist. With a `probe` data ticks it; without one, people do."""

    key: str
    chapter: str
    per: Per
    text: Words
    probe: str = ""


@dataclass(frozen=True, slots=True)
class RoleOf:
    who: Words
    does: Words


@dataclass(frozen=True, slots=True)
class Case:
    title: Words
    text: Words
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    position: int
    title: Words
    source: str
    meaning: Words
    goals: tuple[Words, ...]
    points: tuple[Point, ...]
    roles: tuple[RoleOf, ...]
    cases: tuple[Case, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """In the order of the way."""
    found = (_read(path) for path in FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda one: one.position))


def chapter(key: str) -> Chapter:
    """Raises KeyError."""
    return {one.key: one for one in chapters()}[key]


def points() -> Iterator[Point]:
    for one in chapters():
        yield from one.points


def point(key: str) -> Point:
    """Raises KeyError."""
    return {one.key: one for one in points()}[key]


def _read(path: Path) -> Chapter:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Chapter(
        key=data["key"],
        position=data["position"],
        title=_words(data["title"]),
        source=data["source"],
        meaning=_words(data["meaning"]),
        goals=tuple(_words(one) for one in data["goals"]),
        points=tuple(_point(one, data["key"]) for one in data["checklist"]),
        roles=tuple(RoleOf(_words(one["who"]), _words(one["does"])) for one in data["roles"]),
        cases=tuple(_case(one) for one in data["cases"]),
    )


def _point(data: dict[str, Any], chapter_key: str) -> Point:
    return Point(data["key"], chapter_key, Per(data["per"]), _words(data), data.get("probe", ""))


def _case(data: dict[str, Any]) -> Case:
    return Case(_words(data["title"]), _words(data["text"]), data.get("source", ""))


def _words(data: dict[str, Any]) -> Words:
    return Words((("ko", data["ko"]), ("en", data["en"])))
