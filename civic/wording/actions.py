"""Drafting and publishing an institution's own words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from civic.wording.models import WordDraft, WordVersion
from civic.wording.queries import newest_version
from civic.wording.rules import may_change_words, problems_of
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.i18n.dialect import SETTING
from tenants.actions import keep_setting
from tenants.context import here

Words = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def draft_words(*, language: str, words: Mapping[str, Any], by: User, at: datetime) -> WordDraft:
    """These replace what the draft says in that language. Raises Refused."""
    require(may_change_words(by))
    _check({language: words})
    newest = newest_version()
    draft = WordDraft.objects.select_for_update(no_key=True).first()
    if draft is None:
        spoken = newest.words if newest else {}
        draft = WordDraft(words=spoken, based_on=newest.number if newest else 0)
    draft.words = _tidy({**draft.words, language: dict(words)})
    draft.changed_at, draft.changed_by = at, by
    draft.save()
    return draft


@transaction.atomic
def throw_draft_away(*, by: User) -> bool:
    """False when there is none. Raises Refused."""
    require(may_change_words(by))
    return bool(WordDraft.objects.all().delete()[0])


@transaction.atomic
def publish_draft(*, reason: str, by: User, at: datetime) -> WordVersion | None:
    """From now on everything says so. None without a draft. Raises Refused, also when others published meanwhile."""
    require(may_change_words(by))
    draft = WordDraft.objects.select_for_update().first()
    if draft is None:
        return None
    newest = newest_version()
    if draft.based_on != (newest.number if newest else 0):
        raise Refused(
            no(
                "published_meanwhile",
                _("Somebody else published words after this draft was begun."),
                _("Compare with what is in force now, save the draft again and publish it."),
            )
        )
    draft.delete()
    return _publish(draft.words, reason=reason, by=by, at=at)


@transaction.atomic
def speak_as_ordered(*, words: Words, reason: str, at: datetime) -> WordVersion | None:
    """By the platform, as an institution ordered it. None when it speaks so already. Raises Refused."""
    newest = newest_version()
    if (newest.words if newest else {}) == _tidy(words):
        return None
    return _publish(_tidy(words), reason=reason, by=None, at=at)


@transaction.atomic
def return_to(*, version: WordVersion, reason: str, by: User, at: datetime) -> WordVersion | None:
    """The words of an older version are in force again. None when they are already. Raises Refused."""
    require(may_change_words(by))
    newest = newest_version()
    if newest is not None and newest.words == version.words:
        return None
    return _publish(version.words, reason=reason, by=by, at=at)


@transaction.atomic
def go_on_from_now(*, by: User, at: datetime) -> bool:
    """The draft counts as begun from what is in force now: whoever says so has compared. Raises Refused."""
    require(may_change_words(by))
    newest = newest_version()
    return bool(
        WordDraft.objects.update(based_on=newest.number if newest else 0, changed_at=at, changed_by=by)
    )


def _publish(words: Words, *, reason: str, by: User | None, at: datetime) -> WordVersion:
    _check(words)
    newest = newest_version()
    version = WordVersion.objects.create(
        number=(newest.number if newest else 0) + 1,
        words=words,
        reason=reason,
        published_at=at,
        published_by=by,
    )
    institution = here()
    assert institution is not None
    keep_setting(institution=institution, name=SETTING, value=words, at=at)
    record("wording.words.published", version, at=at, actor=by, number=version.number, reason=reason)
    return version


def _check(words: Words) -> None:
    """Doors check before they ask; this is for whoever did not. Raises Refused."""
    for language, said in words.items():
        if language not in dict(settings.LANGUAGES):
            raise Refused(no("language", _("There are no sentences in this language.")))
        for problem in problems_of(said, language):
            raise Refused(no(problem.code, problem.sentence))


def _tidy(words: Words) -> dict[str, Any]:
    return {language: said for language, said in words.items() if said}
