"""Outermost: gives every request a number that its log lines carry, counts the answer, and answers Prometheus."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from platform_core.web.logs import request_number
from platform_core.web.metrics import page
from platform_core.web.metrics.counting import count_answer

PATH = "/internal/metrics/"
NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        number = request.number = _number(request)  # type: ignore[attr-defined]
        token = request_number.set(number)
        try:
            if request.path == PATH and page.is_told(request):
                return page.metrics()
            response = self.get_response(request)
        finally:
            request_number.reset(token)
        response.headers["X-Request-Id"] = number
        institution = getattr(request, "tenant", None)
        count_answer(
            path=request.path,
            method=request.method or "",
            status=response.status_code,
            seconds=time.perf_counter() - began,
            at_console=getattr(request, "urlconf", None) == settings.PUBLIC_SCHEMA_URLCONF,
            schema=getattr(institution, "schema_name", "-"),
        )
        return response


def _number(request: HttpRequest) -> str:
    """The proxy's, where there is one of ours in front; anybody else's could be made to look like another request."""
    given = request.headers.get("X-Request-Id", "") if settings.BEHIND_TLS_PROXY else ""
    return given if NUMBER.fullmatch(given) else uuid4().hex
