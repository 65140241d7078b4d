"""What an institution has put around its pages: menu, footer and banners, in the reader's language.

Plain values without anything of the visitor, so that the kept frame can be told from them (platform_core/ui/frame.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from civic.content.document import Block, Document
from civic.content.findings import is_second
from civic.content.kinds import KINDS, Mark, Place, Purpose
from civic.content.queries import PageName, Shown, Snapshot, content_here
from civic.portal.blocks import Telling, Told
from civic.portal.places import SOMETHING, places
from platform_core.access.place import institution_here
from platform_core.i18n.dialect import voice

LEGAL = {Purpose.PRIVACY: "account_privacy", Purpose.TERMS: "account_terms"}
ADDRESSES = {"execution": "executions"}
KOGL = "https://www.kogl.or.kr/info/licenseType{type}.do"


UNSAID = Told("")


@dataclass(frozen=True, slots=True)
class Entry:
    """`section`: the page it stands for, as views name it. `entries`: the second level."""

    label: Told
    url: str = ""
    section: str = ""
    is_outside: bool = False
    entries: tuple["Entry", ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(one.section for one in self.entries)


@dataclass(frozen=True, slots=True)
class Foot:
    """Empty where the institution says nothing: then the platform's own words stand there."""

    contact: Told = UNSAID
    phone: str = ""
    email: str = ""
    words: Told = UNSAID
    rights: Told = UNSAID
    mark: str = ""
    mark_label: str = ""
    mark_url: str = ""
    links: tuple[Entry, ...] = ()
    duties: tuple[Entry, ...] = ()

    @property
    def lines(self) -> list[str]:
        return [line for line in self.contact.text.splitlines() if line.strip()][:5]


@dataclass(frozen=True, slots=True)
class Banner:
    level: str
    words: Told
    link: str

    @property
    def label(self) -> str:
        return {"bad": _("Emergency"), "warn": _("Warning")}.get(self.level, _("For your information"))


@dataclass(frozen=True, slots=True)
class Frame:
    """`menu` is empty where the platform's own menu stands."""

    menu: tuple[Entry, ...] = ()
    footer: Foot = Foot()
    banners: tuple[Banner, ...] = ()

    @property
    def itself(self) -> "Frame":
        """Out of a lazy wrapping, for whoever keeps it."""
        return self


def lazy_frame(at: datetime) -> Any:
    """Asked only where a frame is drawn: error pages ask nothing."""
    return SimpleLazyObject(lambda: frame_here(at))


def frame_here(at: datetime) -> Frame:
    snapshot = content_here(at)
    menu, footer = snapshot.in_force(Place.MENU, at), snapshot.in_force(Place.FOOTER, at)
    names = tuple((one.slug, one.number) for one in snapshot.pages_at(at))
    banners = snapshot.banners_at(at)
    if not (menu or footer or names or banners):
        return EMPTY
    there = places() if menu else ""
    key = (
        voice(),
        menu and (menu.number, menu.begins_at),
        footer and footer.number,
        names,
        tuple(id(one) for one in banners),
        there,
    )
    if key not in snapshot.drawn:
        snapshot.drawn[key] = composed(
            snapshot, at, menu.document if menu else None, footer.document if footer else None, banners
        )
    drawn: Frame = snapshot.drawn[key]
    return drawn


def composed(
    snapshot: Snapshot,
    at: datetime,
    menu: Document | None,
    footer: Document | None,
    banners: Iterable[Shown] = (),
) -> Frame:
    tell = Telling(institution_here())
    pages = {one.slug: one for one in snapshot.pages_at(at)}
    return Frame(
        _menu(menu, tell, pages) if menu else (),
        _foot(footer or Document(), tell, pages),
        tuple(Banner(one.level, tell(one.words), one.link) for one in banners),
    )


EMPTY = Frame()


def _menu(document: Document, tell: Telling, pages: dict[str, PageName]) -> tuple[Entry, ...]:
    """Two levels: an entry of the second stands below the first-level one before it."""
    tops: list[tuple[Block, Entry | None, list[Entry]]] = []
    for block in document.blocks:
        if not block.is_on:
            continue
        entry = _entry(block, tell, pages)
        if is_second(block) and tops:
            if entry is not None:
                tops[-1][2].append(entry)
        elif entry is not None or block.kind == "group":
            tops.append((block, entry, []))
    return tuple(_top(block, entry, below, tell) for block, entry, below in tops if entry or below)


def _top(block: Block, entry: Entry | None, below: list[Entry], tell: Telling) -> Entry:
    """With entries below it, it opens them; where it leads itself is the first of them."""
    if not below:
        assert entry is not None
        return entry
    if entry is None:
        return Entry(tell(block.fields.get("title")), entries=tuple(below))
    return Entry(entry.label, entries=(entry, *below))


def _entry(block: Block, tell: Telling, pages: dict[str, PageName]) -> Entry | None:
    """None where there is nothing behind it now."""
    own = tell(block.fields.get("title"))
    if block.kind == "room":
        return _room(str(block.fields.get("room") or ""), own)
    if block.kind == "page":
        page = pages.get(str(block.fields.get("page") or ""))
        return _page(page, own or tell(page.title)) if page else None
    if block.kind == "outside" and block.fields.get("link"):
        return Entry(own, str(block.fields["link"]), is_outside=True)
    return None


def _room(room: str, own: Told) -> Entry | None:
    labels = dict(KINDS["room"].fields[0].choices)
    if room not in labels or (room in SOMETHING and room not in places().split()):
        return None
    try:
        url = reverse(f"portal:{ADDRESSES.get(room, room)}")
    except NoReverseMatch:
        return None
    return Entry(own or Told(str(labels[room])), url, room)


def _page(page: PageName, label: Told) -> Entry:
    return Entry(label, page_address(page.slug, page.purpose), f"page:{page.slug}")


def page_address(slug: str, purpose: str) -> str:
    """Terms and privacy stand where the platform's own stand otherwise."""
    named = LEGAL.get(Purpose(purpose))
    return reverse(named) if named else reverse("portal:page", args=[slug])


def _foot(document: Document, tell: Telling, pages: dict[str, PageName]) -> Foot:
    head = document.head
    links = (_entry(block, tell, pages) for block in document.blocks if block.is_on)
    duties = (
        _page(page, tell(page.title))
        for purpose in (Purpose.COPYRIGHT, Purpose.ACCESSIBILITY)
        for page in pages.values()
        if page.purpose == purpose
    )
    mark = str(head.get("mark") or "")
    return Foot(
        contact=tell(head.get("contact")),
        phone=str(head.get("phone") or ""),
        email=str(head.get("email") or ""),
        words=tell(head.get("words")),
        rights=tell(head.get("rights")),
        **kogl(mark),
        links=tuple(one for one in links if one is not None),
        duties=tuple(duties),
    )


def kogl(mark: str) -> dict[str, str]:
    """The mark 공공누리, its words and the page that explains it; empty without one."""
    if mark not in Mark.values or not mark:
        return {"mark": "", "mark_label": "", "mark_url": ""}
    return {"mark": mark, "mark_label": str(Mark(mark).label), "mark_url": KOGL.format(type=mark)}
