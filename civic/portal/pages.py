"""Pages that an institution writes itself, their editions, and drafts behind a preview link."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.content.defaults import default_document
from civic.content.document import Document, readable
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement, Edition
from civic.content.preview import arrangement_behind
from civic.content.queries import (
    content_here,
    draft_of,
    page_in_force,
    public_history,
    standing_document,
    version_name,
)
from civic.portal.blocks import Scene, Telling, drawn_blocks
from civic.portal.composed import LEGAL, composed, kogl, page_address
from civic.portal.home import home_page
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.portal.sitemap_answer import sitemap_answer
from civic.proposals.paging import LARGEST_ID, Order, Page, cut
from platform_core.text.plain import excerpt

# A public body owes its readers which words held when.
WITH_HISTORY = (Purpose.PRIVACY, Purpose.TERMS, Purpose.COPYRIGHT, Purpose.ACCESSIBILITY)
SITEMAP_MOST = 5_000
HISTORY_SIZE = 20
LATEST = Order("latest", "begins_at", is_time=True)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    edition = page_in_force(slug, at)
    if edition is None:
        raise Http404
    if edition.arrangement.purpose in LEGAL:
        return redirect(page_address(slug, edition.arrangement.purpose))
    return edition_page(request, edition, at)


def own_notice(request: HttpRequest, purpose: str) -> HttpResponse | None:
    """The institution's own terms or privacy notice (settings.OWN_NOTICES); None while there is none."""
    at = timezone.now()
    if content_here(at).page(purpose, at) is None:
        return None
    edition = page_in_force(purpose, at)
    return edition_page(request, edition, at) if edition else None


def edition_page(
    request: HttpRequest, edition: Edition, at: datetime, *, is_old: bool = False
) -> HttpResponse:
    arrangement = edition.arrangement
    document = readable(edition.document, Place.PAGE)
    context = _context(request, arrangement, document, at)
    context["is_privacy"] = arrangement.purpose == Purpose.PRIVACY
    if arrangement.purpose in WITH_HISTORY:
        context |= {
            "version": version_name(edition.begins_at, edition.number),
            "edition": edition,
            "versions_url": reverse("portal:page_versions", args=[arrangement.slug]),
            "note": edition.note,
            "is_old": is_old,
        }
    return render_page(request, "portal/content/page.html", context, section=f"page:{arrangement.slug}")


def _context(
    request: HttpRequest, arrangement: Arrangement, document: Document, at: datetime
) -> dict[str, Any]:
    tell = Telling(house(request))
    on = [block for block in document.blocks if block.is_on]
    blocks = drawn_blocks(Scene(house(request), request.user, at, (one.kind for one in on)), on)
    lead = tell(document.head.get("lead"))
    first = next((str(one["html"]) for one in blocks if "html" in one), "")
    return {
        "heading": tell(document.head.get("title")),
        "lead": lead,
        "summary": lead.text or excerpt(first, 150),
        "blocks": blocks,
        "own_address": page_address(arrangement.slug, arrangement.purpose),
        "address": house(request).address(page_address(arrangement.slug, arrangement.purpose)),
        **kogl(str(document.head.get("mark") or "")),
    }


def _with_history(slug: str) -> Arrangement:
    return get_object_or_404(
        Arrangement, slug=slug, place=Place.PAGE, removed_at=None, purpose__in=WITH_HISTORY
    )


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Which words held when, of what a public site owes its readers."""
    at = timezone.now()
    found = _with_history(slug)

    def fetch(cursor: str) -> Page[Edition]:
        rows = public_history(found, at).filter(LATEST.after(cursor)).order_by(*LATEST.columns)
        return cut(
            list(rows[: HISTORY_SIZE + 1]), HISTORY_SIZE, lambda one: LATEST.cursor(one.begins_at, one.pk)
        )

    shown = page_or_first(request, fetch)
    if not shown.rows and not request.GET.get("after"):
        raise Http404
    tell = Telling(house(request))
    rows = [
        {
            "edition": one,
            "name": version_name(one.begins_at, one.number),
            "title": tell(readable(one.document, Place.PAGE).head.get("title")),
        }
        for one in shown.rows
    ]
    context = {"rows": rows, "slug": slug, "own_address": page_address(slug, found.purpose)}
    return render_page(
        request, "portal/content/versions.html", {**context, **way_on(request, shown)}, section=f"page:{slug}"
    )


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    at = timezone.now()
    found = _with_history(slug)
    edition = get_object_or_404(public_history(found, at), number=min(number, LARGEST_ID))
    edition.arrangement = found
    newest = public_history(found, at).first()
    return edition_page(request, edition, at, is_old=newest is not None and newest.pk != edition.pk)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft, for whoever has the link: never kept, never found by a search engine, and for some days only."""
    at = timezone.now()
    found = arrangement_behind(token)
    if found is None:
        return _ran_out(request)
    draft = draft_of(found)
    document = readable(draft.document, found.place) if draft else standing_document(found, at)
    request.preview = {"changed_at": draft.changed_at if draft else None}  # type: ignore[attr-defined]
    if found.place == Place.PAGE:
        context = _context(request, found, document, at)
        answer = render_page(request, "portal/content/page.html", context, section=f"page:{found.slug}")
    else:
        answer = _around_home(request, found, document, at)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _around_home(request: HttpRequest, found: Arrangement, document: Document, at: datetime) -> HttpResponse:
    """A menu and a footer are looked at where they stand."""
    snapshot = content_here(at)
    home = snapshot.in_force(Place.HOME, at)
    drafted = {found.place: document}
    menu, footer = (
        drafted.get(place) or (standing.document if (standing := snapshot.in_force(place, at)) else None)
        for place in (Place.MENU, Place.FOOTER)
    )
    request.composed_frame = composed(snapshot, at, menu, footer, snapshot.banners_at(at))  # type: ignore[attr-defined]
    shown = drafted.get(Place.HOME) or (home.document if home else default_document(Place.HOME))
    return home_page(request, shown, at)


def _ran_out(request: HttpRequest) -> HttpResponse:
    context = {"heading": _("This preview has run out")}
    answer = render(request, "portal/content/ran_out.html", context, status=404)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_safe
def pages_sitemap(request: HttpRequest) -> HttpResponse:
    """For search engines: the pages that are in force."""
    at = timezone.now()
    pages = content_here(at).pages_at(at)[:SITEMAP_MOST]
    return sitemap_answer(request, [(page_address(one.slug, one.purpose), one.begins_at) for one in pages])
