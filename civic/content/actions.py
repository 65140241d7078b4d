"""Writing, publishing, restoring and taking back what an institution arranges."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.content import rules
from civic.content.document import Block, Document, Value, parse, print_of, readable
from civic.content.findings import findings
from civic.content.kinds import KINDS, PLANS, Place, Purpose
from civic.content.models import Arrangement, Draft, Edition
from civic.content.queries import forget_content, linkable_pages, standing_document
from civic.content.redirecting import lead_on
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

MOVES = ("up", "down", "on", "off", "remove")


class Overtaken(Exception):
    """Somebody else changed the same part meanwhile. `now` is what they made of it; None: they took it out."""

    def __init__(self, now: Mapping[str, Value] | None) -> None:
        super().__init__("changed meanwhile")
        self.now = now


def open_arrangement(*, place: Place, by: User, at: datetime) -> Arrangement:
    """The one home, menu or footer. Raises Refused."""
    require(rules.may_arrange(by))
    found, _is_new = Arrangement.objects.get_or_create(
        place=place, defaults={"created_at": at, "created_by": by}
    )
    return found


@transaction.atomic
def write_page(
    *, slug: str, title: Mapping[str, str], by: User, at: datetime, purpose: Purpose = Purpose.FREE
) -> Arrangement:
    """A page nobody reads yet: its draft. One with a purpose stands at the purpose's own address. Raises Refused."""
    require(rules.may_arrange(by))
    require(rules.has_room_for_a_page())
    if purpose != Purpose.FREE:
        slug = purpose.value
    require(rules.may_name_page(slug))
    page = Arrangement.objects.create(
        place=Place.PAGE, purpose=purpose, slug=slug, created_at=at, created_by=by
    )
    document = Document(head={"title": dict(title)}, blocks=(Block("text-1", "text", fields={"body": {}}),))
    parse(document.data(), page.place)
    Draft.objects.create(
        arrangement=page, document=document.data(), begun_at=at, changed_at=at, changed_by=by
    )
    record("content.page.written", page, at=at, actor=by, slug=slug, purpose=str(purpose))
    return page


def change_head(
    *, arrangement: Arrangement, fields: Mapping[str, Value], seen: str, by: User, at: datetime
) -> bool:
    """`seen`: print of the fields as the form was opened. False when nothing is different. Raises Refused, Overtaken."""

    def change(document: Document) -> Document:
        if print_of(dict(document.head)) != seen:
            raise Overtaken(document.head)
        return Document(dict(fields), document.blocks)

    return _change(arrangement, change, "head", by, at)


def write_block(*, arrangement: Arrangement, block: Block, seen: str = "", by: User, at: datetime) -> bool:
    """A new block at the end (`seen` empty), or other words in one that is there. Raises Refused, Overtaken."""

    def change(document: Document) -> Document:
        there = document.block(block.id)
        if seen and (there is None or there.print != seen):
            raise Overtaken(there.fields if there else None)
        _check_room(document, arrangement, block, is_new=there is None)
        return document.with_block(block)

    return _change(arrangement, change, block.id, by, at)


def _check_room(document: Document, arrangement: Arrangement, block: Block, *, is_new: bool) -> None:
    kind = KINDS[block.kind]
    if not is_new:
        return
    alike = sum(one.kind == kind.key for one in document.blocks)
    if alike >= kind.most or len(document.blocks) >= PLANS[arrangement.place].most:
        require(
            no(
                "too_many_blocks",
                _("“%(kind)s” stands here as often as it may already.") % {"kind": kind.name},
                _("Take one out first."),
            )
        )


def place_block(*, arrangement: Arrangement, block: str, move: str, by: User, at: datetime) -> bool:
    """`move` is one of MOVES. False when that changes nothing, also when somebody has taken it out. Raises Refused."""

    def change(document: Document) -> Document:
        there = document.block(block)
        if there is None or move not in MOVES:
            return document
        if move == "remove":
            return document.without(block)
        if move in ("on", "off"):
            return document.with_block(Block(there.id, there.kind, move == "on", there.fields))
        return document.moved(block, up=move == "up")

    return _change(arrangement, change, f"{block} {move}", by, at)


