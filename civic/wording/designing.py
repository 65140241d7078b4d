"""What this room writes into an institution's design: its own words for things, and its own explanations."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from civic.wording.actions import speak_as_ordered
from civic.wording.explaining import Wording, explain_as_ordered, explained_elsewhere
from civic.wording.models import Explanation
from civic.wording.queries import words_here
from civic.wording.rules import problems_of
from platform_core.i18n.terms import BY_KEY
from tenants.designs.reading import fields, rows_of, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution

LONGEST_TERM, LONGEST_MEANING, MOST_FORMS = 40, 400, 10
_KEY = re.compile(r"[^\W_](?:[\w-]{0,58}[^\W_])?")


def read(institution: Institution) -> dict[str, Any]:
    return words_here()


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    known = dict(settings.LANGUAGES)
    for language, said in value.items():
        if language not in known:
            yield Fault(language, _("Unknown. Known here: %s.") % ", ".join(known))
        elif not isinstance(said, dict) or not all(isinstance(one, dict) for one in said.values()):
            yield Fault(language, _("Here a table is expected."))
        elif strange := [key for key in said if key not in BY_KEY]:
            yield Fault(f"{language}.{strange[0]}", _("Unknown. Known here: %s.") % ", ".join(sorted(BY_KEY)))
        else:
            yield from _check_words(said, language)


def _check_words(said: Mapping[str, Any], language: str) -> Iterator[Fault]:
    for key, word in said.items():
        if not all(isinstance(part, str) for part in word.values()):
            yield Fault(f"{language}.{key}", _("Here texts are expected."))
            return
    for problem in problems_of(said, language):
        yield Fault(f"{language}.{problem.key}", problem.sentence)


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    wanted = {language: said for language, said in value.items() if said}
    if words_here() != wanted:
        names = [
            str(word.get("word") or word.get("one")) for said in wanted.values() for word in said.values()
        ]
        yield Change(_("Things are called: %s.") % ", ".join(names), partial(_speak, wanted))


def _speak(words: Mapping[str, Any], at: Any, by: Any) -> None:
    speak_as_ordered(words=words, reason=_("As the institution's blueprint says"), at=at)


SECTION = Section("words", read, check, changes)


def read_glossary(institution: Institution) -> list[dict[str, Any]]:
    """What the institution explains in its own way; our own explanations come along everywhere."""
    return [
        {
            "language": one.language,
            "key": one.key,
            "term": one.term,
            "meaning": one.meaning,
            "also": list(one.also) or None,
            "is_hidden": True if one.is_hidden else None,
        }
        for one in Explanation.objects.order_by("language", "key")
    ]


def check_glossary(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    rows, faults = rows_of(value)
    yield from faults
    needed, known = {"language": str, "key": str, "term": str, "meaning": str}, dict(settings.LANGUAGES)
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        path = str(number)
        yield from fields(row, path, needed=needed, optional={"also": list, "is_hidden": bool})
        yield from text(row, "term", path, longest=LONGEST_TERM)
        yield from text(row, "meaning", path, longest=LONGEST_MEANING)
        if str(row.get("language")) not in known:
            yield Fault(f"{path}.language", _("Unknown. Known here: %s.") % ", ".join(known))
        key = row.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            yield Fault(f"{path}.key", _("A key has letters, digits and hyphens: at most 60."))
        elif (str(row.get("language")), key) in seen:
            yield Fault(f"{path}.key", _("“%s” stands here twice.") % key)
        seen.add((str(row.get("language")), str(key)))
        yield from _check_forms(row.get("also", []), path)
    yield from _check_twins(rows)


def _check_twins(rows: list[Mapping[str, Any]]) -> Iterator[Fault]:
    """One form leads to one explanation."""
    known: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        also = row.get("also") if isinstance(row.get("also"), list) else []
        forms = {str(one).casefold() for one in (row.get("term"), *(also or ()))}
        own = set() if row.get("is_hidden") else {(str(row.get("language")), form) for form in forms}
        if known & own:
            yield Fault(f"{number}.term", _("“%s” stands here twice.") % row.get("term"))
        known |= own


def _check_forms(also: Any, path: str) -> Iterator[Fault]:
    if not isinstance(also, list):
        return
    table = {str(place): one for place, one in enumerate(also)}
    if len(also) > MOST_FORMS or not all(isinstance(one, str) and len(one) > 1 for one in also):
        yield Fault(f"{path}.also", _("Up to ten forms, each of two letters at least."))
        return
    for place in table:
        yield from text(table, place, f"{path}.also", longest=LONGEST_TERM)


def changes_of_glossary(value: list[Mapping[str, Any]], institution: Institution) -> Iterator[Change]:
    there = {(one.language, one.key): wording_of(one) for one in Explanation.objects.order_by("pk")}
    for row in value:
        wanted = Wording(
            row["term"], row["meaning"], tuple(row.get("also", ())), bool(row.get("is_hidden", False))
        )
        if there.get((row["language"], row["key"])) == wanted:
            continue
        if word := explained_elsewhere(row["language"], row["key"], wanted):
            yield Change(
                _("“%(new)s” is explained here already, under “%(old)s”.") % {"new": row["term"], "old": word}
            )
        else:
            yield Change(
                _("The glossary explains “%s” in the institution's own way.") % row["term"],
                partial(_explain, row["language"], row["key"], wanted),
            )


def wording_of(row: Explanation) -> Wording:
    return Wording(row.term, row.meaning, tuple(row.also), row.is_hidden)


def _explain(language: str, key: str, wording: Wording, at: Any, by: Any) -> None:
    explain_as_ordered(language=language, key=key, wording=wording, at=at)


GLOSSARY = Section("glossary", read_glossary, check_glossary, changes_of_glossary)
