"""What is in force: asked on every page, so remembered for a few seconds per institution.

The memory holds what is in force and what comes, with the moments: an edition or a banner begins and ends at its
second although nobody tells the memory, and no clock moves anything.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from civic.content.defaults import default_document
from civic.content.document import Document, Value, readable, said
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement, Banner, Draft, Edition
from civic.proposals.paging import Order, Page, cut
from platform_core.access.memory import Memory
from platform_core.text.containing import containing
from platform_core.text.search import Query, spaceless
from tenants.connection import connection

REMEMBERED_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition that is in force from `begins_at`, until a later one begins."""

    number: int
    begins_at: datetime
    document: Document


@dataclass(frozen=True, slots=True)
class PageName:
    """A page as menus need it: its address and its titles, from `begins_at`."""

    slug: str
    purpose: str
    number: int
    begins_at: datetime
    title: Value
    mark: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A banner and its time."""

    level: str
    words: Value
    link: str
    begins_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Snapshot:
    arranged: dict[str, list[Standing]] = field(default_factory=dict)
    pages: dict[str, list[PageName]] = field(default_factory=dict)
    banners: tuple[Shown, ...] = ()
    # What doors draw of it, by what it depends on: it goes when the snapshot goes.
    drawn: dict[Any, Any] = field(default_factory=dict)

    def in_force(self, place: str, at: datetime) -> Standing | None:
        return _latest(self.arranged.get(place, ()), at)

    def page(self, slug: str, at: datetime) -> PageName | None:
        return _latest(self.pages.get(slug, ()), at)

    def pages_at(self, at: datetime) -> list[PageName]:
        found = (_latest(rows, at) for rows in self.pages.values())
        return [one for one in found if one is not None]

    def banners_at(self, at: datetime) -> tuple[Shown, ...]:
        return tuple(one for one in self.banners if one.begins_at <= at < one.ends_at)


def _latest(rows: Iterable[Any], at: datetime) -> Any:
    begun = [one for one in rows if one.begins_at <= at]
    return max(begun, key=lambda one: (one.begins_at, one.number)) if begun else None


_memory: Memory[Snapshot] = Memory(REMEMBERED_SECONDS)

# The last that has begun, and all that come. One statement, whatever an institution has arranged.
ASKED = """
SELECT
  (SELECT json_agg(json_build_array(a.place, e.number, e.begins_at, e.document))
     FROM content_arrangement a JOIN content_edition e ON e.arrangement_id = a.id
    WHERE a.place <> 'page' AND e.withdrawn_at IS NULL AND e.begins_at >= COALESCE(
      (SELECT max(b.begins_at) FROM content_edition b
        WHERE b.arrangement_id = a.id AND b.withdrawn_at IS NULL AND b.begins_at <= %(at)s), %(at)s)),
  (SELECT json_agg(json_build_array(a.slug, a.purpose, e.number, e.begins_at,
                                    e.document->'head'->'title', e.document->'head'->'mark'))
     FROM content_arrangement a JOIN content_edition e ON e.arrangement_id = a.id
    WHERE a.place = 'page' AND a.removed_at IS NULL AND e.withdrawn_at IS NULL AND e.begins_at >= COALESCE(
      (SELECT max(b.begins_at) FROM content_edition b
        WHERE b.arrangement_id = a.id AND b.withdrawn_at IS NULL AND b.begins_at <= %(at)s), %(at)s)),
  (SELECT json_agg(json_build_array(level, words, link, begins_at, ends_at) ORDER BY level = 'bad' DESC, id DESC)
     FROM content_banner WHERE ended_at IS NULL AND ends_at > %(at)s)
