"""From the host of a request to the institution whose schema everything else reads."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import set_urlconf
from django.utils import timezone

from platform_core.access.standings import Serving, meaning_of, takes_writing
from platform_core.web.to_be_read import to_be_read
from tenants.connection import connection
from tenants.context import institution_context
from tenants.models import Institution
from tenants.queries import institution_at
from tenants.views import archived_page
from tenants.watching.answering import CONSOLE, count_answer

HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def exact_host(request: HttpRequest) -> str | None:
    """The Host header as a plain lower-case name, or None when it is not one.

    X-Forwarded-Host is never read: it would let the sender choose the institution.
    """
    name, _, port = request.META.get("HTTP_HOST", "").lower().partition(":")
    name = name.removesuffix(".")
    if port and not (port.isascii() and port.isdigit()):
        return None
    return name if len(name) <= 253 and HOST.fullmatch(name) else None


def at_its_one_address(request: HttpRequest, institution: Institution) -> HttpResponse | None:
    """Whoever reads at another of its names is led to the first, where it says so. What is sent is taken as it is:
    nothing typed is lost on the way. Programs stay where they are: they would lose their token.
    """
    if request.method not in ("GET", "HEAD") or not institution.settings.get("one_address"):
        return None
    if exact_host(request) == institution.primary_host or request.path.startswith(("/api/", "/.well-known/")):
        return None
    response = HttpResponse(status=301, headers={"Location": institution.address(request.get_full_path())})
    # Not for ever: a name can be lost.
    response["Cache-Control"] = "max-age=600"
    return response


class CertificateMiddleware:
    """The proxy asks before it gets a certificate for a name (Caddy's on-demand TLS): 200 if it is one of ours.

    It asks from inside, past itself: a request that came through it is an ordinary one.
    """

    PATH = "/internal/certificate/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != self.PATH or "HTTP_X_FORWARDED_FOR" in request.META:
            return self.get_response(request)
        name = request.GET.get("domain", "").lower()
        is_ours = name in (settings.BASE_HOST, settings.CONSOLE_HOST) or (
            HOST.fullmatch(name) is not None and len(name) <= 253 and institution_at(name) is not None
        )
        return HttpResponse(status=200 if is_ours else 404, content_type="text/plain")


def _kept_inside(institution: Institution, response: Any) -> Any:
    """A stream is read after the middleware has left the institution. (A file asks the database nothing.)"""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        response.streaming_content = _stream_inside(institution, response.streaming_content)
    return response


def _stream_inside(institution: Institution, chunks: Any) -> Iterator[bytes]:
    """Enter again for each piece."""
    pieces = iter(chunks)
    while True:
        with institution_context(institution):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


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
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            set_urlconf(request.urlconf)
            with timezone.override(settings.CONSOLE_TIME_ZONE):
                response = self.get_response(request)
            count_answer(institution=CONSOLE, status=response.status_code, at=timezone.now())
            return response
        institution = institution_at(host) if host else None
        if institution is None:
            return views.unknown_host(request)
        return self.enter(request, institution)

    def enter(self, request: HttpRequest, institution: Institution) -> HttpResponse:
        from platform_core.web import views

        request.tenant = institution  # type: ignore[attr-defined]
        connection.set_tenant(institution)
        request.urlconf = settings.ROOT_URLCONF
        set_urlconf(settings.ROOT_URLCONF)
        if elsewhere := at_its_one_address(request, institution):
            return elsewhere
        with timezone.override(institution.zone):
            if kept := self.kept(request, institution):
                return kept
            if closed := views.closed_institution(request, institution):
                return closed
            response = self.get_response(request)
            count_answer(institution=institution.pk, status=response.status_code, at=timezone.now())
            if not takes_writing(institution):
                response = to_be_read(request, response)
        return _kept_inside(institution, response)

    def kept(self, request: HttpRequest, institution: Institution) -> Any:
        """Of an archived institution its static site; programs are told that they come too late."""
        from platform_core.web import views

        if meaning_of(institution).serving is not Serving.FILES or request.method not in ("GET", "HEAD"):
            return None
        if request.path.startswith("/api/"):
            return views.gone_with_its_server(request, institution)
        return archived_page(request, institution) or views.hidden(request, institution)
