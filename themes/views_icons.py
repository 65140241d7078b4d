"""Emblem, icons, the picture for messengers, and what a phone asks before it puts the city on its screen.

Content-hashed addresses are kept for a year; any other hash is a 404, never another city's picture.
"""

import hashlib
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe

from platform_core.access.staff import has_role
from tenants.connection import connection
from themes.emblems import emblem_of
from themes.icons import KINDS, emblem_svg, icon, share, share_key
from themes.queries import WornTheme, forget_worn_theme, worn_theme

ONE_YEAR, ONE_DAY = 31_536_000, 86_400
# A drawing that is opened by itself may show itself and nothing else.
SANDBOX = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
_PNG, _SVG = "image/png", "image/svg+xml"


@require_safe
def own_emblem(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a theme that is worn shows everybody; what is only tried out, administrators."""
    is_worn = worn_theme().emblem_file == key
    if not is_worn and not has_role(request.user, "administrator"):
        raise Http404
    found = emblem_of(key)
    if found is None:
        raise Http404
    content_type, content = found
    return _sent(content, content_type, "public" if is_worn else "private")


@require_safe
def icon_png(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    worn = _wearing(lambda worn: worn.icon_key == key)
    return _sent(icon(worn, kind), _PNG)


@require_safe
def icon_svg(request: HttpRequest, key: str) -> HttpResponseBase:
    worn = _wearing(lambda worn: worn.icon_key == key)
    text = emblem_svg(worn)
    if not text:
        raise Http404
    return _sent(text.encode(), _SVG)


@require_safe
def share_png(request: HttpRequest, key: str) -> HttpResponseBase:
    name, language = _said_here()
    worn = _wearing(lambda worn: share_key(worn.icon_key, name, language) == key)
    with translation.override(language):
        response = _sent(share(worn, name, language), _PNG)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # messengers show it on their own pages
    return response


@require_safe
def letter_png(request: HttpRequest) -> HttpResponseBase:
    """What stands at the head of letters. Its address never changes, for letters are kept for years."""
    content = icon(worn_theme(), "192")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if known else _sent(content, _PNG)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    worn, (name, language) = worn_theme(), _said_here()
    key = worn.icon_key
    icons = [
        {"src": f"/icon-{key}-192.png", "sizes": "192x192", "type": _PNG},
        {"src": f"/icon-{key}-512.png", "sizes": "512x512", "type": _PNG},
        {"src": f"/icon-{key}-maskable.png", "sizes": "512x512", "type": _PNG, "purpose": "maskable"},
    ]
    said = {
        "id": "/",
        "name": name,
        "short_name": name[:12],
        "lang": language,
        "start_url": "/",
        "scope": "/",
        # With a way back: pages of a city are read, not played.
        "display": "minimal-ui",
        "theme_color": worn.bar,
        "background_color": worn.page,
        "icons": icons,
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json"
    response["Cache-Control"] = f"public, max-age={ONE_DAY // 24}"
    return response


def _said_here() -> tuple[str, str]:
    institution = connection.tenant
    return institution.name, institution.default_language


def _wearing(fits: Callable[[WornTheme], bool]) -> WornTheme:
    """What is worn, if it is what the address means. Raises Http404."""
    if not fits(worn_theme()):
        forget_worn_theme()  # the page may come from a server that heard of a new one before us
    worn = worn_theme()
    if not fits(worn):
        raise Http404
    return worn


def _sent(content: bytes, content_type: str, shown_to: str = "public") -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = f"{shown_to}, max-age={ONE_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    if content_type == _SVG:
        response["Content-Security-Policy"] = SANDBOX
    return response
