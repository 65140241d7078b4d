"""When nothing is found: perhaps it has moved. Asked only then, so that no page that is there pays for it."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from civic.content.redirecting import led_from
from platform_core.access.place import in_public
from platform_core.web import views

NEVER = ("/api/", "/desk/", "/static/")
LONGEST = 2_000


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404 of an institution."""
    if request.method in ("GET", "HEAD") and _is_asked_for(request.path):
        try:
            new = led_from(request.path)
        except OperationalError:
            return views.busy(request)
        if new:
            return HttpResponsePermanentRedirect(new)
    return views.not_found(request, exception)


def _is_asked_for(path: str) -> bool:
    if in_public() or path.startswith(NEVER) or len(path) > LONGEST or "\x00" in path:
        return False
    return path != reverse("portal:home")
