"""/status/: how this institution's pages are, for whoever wonders whether it is their phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.context import here
from tenants.watching.feeds import TYPE, status_feed
from tenants.watching.status import status_of


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    response = render(request, "portal/status.html", {"status": status_of(here(), at=timezone.now())})
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same disturbances for a feed reader."""
    institution = here()
    assert institution is not None
    title = _("%(name)s: is everything working?") % {"name": institution.name}
    told = status_feed(
        status_of(institution, at=timezone.now()), title=title, home=institution.address("/status/")
    )
    return HttpResponse(told, content_type=TYPE)
