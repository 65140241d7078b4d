"""Real pages in a look that is only tried out, for the frames of the editor.

The page is drawn by its own view, for the administrator who asks, with another theme in its context. It can
do nothing: its scripts are left out, its forms and links are still, and no other site may frame it. Nothing is
carried in the address that would open it to somebody else: who asks must be an administrator, each time.
"""

import re
from copy import copy
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.views.decorators.http import require_safe

from platform_core.ui.display import MODE_COOKIE
from platform_core.ui.samples import sample_pages
from themes.gate import administrators_only
from themes.looks import look_of_draft
from themes.models import ThemeDraft
from themes.queries import WornTheme, worn_theme
from themes.views_editing import number_in

MODES = ("light", "dark", "contrast")
SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script>", re.S | re.I)
LARGEST_ID = 2**63 - 1


class NothingSaid(BaseStorage):
    """What was to be told to the person is told on their next page, not in a frame of this one."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: list[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


@require_safe
@administrators_only
def preview(request: HttpRequest, page: str) -> HttpResponse:
    """`?draft=7&mode=dark`: page `page` in the look of that draft; without a draft in the one that is worn."""
    path = next((one.path for one in sample_pages(request.user) if one.key == page), None)
    if path is None:
        raise Http404
    mode = request.GET.get("mode", "")
    asked = _as_if_asked_for(request, path, _look(request), mode if mode in MODES else MODES[0])
    match = resolve(path)
    asked.resolver_match = match
    response = match.func(asked, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    return _behind_glass(response)


@require_safe
@administrators_only
def draft_stylesheet(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """What `digest` says the draft was when the page was drawn does not matter: it is as it is now."""
    look = look_of_draft(get_object_or_404(ThemeDraft, pk=min(pk, LARGEST_ID)))
    response = HttpResponse(look.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "no-store, private"
    return response


def _look(request: HttpRequest) -> WornTheme:
    wished = request.GET.get("draft", "")
    if not wished:
        return worn_theme()
    return look_of_draft(get_object_or_404(ThemeDraft, pk=number_in(wished)))


def _as_if_asked_for(request: HttpRequest, path: str, look: WornTheme, mode: str) -> HttpRequest:
    """The same visitor asking for `path`, dressed otherwise. What the page does to the request stays with it."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": ""}
    asked.GET = QueryDict()
    asked.COOKIES = {**request.COOKIES, MODE_COOKIE: mode}
    asked._messages = NothingSaid(asked)  # type: ignore[attr-defined]
    asked.tried_theme = look  # type: ignore[attr-defined]
    asked.is_preview = True  # type: ignore[attr-defined]
    return asked


def _behind_glass(response: HttpResponse) -> HttpResponse:
    """To be looked at in our own frames, by nobody else, and kept by nothing on its way."""
    drawn = SCRIPT.sub(b"", response.content).replace(b"<body ", b"<body inert ", 1)
    framed = HttpResponse(drawn, status=response.status_code, content_type="text/html; charset=utf-8")
    framed["Cache-Control"] = "no-store, private"
    framed["X-Frame-Options"] = "SAMEORIGIN"
    framed["X-Robots-Tag"] = "noindex"
    framed._csp_replace = {"frame-ancestors": ["'self'"], "form-action": ["'none'"], "script-src": ["'none'"]}  # type: ignore[attr-defined]
    framed._csp_update = {"sandbox": ["allow-same-origin"]}  # type: ignore[attr-defined]
    return framed
