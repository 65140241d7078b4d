"""Drafts of themes: begun, changed by whoever is at it, thrown away. Nothing of them is worn by anybody.

`seen` is the edition that the person had before them: what came between is never written over.
"""

from datetime import datetime

from django.db import transaction

from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from themes.documents import Document, with_own_emblem
from themes.emblems import keep_emblem
from themes.exchange import taken
from themes.models import Theme, ThemeDraft
from themes.rules import may_change_theme, may_start_draft

LONGEST_NAME = 60


class Overtaken(Exception):
    """What the person saw is no longer what is there: they compare, and lose nothing."""


@transaction.atomic
def start_draft(
    *, document: Document, name: str, by: User, at: datetime, begun_from: Theme | None = None
) -> ThemeDraft:
    """Raises Refused."""
    require(may_change_theme(by))
    require(may_start_draft())
    return put_among_drafts(document=document, name=name, by=by, at=at, begun_from=begun_from)


def put_among_drafts(
    *, document: Document, name: str, by: User | None, at: datetime, begun_from: Theme | None = None
) -> ThemeDraft:
    """However many there are: for what would be lost otherwise. The caller has asked who may."""
    draft = ThemeDraft.objects.create(
        name=name, document=document, begun_from=begun_from, begun_at=at, changed_at=at, changed_by=by
    )
    record("themes.draft.begun", draft, at=at, actor=by, name=name)
    return draft


def import_draft(*, text: str, by: User, at: datetime) -> ThemeDraft:
    """A draft from a file that was saved here or elsewhere, with the emblem that lies in it.

    Raises Refused, BadToken for what is no theme, and RefusedFile for an emblem that may not be shown.
    """
    require(may_change_theme(by))
    require(may_start_draft())
    file = taken(text)
    document = file.tokens
    if file.emblem:
        kept = keep_emblem(content=file.emblem, by=by, at=at)
        document = with_own_emblem(document, kept.key)
    name = " ".join(file.name.split())[:LONGEST_NAME]
    return start_draft(document=document, name=name, by=by, at=at)


@transaction.atomic
def change_draft(
    *, draft: ThemeDraft, seen: int, document: Document, name: str, by: User, at: datetime
) -> ThemeDraft:
    """Raises Refused, and Overtaken when somebody else changed it meanwhile or it is gone."""
    require(may_change_theme(by))
    held = hold(draft)
    if (held.document, held.name) == (document, name):
        return held
    if held.edition != seen:
        raise Overtaken
    held.document, held.name = document, name
    held.edition += 1
    held.changed_at, held.changed_by = at, by
    held.save(update_fields=["document", "name", "edition", "changed_at", "changed_by"])
    return held


@transaction.atomic
def discard_draft(*, draft: ThemeDraft, by: User, at: datetime) -> None:
    """Raises Refused, and Overtaken when it is gone already."""
    require(may_change_theme(by))
    held = hold(draft)
    record("themes.draft.discarded", held, at=at, actor=by, name=held.name)
    held.delete()


def hold(draft: ThemeDraft) -> ThemeDraft:
    """The bare row, locked. Raises Overtaken when it has been published or thrown away."""
    held = ThemeDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise Overtaken
    return held
