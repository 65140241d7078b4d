"""An administrator says in the institution's own words what its home page should tell."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import describe, speak_languages
from tenants.context import here
from tenants.entitlements import entitled


def may_describe_institution(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators change what the home page says."))
    return YES


@transaction.atomic
def describe_institution(
    *, tagline: str, words: dict[str, Any], seen: dict[str, Any], by: User, at: datetime
) -> bool:
    """Changes the institution at hand; who did it is recorded there. False when nothing differs.

    `seen` is what it said when `by` began to write. Raises Refused, and tenants.actions.ChangedMeanwhile.
    """
    require(may_describe_institution(by))
    institution = here()
    assert institution is not None
    done = describe(institution=institution, tagline=tagline, words=words, at=at, seen=seen)
    if done:
        record("tenants.institution.described", None, at=at, actor=by, tagline=tagline, words=words)
    return done


@transaction.atomic
def choose_languages(*, languages: list[str], by: User, at: datetime) -> bool:
    """The institution at hand speaks these, the first of them first. False when it does already. Raises Refused."""
    require(may_describe_institution(by))
    known = dict(settings.LANGUAGES)
    if not languages or len(set(languages)) != len(languages) or not set(languages) <= set(known):
        raise Refused(no("languages", _("Choose at least one language, each once.")))
    institution = here()
    assert institution is not None
    if len(languages) > len(institution.languages):
        require(entitled(institution, "languages", amount=len(languages)))
    done = speak_languages(institution=institution, languages=languages, at=at)
    if done:
        record("tenants.institution.languages", None, at=at, actor=by, languages=languages)
    return done
