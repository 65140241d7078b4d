"""The one way a kept file leaves the house. Whether somebody may see it is asked before, each time."""

from hashlib import sha256

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase

from platform_core.files.models import StoredFile

# Whatever a file contains, a browser that opens it may run, load and send nothing.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox; frame-ancestors 'none'"


def served_file(request: HttpRequest, found: StoredFile, *, is_image: bool) -> HttpResponseBase:
    """As `served`, of a row."""
    return served(
        request,
        stored_as=found.stored_as,
        name=found.name,
        content_type=found.content_type,
        is_image=is_image,
    )


def served(
    request: HttpRequest, *, stored_as: str, name: str, content_type: str, is_image: bool
) -> HttpResponseBase:
    """Pictures that we wrote ourselves open in the page; everything else is saved, never opened. Raises Http404.

    What is kept under a name never changes: a browser that has it is answered “not modified”. It asks each
    time, so that what was hidden or taken away is hidden at once.
    """
    etag = f'"{sha256(stored_as.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return _guarded(HttpResponseNotModified(), etag)
    try:
        stored = default_storage.open(stored_as)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stored, as_attachment=not is_image, filename=name, content_type=content_type)
    return _guarded(response, etag)


def _guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
