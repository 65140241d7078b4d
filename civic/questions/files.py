"""Original files and the draft of the card news: taken in, kept under a name nobody can guess, thrown away again."""

from contextlib import nullcontext
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.questions.actions import held
from civic.questions.kinds import Part
from civic.questions.models import CardDraft, Question, Source
from civic.questions.rules import may_work_on
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.models import stored_columns
from platform_core.files.originals import Original
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn
from platform_core.ordering import move_in

ROOM = "questions"
MOST_SOURCES, MOST_CARDS = 20, 20


def add_source(
    *, question: Question, part: Part, made_by: str, original: Original, by: User, at: datetime
) -> Source:
    """Hand in a file for one part of the materials. Raises Refused, RefusedFile (`too_many_files`)."""
    with kept(ROOM, original.content, original.extension) as stored_as, transaction.atomic():
        here = held(question)
        require(may_work_on(by, here))
        if here.sources.count() >= MOST_SOURCES:
            raise _too_many(MOST_SOURCES)
        source = Source.objects.create(
            question=here,
            part=part,
            made_by=made_by,
            **stored_columns(original, stored_as),
            sha256=original.sha256,
            added_at=at,
            added_by=by,
        )
        record("questions.source.added", here, at=at, actor=by, name=source.name, digest=source.sha256)
        return source


@transaction.atomic
def remove_source(*, source: Source, by: User, at: datetime) -> None:
    here = held(source.question)
    require(may_work_on(by, here))
    record("questions.source.removed", here, at=at, actor=by, name=source.name, digest=source.sha256)
    throw_away([source.stored_as])
    source.delete()


def add_card(
    *, question: Question, text: str, alt: str, picture: TakenIn | None, by: User, at: datetime
) -> CardDraft:
    """One more card at the end. Raises Refused, RefusedFile (`too_many_files`)."""
    picture_kept = kept(ROOM, picture.content, picture.extension) if picture else nullcontext("")
    with picture_kept as stored_as, transaction.atomic():
        here = held(question)
        require(may_work_on(by, here))
        if here.cards.count() >= MOST_CARDS:
            raise _too_many(MOST_CARDS)
        last = here.cards.aggregate(last=Max("position"))["last"]
        card = CardDraft.objects.create(
            question=here,
            key=uuid4(),
            position=(last or 0) + 1,
            text=text,
            alt=alt if picture else "",
            stored_as=stored_as,
            content_type=picture.content_type if picture else "",
            width=picture.width if picture else None,
            height=picture.height if picture else None,
        )
        record("questions.card.added", here, at=at, actor=by, text=text)
        return card


@transaction.atomic
def move_card(*, card: CardDraft, up: bool, by: User, at: datetime) -> bool:
    """One place up or down. False at the end of the row."""
    here = held(card.question)
    require(may_work_on(by, here))
    if not move_in(here.cards.all(), card, up=up):
        return False
    record("questions.card.moved", here, at=at, actor=by, text=card.text)
    return True


@transaction.atomic
def remove_card(*, card: CardDraft, by: User, at: datetime) -> None:
    here = held(card.question)
    require(may_work_on(by, here))
    record("questions.card.removed", here, at=at, actor=by, text=card.text)
    if card.stored_as:
        throw_away([card.stored_as])
    card.delete()


def _too_many(most: int) -> RefusedFile:
    return RefusedFile("too_many_files", _("At most %(count)s can be added here.") % {"count": most})
