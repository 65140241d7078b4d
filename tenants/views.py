"""At the address of an archived institution: its static site, file by file, under the addresses it always had."""

import mimetypes
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from platform_core.files.serving import SANDBOX
from tenants.closing.addresses import file_at
from tenants.closing.places import site_folder
from tenants.models import Institution

SCRIPTS = ("text/javascript", "application/javascript", "application/xml", "text/xml", "text/plain")


def archived_page(request: HttpRequest, institution: Institution) -> HttpResponseBase | None:
    """None when there is no such site (its files were lost): the caller says that nothing is there."""
    root = site_folder(institution)
    if not (root / "index.html").is_file():
        return None
    query = request.META.get("QUERY_STRING", "")
    file = file_at(root, f"{request.path}?{query}" if query else request.path)
    if file is None or not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        return _sent(request, root / "404.html", status=404)
    return _sent(request, file)


def _sent(request: HttpRequest, file: Path, status: int = 200) -> HttpResponseBase:
    changed = int(file.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponseBase
    if status == 200 and since is not None and since >= changed:
        response = HttpResponseNotModified()
    else:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith(("xml", "json", "javascript")):
            kind += "; charset=utf-8"
        is_shown = kind.startswith(("text/html", "text/css", "image/", "font/")) or kind.startswith(SCRIPTS)
        response = FileResponse(file.open("rb"), content_type=kind, status=status, as_attachment=not is_shown)
        if not kind.startswith(("text/html", "text/css", *SCRIPTS)):
            response["Content-Security-Policy"] = SANDBOX
    response["Last-Modified"] = http_date(changed)
    # Asked for each time: what is hidden or erased is gone at once.
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
