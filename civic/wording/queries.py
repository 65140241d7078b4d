"""Reads for doors: words in force, words to come, and the sentences in which they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet

from civic.wording.models import WordDraft, WordVersion
from platform_core.i18n.dialect import SETTING, all_sentences, dialect_of
from tenants.context import here

_BLANK = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%[a-z]|\{\w*\}")
_MARKUP = re.compile(r"<[^<>]*>")
_WORDS_AND_GAPS = re.compile(r"\s+|[^\s]+")


def newest_version() -> WordVersion | None:
    return WordVersion.objects.order_by("-number").first()


def versions() -> "QuerySet[WordVersion]":
    return WordVersion.objects.select_related("published_by")


def draft() -> WordDraft | None:
    return WordDraft.objects.select_related("changed_by").first()


def words_here() -> dict[str, Any]:
    """What is said at the institution at hand. No query."""
    institution = here()
    said = institution.settings.get(SETTING) if institution else None
    return said if isinstance(said, dict) else {}


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence before and after, in pieces: (text, whether it differs)."""

    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]


def changed_sentences(old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """(as it is said now, as it would be said) of every sentence of the catalogue that would change."""
    say, again = _speaker(old, language), _speaker(new, language)
    said = ((say(english, text), again(english, text)) for english, text in all_sentences(language))
    return sorted({(_as_read(before), _as_read(after)) for before, after in said if before != after})


def _as_read(sentence: str) -> str:
    """Without markup, and “…” where a name or a number will stand."""
    return _BLANK.sub("…", _MARKUP.sub("", sentence)).strip()


def shown(before: str, after: str) -> Changed:
    """Told apart word by word."""
    left, right = _WORDS_AND_GAPS.findall(before), _WORDS_AND_GAPS.findall(after)
    pieces: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, words in ((0, left[a:b]), (1, right[c:d])):
            if words:
                pieces[side].append(("".join(words), kind != "equal"))
    return Changed(tuple(pieces[0]), tuple(pieces[1]))


def _speaker(words: Mapping[str, Any], language: str) -> Any:
    dialect = dialect_of(words)
    return dialect.said[language].rewrite if dialect else lambda _english, text: text
