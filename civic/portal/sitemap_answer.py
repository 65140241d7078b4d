"""What every part of the site map answers with."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from civic.portal.page import house


def sitemap_answer(
    request: HttpRequest, places: Iterable[tuple[str, datetime]], *, template: str = "portal/sitemap.xml"
) -> HttpResponse:
    """Paths, each with when it last changed, at the institution's own host, whatever name it was asked by."""
    rows = [{"address": house(request).address(path), "at": at} for path, at in places]
    return render(request, template, {"rows": rows}, content_type="application/xml; charset=utf-8")