@transaction.atomic
def _change(
    arrangement: Arrangement, change: Callable[[Document], Document], what: str, by: User, at: datetime
) -> bool:
    require(rules.may_arrange(by))
    held = _hold(arrangement)
    draft = Draft.objects.filter(arrangement=held).first()
    before = readable(draft.document, held.place) if draft else standing_document(held, at)
    after = change(before)
    if after.data() == before.data():
        return False
    data = parse(after.data(), held.place).data()
    if draft is None:
        draft = Draft(arrangement=held, begun_at=at)
    draft.document, draft.changed_at, draft.changed_by = data, at, by
    draft.save()
    record("content.draft.changed", held, at=at, actor=by, what=what)
    return True


@transaction.atomic
def publish(
    *,
    arrangement: Arrangement,
    seen: str,
    languages: list[str],
    note: str = "",
    begins_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Edition:
    """The draft becomes an edition, in force now or from `begins_at`. `seen`: print of the draft as it was read.

    Raises Refused (`no_draft`, `changed_meanwhile`, `not_ready`, `in_the_past`, `too_far`).
    """
    require(rules.may_arrange(by))
    held = _hold(arrangement)
    draft = Draft.objects.filter(arrangement=held).first()
    if draft is None:
        raise _refusal("no_draft", _("There is no draft to publish."))
    if print_of(draft.document) != seen:
        raise _refusal(
            "changed_meanwhile",
            _("Somebody changed the draft after you opened this page."),
            _("Look at it once more, then publish."),
        )
    document = readable(draft.document, held.place)
    missing = findings(document, held.place, languages[0], linkable_pages())
    if missing:
        raise _refusal("not_ready", missing[0].sentence, _("Complete it first."))
    if begins_at is not None:
        require(rules.may_begin(begins_at, at))
    edition = _put_in_force(held, document, note=note, begins_at=begins_at or at, by=by, at=at)
    draft.delete()
    return edition


@transaction.atomic
def arrange_as_ordered(
    *,
    place: Place,
    slug: str,
    purpose: Purpose,
    document: dict[str, Any],
    publish_in: str,
    note: str,
    at: datetime,
) -> None:
    """By the platform, as an institution was ordered: in force at once where `publish_in` is its first language and
    nothing is missing; else a draft that waits for an administrator. Raises Refused (`bad_address`, `draft_there`).
    """
    held = Arrangement.objects.filter(place=place, slug=slug, removed_at=None).first()
    if held is None:
        if place == Place.PAGE:
            require(rules.has_room_for_a_page())
            require(rules.may_name_page(slug))
        held = Arrangement.objects.create(place=place, slug=slug, purpose=purpose, created_at=at)
        if place == Place.PAGE:
            record("content.page.written", held, at=at, slug=slug, purpose=str(purpose))
    held = _hold(held)
    if Draft.objects.filter(arrangement=held).exists():
        raise _refusal("draft_there", _("There is a draft already. It would be lost."))
    whole = parse(document, place)
    if not publish_in or findings(whole, place, publish_in, linkable_pages()):
        Draft.objects.create(arrangement=held, document=whole.data(), begun_at=at, changed_at=at)
        record("content.draft.changed", held, at=at, what="blueprint")
        return
    _put_in_force(held, whole, note=note, begins_at=at, by=None, at=at)


def _put_in_force(
    held: Arrangement, document: Document, *, note: str, begins_at: datetime, by: User | None, at: datetime
) -> Edition:
    last = held.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        arrangement=held,
        number=last + 1,
        document=document.data(),
        note=note,
        published_at=at,
        published_by=by,
        begins_at=begins_at,
    )
    record(
        "content.edition.published",
        held,
        at=at,
        actor=by,
        number=edition.number,
        note=note,
        begins_at=edition.begins_at.isoformat(),
    )
    _told()
    return edition


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: User, at: datetime) -> bool:
    """Before it begins. False when it was taken back before. Raises Refused."""
    require(rules.may_arrange(by))
    held = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if held.withdrawn_at is not None:
        return False
    require(rules.may_withdraw(held, at))
    held.withdrawn_at, held.withdrawn_by = at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("content.edition.withdrawn", held.arrangement, at=at, actor=by, number=held.number)
    _told()
    return True


