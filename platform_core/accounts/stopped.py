"""Who asked that nothing be done with what is kept of them takes part in nothing, until they say otherwise.

They read, see what is kept of them, take it along, leave, and say that they want to go on.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from platform_core.access import Refused, Verdict, no
from platform_core.access.place import in_public
from platform_core.web import views

READING = frozenset({"GET", "HEAD", "OPTIONS"})
DEEDS_OF = ("portal:", "api:")
# About themselves.
STILL_OPEN = ("portal:my_data", "portal:my_request", "portal:unsubscribe", "portal:digest_stop")


class StoppedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method in READING or match is None or in_public():
            return None
        if not match.view_name.startswith(DEEDS_OF) or match.view_name.startswith(STILL_OPEN):
            return None
        if getattr(request.user, "stopped_at", None) is None:
            return None
        verdict = nothing_is_done()
        if request.path.startswith("/api/"):
            said = {
                "code": verdict.code,
                "sentence": str(verdict.sentence),
                "what_next": str(verdict.what_next),
            }
            return JsonResponse(said, status=409)
        return views.refused(request, Refused(verdict))


def nothing_is_done() -> Verdict:
    """Of everything that is done in their name."""
    return no(
        "stopped",
        _("You asked us to do nothing with your data, so you take part in nothing."),
        _("Say on “My data” that you want to go on."),
        reverse("portal:my_data"),
    )
