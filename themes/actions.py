"""What an institution wears: published at once or for a moment ahead, called off, brought back."""

from datetime import datetime

from django.db import transaction

from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from themes.documents import Document, begun_from_catalogue, said_by
from themes.drafts import Overtaken, hold, put_among_drafts
from themes.models import Theme, ThemeDraft
from themes.queries import forget_worn_theme, worn_as
from themes.rules import may_be_worn, may_begin_at, may_change_theme, may_return_to, may_unschedule


@transaction.atomic
def publish_theme(*, catalogue_name: str, by: User | None, at: datetime) -> Theme:
    """Wear a finished theme of the catalogue from now on. Raises UnknownTheme."""
    return _put_on(begun_from_catalogue(catalogue_name), "", note="", begins_at=at, by=by, at=at)


@transaction.atomic
def publish_as_ordered(*, document: Document, name: str, at: datetime) -> Theme:
    """By the platform, before the doors open: wear this from now on. Raises Refused for what nobody could read."""
    require(may_be_worn(document))
    return _put_on(document, name, note="", begins_at=at, by=None, at=at)


@transaction.atomic
def publish_draft(*, draft: ThemeDraft, seen: int, note: str, by: User, at: datetime) -> Theme:
    """The draft is worn from now on, and gone as a draft.

    Raises Refused (also where something could not be read), and Overtaken when the draft is no longer the one seen.
    """
    held = _as_seen(draft, seen, by)
    theme = _put_on(held.document, held.name, note=note, begins_at=at, by=by, at=at)
    held.delete()
    return theme


@transaction.atomic
def schedule_draft(
    *, draft: ThemeDraft, seen: int, note: str, begins_at: datetime, by: User, at: datetime
) -> Theme:
    """The draft is worn from `begins_at` on, whoever works then or does not. Raises Refused and Overtaken."""
    held = _as_seen(draft, seen, by)
    require(may_begin_at(begins_at, at))
    theme = _put_on(held.document, held.name, note=note, begins_at=begins_at, by=by, at=at)
    held.delete()
    return theme


@transaction.atomic
def unschedule(*, theme: Theme, by: User, at: datetime) -> ThemeDraft:
    """Call it off before its moment: it is a draft again, so that nothing is lost. Raises Refused and Overtaken."""
    require(may_change_theme(by))
    held = Theme.objects.select_for_update().filter(pk=theme.pk).first()
    if held is None:
        raise Overtaken
    require(may_unschedule(held, at))
    draft = put_among_drafts(document=said_by(held), name=str(held), by=by, at=at)
    record("themes.theme.called_off", held, at=at, actor=by, name=str(held), draft=draft.pk)
    held.delete()
    _forget()
    return draft


@transaction.atomic
def roll_back(*, theme: Theme, note: str, by: User, at: datetime) -> Theme:
    """Wear an earlier one again: a new publication, so that the history stays whole. Raises Refused."""
    require(may_change_theme(by))
    require(may_return_to(theme, at))
    document = said_by(theme)
    require(may_be_worn(document))
    return _put_on(document, theme.name, note=note, begins_at=at, by=by, at=at, returns_to=theme)


@transaction.atomic
def note_begun(*, at: datetime) -> int:
    """Write down which scheduled themes have begun since the last look; returns how many. They are worn regardless."""
    begun = list(
        Theme.objects.select_for_update(skip_locked=True).filter(
            begun_at=None, scheduled_at__isnull=False, published_at__lte=at
        )
    )
    for theme in begun:
        theme.begun_at = theme.published_at
        theme.save(update_fields=["begun_at"])
        record(
            "themes.theme.published", theme, at=theme.published_at, base=theme.catalogue_name, name=theme.name
        )
    return len(begun)


def _as_seen(draft: ThemeDraft, seen: int, by: User) -> ThemeDraft:
    """The draft, locked, when it may be worn and is the one that was looked at."""
    require(may_change_theme(by))
    held = hold(draft)
    if held.edition != seen:
        raise Overtaken
    require(may_be_worn(held.document))
    return held


def _put_on(
    document: Document,
    name: str,
    *,
    note: str,
    begins_at: datetime,
    by: User | None,
    at: datetime,
    returns_to: Theme | None = None,
) -> Theme:
    is_ahead = begins_at > at
    worn = worn_as(document)
    theme = Theme.objects.create(
        catalogue_name=worn.key,
        document=document,
        digest=worn.digest,
        name=name,
        note=note,
        published_at=begins_at,
        published_by=by,
        scheduled_at=at if is_ahead else None,
        begun_at=None if is_ahead else at,
        returns_to=returns_to,
    )
    if is_ahead:
        record("themes.theme.scheduled", theme, at=at, actor=by, name=name, begins_at=begins_at.isoformat())
    else:
        record("themes.theme.published", theme, at=at, actor=by, base=worn.key, name=name)
    _forget()
    return theme


def _forget() -> None:
    """Now, for what this request goes on to draw; and after commit, for who asked in between."""
    forget_worn_theme()
    transaction.on_commit(forget_worn_theme)
