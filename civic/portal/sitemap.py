"""For search engines: where the proposals stand that everybody can see.

A page holds those of 5,000 consecutive numbers, so that its address and what is on it stay the same for ever.
"""

from typing import Any

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from civic.content.queries import content_here
from civic.debates.queries import listed_debates
from civic.gatherings.queries import last_published_change
from civic.notices.queries import last_shown_change
from civic.portal.ballots_sitemap import last_ballot_change
from civic.portal.sitemap_answer import sitemap_answer
from civic.proposals.paging import LARGEST_ID
from civic.proposals.queries import listed
from civic.results.queries import latest_versions

NUMBERS = 5_000
_DEBATE_CHANGED = Greatest("opened_at", "concluded_at", "stat__counted_at")
KEPT_SECONDS = 600


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that has something on it, with when it last changed."""
    # The first number of a page has nothing left over: (number - 1) counts from its beginning.
    pages = (
        _with_moment()
        .annotate(page=(F("pk") - 1) / NUMBERS + 1)
        .values("page")
        .annotate(latest=Max("moment"))
        .order_by("page")
        .values_list("page", "latest")
    )
    found = [(reverse("portal:sitemap_page", args=[page]), latest) for page, latest in pages]
    if met := last_published_change():
        found.append((reverse("portal:gatherings_sitemap"), met))
    if said := listed_debates().aggregate(latest=Max(_DEBATE_CHANGED))["latest"]:
        found.append((reverse("portal:debates_sitemap"), said))
    if voted := last_ballot_change():
        found.append((reverse("portal:ballots_sitemap"), voted))
    if told := last_shown_change(timezone.now()):
        found.append((reverse("portal:notices_sitemap"), told))
    if pages := content_here(timezone.now()).pages_at(timezone.now()):
        found.append((reverse("portal:pages_sitemap"), max(one.begins_at for one in pages)))
    return sitemap_answer(request, found, template="portal/sitemap_index.xml")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap_page(request: HttpRequest, page: int) -> HttpResponse:
    """The proposals of its numbers. Raises Http404 when there are none."""
    last = page * NUMBERS
    if last > LARGEST_ID:
        raise Http404
    found = _with_moment().filter(pk__gt=last - NUMBERS, pk__lte=last).order_by("pk")
    places = [
        (reverse("portal:proposal", args=[number]), moment)
        for number, moment in found.values_list("pk", "moment")
    ]
    if not places:
        raise Http404
    return sitemap_answer(request, places)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def debates_sitemap(request: HttpRequest) -> HttpResponse:
    """The newest debates, each with the report on what came of it."""
    debates = listed_debates().annotate(moment=_DEBATE_CHANGED).order_by("-pk")[:NUMBERS]
    places = [
        (reverse("portal:debate", args=[number]), moment)
        for number, moment in debates.values_list("pk", "moment")
    ]
    reports = latest_versions().order_by("-published_at")[:NUMBERS]
    places += [
        (reverse("portal:result", args=[number]), at)
        for number, at in reports.values_list("report", "published_at")
    ]
    return sitemap_answer(request, places)


def _with_moment() -> QuerySet[Any]:
    """What stands in lists for everybody; `moment` is when something on its page last changed."""
    return listed().annotate(
        moment=Greatest("submitted_at", "edited_at", "stage_entered_at", "stat__last_activity_at")
    )
