"""/status/: how this institution's pages are, for whoever wonders whether it is their phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tenants.context import here
from tenants.watching.status import status_of


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    response = render(request, "portal/status.html", {"status": status_of(here(), at=timezone.now())})
    response["Cache-Control"] = "no-cache"
    return response
