"""Notices: the list, one of them, the feed.

For somebody who wants to know what is new here, and for the programs that tell them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.notices.models import Notice, State
from civic.notices.queries import (
    LONGEST_QUERY,
    Board,
    board,
    newest_notices,
    notices_visible_to,
)
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.portal.sitemap_answer import sitemap_answer
from civic.proposals.paging import LARGEST_ID, Page
from platform_core.text.rich import excerpt

SITEMAP_MOST = 5_000
FEED_KEPT_SECONDS = 300


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    tops: list[Notice] = []

    def fetch(cursor: str) -> Page[Notice]:
        found: Board = board(at=at, words=words, cursor=cursor)
        tops[:] = found.pinned
        return found.page

    page = page_or_first(request, fetch)
    context = {
        "pinned": tops,
        "rows": page.rows,
        "words": words,
        "longest_query": LONGEST_QUERY,
        **way_on(request, page),
    }
    return render_page(request, "portal/notices/list.html", context, section="notices")


@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """Shown to everybody between its dates; to moderators always, with a word about why others do not see it."""
    at = timezone.now()
    found = get_object_or_404(notices_visible_to(request.user, at), pk=min(number, LARGEST_ID))
    state = found.state(at)
    files = shown_files(found)
    picture = next((file["url"] for file in files if file["is_image"]), "")
    context = {
        "notice": found,
        "state": state,
        "is_shown": state == State.SHOWN,
        "files": files,
        "summary": excerpt(found.body_html, 150),
        "address": house(request).address(reverse("portal:notice", args=[found.pk])),
        "picture": house(request).address(picture) if picture else "",
    }
    return render_page(request, "portal/notices/notice.html", context, section="notices")


def shown_files(found: Notice) -> list[dict[str, Any]]:
    """Context of portal/parts/files.html."""
    return [
        {
            "key": one.pk,
            "name": one.name,
            "url": reverse("portal:notice_file", args=[one.key, one.name]),
            "size": one.size,
            "is_image": one.is_image,
            "alt": one.alt,
            "width": one.width,
            "height": one.height,
        }
        for one in found.files.order_by("pk")
    ]


@require_safe
def notices_feed(request: HttpRequest) -> HttpResponse:
    """RSS 2.0 of the newest shown ones, whoever asks."""
    here = house(request)
    told = Rss201rev2Feed(
        title=_("Notices of %(institution)s") % {"institution": here.name},
        link=here.address(reverse("portal:notices")),
        description=_("What %(institution)s tells everybody.") % {"institution": here.name},
        language=get_language() or "ko",
        feed_url=here.address(reverse("portal:notices_feed")),
    )
    for one in newest_notices(timezone.now()):
        address = here.address(reverse("portal:notice", args=[one.pk]))
        told.add_item(
            title=one.title,
            link=address,
            description=one.body_html,
            pubdate=one.begins_at,
            updateddate=one.edited_at or one.begins_at,
            unique_id=address,
        )
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    told.write(response, "utf-8")
    response["Cache-Control"] = f"private, max-age={FEED_KEPT_SECONDS}"
    return response


@require_safe
def notices_sitemap(request: HttpRequest) -> HttpResponse:
    """For search engines: the pages of shown notices, the newest 5,000."""
    newest = newest_notices(timezone.now(), SITEMAP_MOST)
    return sitemap_answer(
        request, [(reverse("portal:notice", args=[one.pk]), one.changed_at) for one in newest]
    )
