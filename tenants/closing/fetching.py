"""A stranger's visit to an institution from inside the house: the same doors, the same answers."""

import mimetypes
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_urlconf, set_urlconf

from platform_core.web.to_be_read import FOR_THE_ARCHIVE
from tenants.models import Institution


@dataclass(frozen=True, slots=True)
class Fetched:
    status: int
    content_type: str
    body: bytes
    location: str


class Stranger:
    """Reads pages of `institution`, as anybody does who has no account."""

    def __init__(self, institution: Institution) -> None:
        self.host = institution.primary_host
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def get(self, address: str, language: str = "") -> Fetched:
        """`language`: as chosen by the visitor; "" for the institution's first."""
        if address.startswith(settings.STATIC_URL):
            return _static(address.removeprefix(settings.STATIC_URL))
        before = get_urlconf()
        try:
            response: Any = self.handler.get_response(self._request(address, language))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            for close in getattr(response, "_resource_closers", ()):
                close()
        finally:
            set_urlconf(before)
        return Fetched(
            response.status_code, response.get("Content-Type", ""), body, response.get("Location", "")
        )

    def _request(self, address: str, language: str) -> WSGIRequest:
        path, _, query = address.partition("?")
        return WSGIRequest(
            {
                "REQUEST_METHOD": "GET",
                # As WSGI wants it: bytes, one letter each.
                "PATH_INFO": unquote(path).encode().decode("latin-1"),
                "QUERY_STRING": query,
                "SERVER_NAME": self.host,
                "SERVER_PORT": "443" if settings.PUBLIC_SCHEME == "https" else "80",
                "HTTP_HOST": self.host,
                "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={language}" if language else "",
                "HTTP_X_FORWARDED_PROTO": settings.PUBLIC_SCHEME,
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": settings.PUBLIC_SCHEME,
                "wsgi.input": BytesIO(),
                FOR_THE_ARCHIVE: True,
            }
        )


def _static(name: str) -> Fetched:
    """A file of the software itself: as it was collected, or where nobody has collected any, as it lies."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    collected = Path(settings.STATIC_ROOT) / name
    found = collected if collected.is_file() else finders.find(unquote(name))
    if not found or ".." in name:
        return Fetched(404, "", b"", "")
    return Fetched(200, kind, Path(str(found)).read_bytes(), "")
