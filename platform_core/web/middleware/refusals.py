"""A refused verb becomes a page that says why and what to do next."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from platform_core.access import Refused
from platform_core.web import views


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            page = views.nothing_to_read(request)
            page["Allow"] = response.get("Allow", "POST")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return views.refused(request, exception)
        if isinstance(exception, OperationalError):
            # The database went away or a statement took too long: ours to mend, theirs to try again.
            return views.busy(request)
        return None