@transaction.atomic
def restore(*, edition: Edition, by: User, at: datetime) -> Draft:
    """Its words become the draft. Raises Refused when another draft would be lost."""
    require(rules.may_arrange(by))
    held = _hold(edition.arrangement)
    if Draft.objects.filter(arrangement=held).exists():
        raise _refusal(
            "draft_there",
            _("There is a draft already. It would be lost."),
            _("Publish it or throw it away first."),
        )
    draft = Draft.objects.create(
        arrangement=held, document=edition.document, begun_at=at, changed_at=at, changed_by=by
    )
    record("content.draft.restored", held, at=at, actor=by, number=edition.number)
    return draft


@transaction.atomic
def discard_draft(*, arrangement: Arrangement, by: User, at: datetime) -> bool:
    """False when there was none. A page that was never published is removed with it. Raises Refused."""
    require(rules.may_arrange(by))
    held = _hold(arrangement)
    gone, _each = Draft.objects.filter(arrangement=held).delete()
    if not gone:
        return False
    record("content.draft.discarded", held, at=at, actor=by)
    if held.place == Place.PAGE and not held.editions.exists():
        _take_away(held, by, at)
    return True


@transaction.atomic
def rename_page(*, page: Arrangement, slug: str, by: User, at: datetime) -> bool:
    """Its old address leads to the new one. False when it has that address. Raises Refused."""
    require(rules.may_arrange(by))
    held = _hold(page)
    if held.slug == slug:
        return False
    if held.purpose != Purpose.FREE:
        raise _refusal("fixed_address", _("This page stands at an address that people rely on."))
    require(rules.may_name_page(slug, held))
    before, held.slug = held.slug, slug
    held.save(update_fields=["slug"])
    record("content.page.renamed", held, at=at, actor=by, before=before, after=slug)
    if held.editions.exists():
        lead_on(old=f"/p/{before}/", new=f"/p/{slug}/", by=by, at=at)
    _told()
    return True


@transaction.atomic
def remove_page(*, page: Arrangement, to: str, by: User, at: datetime) -> bool:
    """Nobody reads it any more; its address leads to `to`, a path (empty: nowhere). False when it was gone. Raises Refused."""
    require(rules.may_arrange(by))
    held = _hold(page)
    if held.removed_at is not None or held.place != Place.PAGE:
        return False
    if to:
        lead_on(old=f"/p/{held.slug}/", new=to, by=by, at=at)
    Draft.objects.filter(arrangement=held).delete()
    _take_away(held, by, at)
    return True


def _take_away(held: Arrangement, by: User, at: datetime) -> None:
    held.removed_at, held.removed_by = at, by
    held.save(update_fields=["removed_at", "removed_by"])
    record("content.page.removed", held, at=at, actor=by, slug=held.slug)
    _told()


def _hold(arrangement: Arrangement) -> Arrangement:
    """The bare row, locked: a draft is changed by one person after the other."""
    held = Arrangement.objects.select_for_update(no_key=True).get(pk=arrangement.pk)
    if held.removed_at is not None:
        raise _refusal("page_removed", _("This page has been removed."))
    return held


def _told() -> None:
    """Whoever asks next in this process sees it; others within seconds."""
    forget_content()
    transaction.on_commit(forget_content)


def _refusal(code: str, sentence: str, what_next: str = "") -> Refused:
    return Refused(no(code, sentence, what_next))
