"""The ground floor's own section: what an institution is, and what its front page says."""

from collections.abc import Iterator, Mapping
from typing import Any

import holidays
from django.conf import settings
from django.utils.translation import gettext as _

from tenants import actions
from tenants.designs.reading import fields, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution, Kind
from tenants.provisioning.order import known_zones

WORDS = ("headline", "lead", "contact")
FACTS = ("kind", "time_zone", "country")
KNOWN = {
    "name": str,
    "kind": str,
    "languages": list,
    "time_zone": str,
    "country": str,
    "tagline": str,
    "words": dict,
}


def read(institution: Institution) -> dict[str, Any]:
    words = {name: institution.settings.get(name) for name in WORDS if institution.settings.get(name)}
    return {
        "name": institution.name,
        "kind": str(institution.kind),
        "languages": list(institution.languages),
        "time_zone": institution.time_zone,
        "country": institution.country,
        "tagline": institution.tagline or None,
        "words": words or None,
    }


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    yield from fields(value, "", needed={}, optional=KNOWN)
    yield from text(value, "name", "", longest=100)
    if "tagline" in value:
        yield from text(value, "tagline", "", longest=200)
    yield from _check_facts(value)
    words = value.get("words")
    if isinstance(words, dict):
        yield from _check_words(words)


def _check_facts(value: Mapping[str, Any]) -> Iterator[Fault]:
    if value.get("kind", Kind.CITY) not in Kind.values:
        yield Fault("kind", _("Unknown. Known here: %s.") % ", ".join(Kind.values))
    if str(value.get("time_zone", "UTC")) not in known_zones():
        yield Fault("time_zone", _("Unknown time zone."))
    if str(value.get("country", "KR")) not in holidays.list_supported_countries(include_aliases=False):
        yield Fault("country", _("The public holidays of this country are not known."))
    spoken, known = value.get("languages"), dict(settings.LANGUAGES)
    if isinstance(spoken, list) and (
        not spoken
        or len(spoken) != len(set(map(str, spoken)))
        or not all(str(one) in known for one in spoken)
    ):
        yield Fault("languages", _("Each language once, out of: %s.") % ", ".join(known))


def _check_words(words: Mapping[str, Any]) -> Iterator[Fault]:
    for name, said in words.items():
        lines = said if isinstance(said, list) else [said]
        if name not in WORDS:
            yield Fault(f"words.{name}", _("Unknown. Known here: %s.") % ", ".join(WORDS))
        elif not all(isinstance(line, str) and len(line) <= 500 for line in lines):
            yield Fault(f"words.{name}", _("Here texts of at most 500 characters are expected."))


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    name, spoken = value.get("name"), value.get("languages")
    if name and name != institution.name:
        yield Change(
            _("Its name becomes “%(new)s”; it is “%(old)s” now.") % {"new": name, "old": institution.name},
            lambda at, by: actions.rename(institution=institution, name=name, at=at, by=by),
        )
    facts = {fact: value.get(fact, getattr(institution, fact)) for fact in FACTS}
    for fact in FACTS:
        if facts[fact] != getattr(institution, fact):
            yield _fact(institution, fact, facts)
            break
    if spoken is not None and list(spoken) != list(institution.languages):
        yield Change(
            _("Its languages become: %s.") % ", ".join(spoken),
            lambda at, by: actions.speak_languages(
                institution=institution, languages=list(spoken), at=at, by=by
            ),
        )
    yield from _front_page(value, institution)


def _fact(institution: Institution, fact: str, facts: Mapping[str, str]) -> Change:
    told = {name: facts[name] for name in FACTS}
    return Change(
        _("Its kind, time zone and country become: %s.") % ", ".join(told.values()),
        lambda at, by: actions.set_facts(institution=institution, **told, at=at, by=by),
    )


def _front_page(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    tagline = value.get("tagline", institution.tagline)
    words = dict(value.get("words") or {})
    now = {name: institution.settings.get(name) for name in words}
    if (tagline, words) != (institution.tagline, now):
        yield Change(
            _("Its front page says: %s")
            % " · ".join(_said(one) for one in [tagline, *words.values()] if one),
            lambda at, by: actions.describe(
                institution=institution, tagline=tagline, words=words, at=at, by=by
            ),
        )


def _said(words: Any) -> str:
    return ", ".join(map(str, words)) if isinstance(words, list) else str(words)


SECTION = Section("institution", read, check, changes)
