"""What a debate is read from: its briefing, original files, card news, and the moderators' running notes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.debates.models import Briefing, Card, Debate, Material, Note, Part
from civic.debates.rules import may_prepare
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.models import stored_columns
from platform_core.files.originals import Original
from platform_core.files.taking import TakenIn
from platform_core.ordering import move_in
from platform_core.text.rich import render_markdown

ROOM = "debates"
MOST_FILES = 30
MOST_CARDS = 20


@transaction.atomic
def write_briefing(*, debate: Debate, parts: Mapping[Part, str], by: User, at: datetime) -> list[Part]:
    """Each part given, in Markdown; an empty one goes. Returns those that changed. Raises Refused."""
    require(may_prepare(by, debate))
    before = dict(Briefing.objects.filter(debate=debate).values_list("part", "body_source"))
    changed = [part for part, body in parts.items() if body.strip() != before.get(part.value, "")]
    for part in changed:
        body = parts[part].strip()
        if not body:
            Briefing.objects.filter(debate=debate, part=part).delete()
            continue
        words = {"body_source": body, "body_html": render_markdown(body), "changed_at": at}
        Briefing.objects.update_or_create(debate=debate, part=part, defaults=words)
    for part in changed:
        _tell("debates.briefing.changed", debate, at, by, part=part.value)
    return changed


def add_material(
    *, debate: Debate, original: Original, part: Part, source: str, by: User, at: datetime
) -> Material:
    """Kept as it came, with its print. Raises Refused."""
    require(may_prepare(by, debate))
    if debate.materials.count() >= MOST_FILES:
        raise Refused(no("too_many_files", _("At most %(count)s files.") % {"count": MOST_FILES}))
    with kept(ROOM, original.content, original.extension) as stored_as, transaction.atomic():
        made = Material.objects.create(
            debate=debate,
            part=part,
            source=source,
            **stored_columns(original, stored_as),
            sha256=original.sha256,
            added_at=at,
        )
        _tell("debates.material.added", debate, at, by, name=made.name, sha256=made.sha256)
        return made


@transaction.atomic
def remove_material(*, material: Material, by: User, at: datetime) -> None:
    require(may_prepare(by, material.debate))
    throw_away([material.stored_as])
    material.delete()
    _tell("debates.material.removed", material.debate, at, by, name=material.name, sha256=material.sha256)


def add_card(*, debate: Debate, image: TakenIn, alt: str, caption: str, by: User, at: datetime) -> Card:
    """Behind the others. Without words for whoever does not see it, it is no card. Raises Refused."""
    require(may_prepare(by, debate))
    if not alt.strip():
        raise Refused(no("alt_needed", _("Say in words what the card shows: not everybody sees it.")))
    with kept(ROOM, image.content, image.extension) as stored_as, transaction.atomic():
        Debate.objects.select_for_update(no_key=True).get(pk=debate.pk)
        last = debate.cards.aggregate(last=Max("position"))["last"]
        if debate.cards.count() >= MOST_CARDS:
            raise Refused(no("too_many_files", _("At most %(count)s cards.") % {"count": MOST_CARDS}))
        made = Card.objects.create(
            debate=debate,
            key=uuid4(),
            position=0 if last is None else last + 1,
            stored_as=stored_as,
            width=image.width or 0,
            height=image.height or 0,
            alt=alt,
            caption=caption,
        )
        _tell("debates.card.added", debate, at, by)
        return made


@transaction.atomic
def change_card(*, card: Card, alt: str, caption: str, by: User, at: datetime) -> None:
    require(may_prepare(by, card.debate))
    if not alt.strip():
        raise Refused(no("alt_needed", _("Say in words what the card shows: not everybody sees it.")))
    card.alt, card.caption = alt, caption
    card.save(update_fields=["alt", "caption"])
    _tell("debates.card.changed", card.debate, at, by)


@transaction.atomic
def move_card(*, card: Card, up: bool, by: User, at: datetime) -> bool:
    """One place on, or back. False at the end of the row."""
    require(may_prepare(by, card.debate))
    Debate.objects.select_for_update(no_key=True).get(pk=card.debate_id)
    if not move_in(Card.objects.filter(debate=card.debate_id), card, up=up):
        return False
    _tell("debates.card.changed", card.debate, at, by)
    return True


@transaction.atomic
def remove_card(*, card: Card, by: User, at: datetime) -> None:
    require(may_prepare(by, card.debate))
    throw_away([card.stored_as])
    card.delete()
    _tell("debates.card.removed", card.debate, at, by)


@transaction.atomic
def write_note(*, debate: Debate, body: str, by: User, at: datetime) -> Note:
    """히스토리: read by everybody from now on. Raises Refused."""
    require(may_prepare(by, debate))
    note = Note.objects.create(debate=debate, body_source=body, body_html=render_markdown(body), at=at, by=by)
    _tell("debates.note.written", debate, at, by, note=note.pk)
    return note


@transaction.atomic
def edit_note(*, note: Note, body: str, by: User, at: datetime) -> bool:
    """Marked as edited. False when nothing is different."""
    require(may_prepare(by, note.debate))
    if note.body_source == body:
        return False
    note.body_source, note.body_html, note.edited_at = body, render_markdown(body), at
    note.save(update_fields=["body_source", "body_html", "edited_at"])
    _tell("debates.note.edited", note.debate, at, by, note=note.pk)
    return True


@transaction.atomic
def remove_note(*, note: Note, by: User, at: datetime) -> bool:
    require(may_prepare(by, note.debate))
    done = Note.objects.filter(pk=note.pk, removed_at=None).update(removed_at=at)
    if done:
        _tell("debates.note.removed", note.debate, at, by, note=note.pk)
    return bool(done)


def _tell(kind: str, debate: Debate, at: datetime, by: User, **more: str | int) -> None:
    record(kind, debate, at=at, actor=by, proposal=debate.item_id, **more)
