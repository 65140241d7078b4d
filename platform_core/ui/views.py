"""The display switch, the offline page with its worker and, outside production, the component gallery."""

import hashlib
from collections.abc import Collection

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from platform_core.ui.display import (
    MODE_COOKIE,
    MODES,
    MOTION_COOKIE,
    MOTIONS,
    SIZE_COOKIE,
    SIZES,
    WORDS,
    WORDS_COOKIE,
)
from platform_core.ui.gallery import sample_content

ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember mode, text size, motion, plain words or language and go back to where the visitor was.

    Unknown values change nothing. Cookies carry no domain, so they stay with this institution.
    """
    response = HttpResponseRedirect(_way_back(request))
    languages = [code for code, _name in settings.LANGUAGES]
    _remember(response, MODE_COOKIE, request.POST.get("mode"), MODES)
    _remember(response, SIZE_COOKIE, request.POST.get("size"), SIZES)
    _remember(response, MOTION_COOKIE, request.POST.get("motion"), MOTIONS)
    _remember(response, WORDS_COOKIE, request.POST.get("words"), WORDS)
    _remember(response, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language"), languages)
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows when there is no connection."""
    return render(request, "ui/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its version follows from what it keeps, so a new style sheet replaces the old one."""
    draft = render_to_string("ui/worker.js", request=request)
    version = hashlib.sha256(draft.encode()).hexdigest()[:12]
    text = render_to_string("ui/worker.js", {"version": version}, request=request)
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page; 404 unless DEBUG or DEMO."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "ui/gallery.html", sample_content())


def _remember(response: HttpResponse, cookie: str, wish: str | None, allowed: Collection[str]) -> None:
    if wish is not None and wish in allowed:
        response.set_cookie(
            cookie,
            wish,
            max_age=ONE_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _way_back(request: HttpRequest) -> str:
    """Only an address on this very host; otherwise the front page."""
    wish = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if safe and wish.startswith("/") else "/"
