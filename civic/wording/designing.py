"""What this room writes into an institution's design: its own words for things."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from civic.wording.actions import speak_as_ordered
from civic.wording.queries import words_here
from civic.wording.rules import problems_of
from platform_core.i18n.terms import BY_KEY
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution


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
