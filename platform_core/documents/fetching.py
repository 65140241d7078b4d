"""What a document may contain besides its words: our fonts, our static files, images it was given."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

from platform_core.documents.letters import house_print

# Relative addresses of a document that was not told where its institution lives. Never asked (RFC 6761).
NOWHERE = "https://house.invalid/"
FONT = "house-font:"
GIVEN = "given:"
INLINE = ("data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp", "data:image/svg+xml")


class NotOurs(Exception):
    """An address outside of the house: refused, and the document goes without it."""


class House:
    """WeasyPrint's way to everything a document names. It opens no connection and no path of its own choosing."""

    # WeasyPrint reads it: an image that is refused leaves its alternative text, not a broken document.
    _fail_on_errors = False

    def __init__(self, images: Mapping[str, bytes], address: str) -> None:
        self._images = images
        self._address = address

    def __call__(self, url: str, **_headers: object) -> Any:
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        if url.startswith(INLINE):
            return URLFetcher(allowed_protocols=["data"]).fetch(url)
        return URLFetcherResponse(url, body=self._read(url))

    def _read(self, url: str) -> bytes:
        if url.startswith(FONT):
            return _font(url.removeprefix(FONT))
        if url.startswith(GIVEN):
            return self._given(unquote(url.removeprefix(GIVEN)))
        return self._static(url)

    def _given(self, name: str) -> bytes:
        if name not in self._images:
            raise NotOurs(name)
        return self._images[name]

    def _static(self, url: str) -> bytes:
        ours = (urlsplit(self._address).netloc, urlsplit(NOWHERE).netloc)
        parts = urlsplit(url)
        prefix = f"/{settings.STATIC_URL.strip('/')}/"
        if parts.netloc not in ours or not parts.path.startswith(prefix):
            raise NotOurs(url)
        return _static_file(unquote(parts.path.removeprefix(prefix)))


def _font(name: str) -> bytes:
    """House Print in two weights."""
    if name not in ("Regular", "Bold"):
        raise NotOurs(name)
    return house_print(name)


def _static_file(name: str) -> bytes:
    """As collected, by the name pages know it by; else where an app keeps it."""
    try:
        collected = Path(safe_join(str(settings.STATIC_ROOT), name)) if settings.STATIC_ROOT else None
        if collected and collected.is_file():
            return collected.read_bytes()
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise NotOurs(name) from error
    if not isinstance(found, str):
        raise NotOurs(name)
    return Path(found).read_bytes()
