"""What the desk's pages of arrangements are told."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from civic.content.differences import name_of
from civic.content.document import Document, print_of, readable, said
from civic.content.findings import Finding, findings, is_second
from civic.content.kinds import ENTRIES, KINDS, PLANS, Place, kinds_for
from civic.content.models import Arrangement, Draft
from civic.content.preview import preview_token
from civic.content.queries import draft_of, edition_in_force, linkable_pages, standing_document
from civic.content.rules import may_arrange
from platform_core.access import require
from tenants.models import Institution

OF_A_MENU = {kind.key for kind in ENTRIES}
NO_ROW_YET = {Place.HOME.value, Place.MENU.value, Place.FOOTER.value}


def languages_of(request: HttpRequest) -> list[str]:
    """Those the institution speaks, its own first."""
    here: Institution = request.tenant  # type: ignore[attr-defined]
    known = dict(settings.LANGUAGES)
    return [code for code in here.languages if code in known] or [here.default_language]


def find(request: HttpRequest, key: str) -> Arrangement:
    """home, menu and footer are there for everybody who may arrange them. Raises Refused and Http404."""
    require(may_arrange(request.user))
    if key in NO_ROW_YET:
        found = Arrangement.objects.filter(place=key).first()
        return found or Arrangement(place=Place(key))
    number = key.removeprefix("p")
    if not (key.startswith("p") and number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    page = Arrangement.objects.filter(pk=int(number), place=Place.PAGE, removed_at=None).first()
    if page is None:
        raise Http404
    return page


def drafted(found: Arrangement, at: datetime) -> tuple[Draft | None, Document]:
    """The draft if there is one, and what a change would begin with."""
    draft = draft_of(found) if found.pk else None
    if draft is not None:
        return draft, readable(draft.document, found.place)
    return None, standing_document(found, at)


def said_missing(
    request: HttpRequest, found: Arrangement, document: Document, pages: Collection[str]
) -> list[Finding]:
    return findings(document, found.place, languages_of(request)[0], pages)


def page_names(request: HttpRequest) -> dict[str, str]:
    """Pages that may be linked, as people call them: {slug: title}."""
    languages = languages_of(request)
    return {slug: said(title, languages)[0] or slug for slug, title in linkable_pages().items()}


def page_context(request: HttpRequest, found: Arrangement, at: datetime) -> dict[str, Any]:
    """Context of desk/content/arrangement.html."""
    draft, document = drafted(found, at)
    names = page_names(request)
    missing = said_missing(request, found, document, names)
    in_force = edition_in_force(found, at) if found.pk else None
    return {
        "arrangement": found,
        "name": title_of(found, document),
        "is_page": found.place == Place.PAGE,
        "draft": draft,
        "in_force": in_force,
        "coming": _coming(found, at),
        "head": PLANS[found.place].head,
        "blocks": _told_apart([_row(block, document, missing, names) for block in document.blocks]),
        "findings": missing,
        "kinds": _kinds(found, document),
        "preview_url": preview_url(found) if found.pk else "",
        "public_url": public_url(found) if in_force or found.place != Place.PAGE else "",
    }


def title_of(found: Arrangement, document: Document) -> str:
    if found.place != Place.PAGE:
        return str(Place(found.place).label)
    title = document.head.get("title")
    words = next(iter(title.values()), "") if isinstance(title, dict) else ""
    return words or found.slug


def _coming(found: Arrangement, at: datetime) -> list[Any]:
    if not found.pk:
        return []
    return list(found.editions.filter(begins_at__gt=at, withdrawn_at=None).order_by("begins_at")[:5])


def _row(block: Any, document: Document, missing: list[Finding], names: dict[str, str]) -> dict[str, Any]:
    return {
        "block": block,
        "kind": KINDS[block.kind],
        "name": (_said_of(block, names) if block.kind in OF_A_MENU else "") or name_of(block),
        "is_first": block is document.blocks[0],
        "is_last": block is document.blocks[-1],
        "is_second": is_second(block),
        "has_fields": bool(KINDS[block.kind].fields),
        "findings": [one.sentence for one in missing if one.block == block.id],
        "detail": KINDS[block.kind].name if block.kind in OF_A_MENU else "",
    }


def _told_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of several with one name each says which: by ear, “Up – Text” is not enough where there are two texts."""
    alike = Counter((row["name"], str(row["detail"])) for row in rows)
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        called = (row["name"], str(row["detail"]))
        seen[called] += 1
        if alike[called] > 1:
            row["name"] = f"{row['name']} ({seen[called]})"
    return rows


def _said_of(block: Any, names: dict[str, str]) -> str:
    """What tells a menu entry from the next one: its own name, the room, the page's title or the address."""
    title = block.fields.get("title")
    if isinstance(title, dict) and any(title.values()):
        return str(next(filter(None, title.values())))
    room = dict(KINDS["room"].fields[0].choices).get(block.fields.get("room"), "")
    page = str(block.fields.get("page") or "")
    return str(room or names.get(page, page) or block.fields.get("link") or "")


def _kinds(found: Arrangement, document: Document) -> list[dict[str, Any]]:
    """What may be added still."""
    if len(document.blocks) >= PLANS[found.place].most:
        return []
    there = [block.kind for block in document.blocks]
    return [
        {"kind": kind, "url": reverse("desk:block_new", args=[found.key, kind.key])}
        for kind in kinds_for(found.place)
        if there.count(kind.key) < kind.most
    ]


def preview_url(found: Arrangement) -> str:
    return reverse("portal:preview", args=[preview_token(found)])


def public_url(found: Arrangement) -> str:
    return reverse("portal:page", args=[found.slug]) if found.place == Place.PAGE else "/"


def print_of_head(document: Document) -> str:
    return print_of(dict(document.head))
