"""A request too large to be meant is refused before anything reads it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from platform_core.web import views


class RequestLimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return views.bad_request(request)
        if length > settings.REQUEST_MAX_BYTES:
            return views.too_large(request)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return views.bad_request(request)
        return self.get_response(request)
