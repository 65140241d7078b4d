"""Gatherings: what comes, what was, and one of them.

For somebody in a wheelchair who asks whether they can get in, and for the neighbour who saw a poster.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.gatherings import calendar
from civic.gatherings.kinds import Access, Kind
from civic.gatherings.models import Gathering
from civic.gatherings.queries import (
    LONGEST_QUERY,
    Wish,
    counts_of,
    counts_of_all,
    feed,
    gatherings_visible_to,
    list_gatherings,
    published,
    signup_of,
)
from civic.gatherings.rules import is_open_for_signups, may_sign_up
from civic.portal.gatherings_drawing import facts_of, is_full, jsonld, row_of, shown_access, shown_files
from civic.portal.page import address_with, house, page_or_first, render_page, way_on
from civic.portal.sitemap_answer import sitemap_answer
from civic.proposals.models import Standing
from civic.proposals.paging import LARGEST_ID
from platform_core.text.rich import excerpt

KINDS = {kind.value: kind for kind in Kind}
SITEMAP_MOST = 5_000
FACTS = {fact.value: fact for fact in Access}


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    wish = _asked(request)
    page = page_or_first(request, lambda cursor: list_gatherings(wish, at=at, cursor=cursor))
    counts = counts_of_all(page.rows)
    context = {
        "rows": [row_of(one, counts.get(one.pk), at) for one in page.rows],
        "wish": wish,
        "is_narrowed": bool(wish.kind or wish.place or wish.access),
        "tabs": _tabs(request, wish),
        "kinds": [{"value": k.value, "label": k.label, "chosen": k == wish.kind} for k in Kind],
        "facts": [{"value": f.value, "label": f.label, "chosen": f in wish.access} for f in Access],
        "longest_query": LONGEST_QUERY,
        **way_on(request, page),
    }
    return render_page(request, "portal/gatherings/list.html", context, section="gatherings")


def _asked(request: HttpRequest) -> Wish:
    """What stands in the address, as far as we understand it; the rest counts as not said."""
    given = request.GET
    asked = dict.fromkeys(given.getlist("access"))
    return Wish(
        past=given.get("when") == "past",
        kind=KINDS.get(given.get("kind", "")),
        place=" ".join(given.get("place", "").split())[:LONGEST_QUERY],
        access=tuple(FACTS[name] for name in asked if name in FACTS),
    )


def _tabs(request: HttpRequest, wish: Wish) -> list[dict[str, Any]]:
    return [
        {"label": _("Coming"), "url": address_with(request, when=None, after=None), "current": not wish.past},
        {"label": _("Past"), "url": address_with(request, when="past", after=None), "current": wish.past},
    ]


def find_gathering(request: HttpRequest, number: int) -> Gathering:
    """One the viewer may see. Raises Http404."""
    seen = gatherings_visible_to(request.user).select_related("department")
    return get_object_or_404(seen, pk=min(number, LARGEST_ID))


@require_safe
def gathering(request: HttpRequest, number: int) -> HttpResponse:
    at = timezone.now()
    found = find_gathering(request, number)
    mine, counts = signup_of(request.user, found), counts_of(found)
    open_items = {"standing": Standing.OPEN, "visibility": "public"}
    address = house(request).address(reverse("portal:gathering", args=[found.pk]))
    context = {
        "gathering": found,
        "facts": facts_of(found, at),
        "counts": counts,
        "is_full": is_full(found, counts),
        "access": shown_access(found),
        "mine": mine,
        "verdict": is_open_for_signups(found, at) if mine else may_sign_up(request.user, found, at),
        "items": found.items.filter(**open_items),
        "debates": found.debates.filter(opened_at__isnull=False, item__standing=Standing.OPEN),
        "written_there": found.written_there.filter(**open_items) if found.minutes_at else [],
        "files": shown_files(found),
        "summary": excerpt(found.description_html, 150),
        "address": address,
        "jsonld": jsonld(found, address, house(request).name),
    }
    return render_page(request, "portal/gatherings/gathering.html", context, section="gatherings")


@require_safe
def gathering_calendar(request: HttpRequest, number: int) -> HttpResponse:
    """One gathering for somebody's calendar."""
    found = find_gathering(request, number)
    return _ics([_entry(request, found)], f"gathering-{found.pk}.ics")


@require_safe
def gatherings_calendar(request: HttpRequest) -> HttpResponse:
    """All of them, to subscribe to. Published ones only, whoever asks."""
    name = _("Gatherings of %(institution)s") % {"institution": house(request).name}
    return _ics([_entry(request, one) for one in feed(timezone.now())], "gatherings.ics", name)


def _entry(request: HttpRequest, found: Gathering) -> calendar.Entry:
    return calendar.Entry(found, house(request).address(reverse("portal:gathering", args=[found.pk])))


def _ics(entries: list[calendar.Entry], filename: str, name: str = "") -> HttpResponse:
    response = HttpResponse(calendar.calendar(entries, name=name), content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    # A calendar that asks every few minutes is answered from nearby; a change arrives soon enough.
    response["Cache-Control"] = "private, max-age=300"
    return response


@require_safe
def gatherings_sitemap(request: HttpRequest) -> HttpResponse:
    """For search engines: the pages of all published gatherings, the newest 5,000."""
    newest = published().order_by("-pk").values_list("pk", "changed_at")[:SITEMAP_MOST]
    return sitemap_answer(
        request, [(reverse("portal:gathering", args=[number]), at) for number, at in newest]
    )
