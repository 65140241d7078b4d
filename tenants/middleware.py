"""From the host of a request to the institution whose schema everything else reads."""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf
from django.utils import timezone

from tenants.models import Institution
from tenants.queries import institution_at

HOST = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$")


def exact_host(request: HttpRequest) -> str | None:
    """The Host header as a plain lower-case name, or None when it is not one.

    X-Forwarded-Host is never read: it would let the sender choose the institution.
    """
    host = request.META.get("HTTP_HOST", "").lower().removesuffix(".")
    name, _, port = host.partition(":")
    name = name.removesuffix(".")
    if port and not port.isdigit():
        return None
    return name if len(name) <= 253 and HOST.match(name) else None


class InstitutionMiddleware:
    """Stands the connection in the institution's schema, or answers a neutral 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.set_schema_to_public()
        try:
            return self.answer(request)
        finally:
            connection.set_schema_to_public()

    def answer(self, request: HttpRequest) -> HttpResponse:
        from platform_core.web import views

        host = exact_host(request)
        request.tenant = None  # type: ignore[attr-defined]
        if host == settings.CONSOLE_HOST:
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF  # type: ignore[attr-defined]
            set_urlconf(request.urlconf)  # type: ignore[attr-defined]
            return self.get_response(request)
        institution = institution_at(host) if host else None
        if institution is None:
            return views.unknown_host(request)
        return self.enter(request, institution)

    def enter(self, request: HttpRequest, institution: Institution) -> HttpResponse:
        from platform_core.web import views

        request.tenant = institution  # type: ignore[attr-defined]
        connection.set_tenant(institution)
        request.urlconf = settings.ROOT_URLCONF  # type: ignore[attr-defined]
        set_urlconf(settings.ROOT_URLCONF)
        with timezone.override(institution.zone):
            if closed := views.closed_institution(request, institution):
                return closed
            return self.get_response(request)
