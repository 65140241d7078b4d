"""For search engines: votes that everybody can see."""

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from civic.ballots.queries import listed_ballots
from civic.portal.sitemap_answer import sitemap_answer

KEPT_SECONDS, MOST = 600, 5_000
CHANGED = Greatest("opened_at", "counted_at")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def ballots_sitemap(request: HttpRequest) -> HttpResponse:
    found = listed_ballots().annotate(moment=CHANGED).order_by("-pk")[:MOST]
    return sitemap_answer(
        request,
        [(reverse("portal:ballot", args=[pk]), at) for pk, at in found.values_list("pk", "moment")],
    )


def last_ballot_change() -> datetime | None:
    """None where nothing has been put to the vote."""
    latest: datetime | None = listed_ballots().aggregate(latest=Max(CHANGED))["latest"]
    return latest
