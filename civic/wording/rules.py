"""Who says what things are called here, and what a word must be like."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator, is_moderator
from platform_core.access import YES, Verdict, no
from platform_core.i18n.terms import BY_KEY, TERMS
from platform_core.text.graphemes import grapheme_length

LONGEST_KOREAN = 20
LONGEST_ENGLISH = 40
_A_WORD = re.compile(r"[^\W_](?:[^\W_]|[ ·&.\-’'])*")
# One Korean word is enough for both, as in our own sentences.
_MAY_SHARE = frozenset({"comment", "opinion"})


def may_change_words(person: Any) -> Verdict:
    """Administrators: what things are called stands on every page, letter and document."""
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators change what things are called here."))
    return YES


def may_explain_words(person: Any) -> Verdict:
    """Moderators and administrators."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators explain words in the glossary."))
    return YES


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one word. `part`: word, one, many or verb."""

    key: str
    part: str
    code: str
    sentence: str


def problems_of(words: Mapping[str, Any], language: str) -> Iterator[Problem]:
    """Of the own words of one language: empty, too long, not a word, or the name of another thing here."""
    parts = ("word",) if language == "ko" else ("one", "many", "verb")
    longest = LONGEST_KOREAN if language == "ko" else LONGEST_ENGLISH
    for key, said in words.items():
        for part in parts:
            if found := _problem(said.get(part) or "", part, longest):
                yield Problem(key, part, *found)
    yield from _taken(words, language, parts)


def _problem(word: str, part: str, longest: int) -> tuple[str, str] | None:
    if not word.strip():
        return None if part == "verb" else ("empty", _("Please write a word."))
    if grapheme_length(word) > longest:
        return "too_long", _("A name of a thing has at most %(most)s characters.") % {"most": longest}
    if not _A_WORD.fullmatch(word):
        return "not_a_word", _("Only letters, numbers, spaces and hyphens make a word here.")
    return None


def _taken(words: Mapping[str, Any], language: str, parts: tuple[str, ...]) -> Iterator[Problem]:
    """Two things of one name cannot be told apart on any page."""
    for key, said in words.items():
        for other in TERMS:
            if other.key == key or {key, other.key} <= _MAY_SHARE or key not in BY_KEY:
                continue
            names = {name.casefold() for name in names_of(other.key, words.get(other.key), language)}
            for part in parts:
                if part != "verb" and str(said.get(part) or "").casefold() in names:
                    sentence = _("“%(word)s” already names another thing here: %(meaning)s.") % {
                        "word": said[part],
                        "meaning": other.meaning,
                    }
                    yield Problem(key, part, "taken", sentence)


def names_of(key: str, said: Mapping[str, Any] | None, language: str) -> tuple[str, ...]:
    """What the thing is called: in own words, or as usual."""
    term = BY_KEY[key]
    if language == "ko":
        return (str(said["word"]),) if said else (term.korean,)
    return (str(said["one"]), str(said["many"])) if said else (term.one, term.many)