"""


def content_here(at: datetime) -> Snapshot:
    """Of the institution at hand; no query once it is remembered."""
    return _memory.here(lambda: _read(at))


def forget_content() -> None:
    """Of the institution at hand."""
    _memory.forget_here()


def _read(at: datetime) -> Snapshot:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"at": at})
        arranged, pages, banners = (_rows(column) for column in cursor.fetchone())
    snapshot = Snapshot()
    for place, number, begins_at, document in arranged:
        one = Standing(number, _moment(begins_at), readable(document, place))
        snapshot.arranged.setdefault(place, []).append(one)
    for slug, purpose, number, begins_at, title, mark in pages:
        name = PageName(slug, purpose, number, _moment(begins_at), title or {}, mark or "")
        snapshot.pages.setdefault(slug, []).append(name)
    snapshot.banners = tuple(
        Shown(level, words, link, _moment(begins_at), _moment(ends_at))
        for level, words, link, begins_at, ends_at in banners
    )
    return snapshot


def _rows(column: Any) -> list[Any]:
    return (json.loads(column) if isinstance(column, str) else column) or []


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found


def own_versions(at: datetime) -> dict[str, str]:
    """Versions of the institution's own terms and privacy notice that hold: what consents record.

    Named by their day and number, as in 2026-11-22.3; without its own the platform's stay (settings.OWN_VERSIONS).
    """
    found = {}
    for purpose in (Purpose.TERMS, Purpose.PRIVACY):
        page = content_here(at).page(purpose.value, at)
        if page is not None:
            found[purpose.value] = version_name(page.begins_at, page.number)
    return found


def version_name(begins_at: datetime, number: int) -> str:
    here = connection.tenant.local(begins_at) if hasattr(connection.tenant, "local") else begins_at
    return f"{here:%Y-%m-%d}.{number}"


def edition_in_force(arrangement: Arrangement, at: datetime) -> Edition | None:
    return editions_of(arrangement).filter(begins_at__lte=at, withdrawn_at=None).first()


def editions_of(arrangement: Arrangement) -> "QuerySet[Edition]":
    """The one that begins last first."""
    # By number: home, menu and footer have no row before their first change.
    found = Edition.objects.filter(arrangement_id=arrangement.pk)
    return found.select_related("published_by", "withdrawn_by").order_by("-begins_at", "-number")


def standing_document(arrangement: Arrangement, at: datetime) -> Document:
    """What a new draft begins with: what is in force, else the platform's own."""
    known = edition_in_force(arrangement, at)
    return readable(known.document, arrangement.place) if known else default_document(arrangement.place)


def page_in_force(slug: str, at: datetime) -> Edition | None:
    """With its arrangement. One query."""
    return (
        Edition.objects.filter(
            arrangement__slug=slug,
            arrangement__removed_at=None,
            arrangement__place=Place.PAGE,
            begins_at__lte=at,
            withdrawn_at=None,
        )
        .select_related("arrangement")
        .order_by("-begins_at", "-number")
        .first()
    )


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page in force in which words were found. `text`: markdown of its lead or its first text, for a reader."""

    pk: int
    slug: str
    purpose: str
    title: Value
    text: str


PAGES_FOUND = Order("pages-found", pk="arrangement_id")


def pages_saying(
    query: Query, languages: Sequence[str], *, at: datetime, cursor: str = "", size: int
) -> Page[PageFound]:
    """Pages in force that say every word in what a reader of these `languages` meets; newest first. One query.

    Raises BadCursor. The database looks into all of a document; what is said to nobody is left out here.
    """
    in_force = Edition.objects.filter(
        arrangement=OuterRef("arrangement"), withdrawn_at=None, begins_at__lte=at
    ).order_by("-begins_at", "-number")
    editions = Edition.objects.filter(
        pk=Subquery(in_force.values("pk")[:1]),
        arrangement__place=Place.PAGE,
        arrangement__removed_at=None,
    ).alias(whole=Cast("document", TextField()))
    near = containing(editions.filter(PAGES_FOUND.after(cursor)), query, "whole")
    found = []
    for edition in near.select_related("arrangement").order_by(*PAGES_FOUND.columns):
        title, texts = _met_in(readable(edition.document, Place.PAGE), languages)
        said_there = spaceless(said(title, languages)[0], *texts)
        if all(word in said_there for word in query.words):
            page = edition.arrangement
            found.append(PageFound(page.pk, page.slug, page.purpose, title, texts[0] if texts else ""))
    return cut(found[: size + 1], size, lambda one: PAGES_FOUND.cursor(None, one.pk))


def _met_in(document: Document, languages: Sequence[str]) -> tuple[Value, list[str]]:
    """Its title, and the texts that are shown."""
    fields: list[Value | None] = [document.head.get("lead")]
    for block in document.blocks:
        if block.is_on:
            fields += [block.fields.get("body"), block.fields.get("title"), block.fields.get("words")]
    texts = [said(value, languages)[0] for value in fields]
    return document.head.get("title") or {}, [text for text in texts if text]


def public_history(page: Arrangement, at: datetime) -> "QuerySet[Edition]":
    """What has been in force, the newest first."""
    return page.editions.filter(begins_at__lte=at, withdrawn_at=None).order_by("-begins_at", "-number")


def pages_of_the_house() -> "QuerySet[Arrangement]":
    """Those that are not removed."""
    return Arrangement.objects.filter(place=Place.PAGE, removed_at=None)


def linkable_pages() -> dict[str, Value]:
    """Pages that were published, also those that come: {slug: title of the edition that begins last}."""
    published = Edition.objects.filter(
        arrangement__place=Place.PAGE, arrangement__removed_at=None, withdrawn_at=None
    )
    latest = published.order_by("arrangement_id", "-begins_at", "-number").distinct("arrangement_id")
    return {
        slug: title or {} for slug, title in latest.values_list("arrangement__slug", "document__head__title")
    }


def draft_of(arrangement: Arrangement) -> Draft | None:
    return Draft.objects.select_related("changed_by").filter(arrangement=arrangement).first()


def banners() -> "QuerySet[Banner]":
    return Banner.objects.select_related("created_by", "ended_by")
