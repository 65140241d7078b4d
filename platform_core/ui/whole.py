"""A whole page, drawn once for everyone it looks the same for.

A kept page is a pure function of what stands in its key: nothing expires, nothing is told to forget, and a
changed number is another page. It is drawn without the request and without the person, so nothing that is
somebody's own can be kept in it: the form token and the account menu are put in for each visitor.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Engine
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import mark_safe

from platform_core.access.place import schema_here
from platform_core.i18n.dialect import voice
from platform_core.web.form_token import form_token

# About 50 KB each.
MOST = 512
# Nobody can write these into a proposal, for nobody knows them before they are replaced.
TOKEN_MARK = token_hex(16)
ACCOUNT_MARK = token_hex(16)
# What a page may say about the place; whatever else it shows must stand in its key.
OF_THE_PLACE = ("institution", "theme", "display", "languages", "here")

_kept: dict[tuple[Hashable, ...], bytes] = {}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Stands for the visitor while a page is drawn."""

    is_authenticated: bool
    name: str = ""


def kept_page(
    request: HttpRequest, template_name: str, key: Hashable, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The page drawn with `context`, which must follow from `key`, the address, the language and the institution's own words alone.

    Its template may use `user.is_authenticated`, `unread_count` and the form token, and nothing else of
    the person or the request. With a message to show, or in a look that is only tried out (`request.is_preview`),
    it is drawn for this visitor.
    """
    said = _said(request)
    is_for_one = len(said["messages"]) or said.get("visit") or getattr(request, "is_preview", False)
    if settings.DEBUG or is_for_one:
        return render(request, template_name, context())
    user = said["user"]
    # The portal counts lazily, and a lazy number is turned into a plain one by adding, not by int().
    unread = (said.get("unread_count") or 0) + 0
    whole = (*_place(request, said), template_name, bool(user.is_authenticated), unread, key)
    page = _kept.get(whole)
    if page is None:
        page = _draw(template_name, said, unread, context())
        if len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[whole] = page
    if user.is_authenticated:
        menu = _account_menu(user.name, unread, bool(said.get("is_staff_here")), voice(), get_urlconf())
        page = page.replace(ACCOUNT_MARK.encode(), menu)
    return HttpResponse(page.replace(TOKEN_MARK.encode(), form_token(request).encode()))


def _said(request: HttpRequest) -> dict[str, Any]:
    """What any template of this request would be told."""
    said: dict[str, Any] = {}
    for tell in Engine.get_default().template_context_processors:
        said.update(tell(request))
    return said


def _place(request: HttpRequest, said: Mapping[str, Any]) -> tuple[Hashable, ...]:
    """The house, the host and the address: everything there is to know about the place, as plain values."""
    facts = _facts(said.get("institution"))
    told = tuple(said.get(name) for name in OF_THE_PLACE if name != "institution")
    return (schema_here(), facts, request.get_host(), voice(), get_urlconf(), told, *_around(said))


def _around(said: Mapping[str, Any]) -> tuple[str, Hashable]:
    """What the menu offers, and what the institution has put around its pages: menu, footer, banners.

    Told lazily, for error pages ask nothing; here they are needed as plain values.
    """
    composed = said.get("composed")
    return str(said.get("places") or ""), None if composed is None else composed.itself


def _facts(institution: Any) -> str:
    """All that is known of the institution, as text. Kept with the instance, which lives for a few seconds."""
    if institution is None:
        return ""
    known = vars(institution)
    if "_facts" not in known:
        known["_facts"] = str({name: value for name, value in known.items() if name[0] != "_"})
    return str(known["_facts"])


def _draw(template_name: str, said: Mapping[str, Any], unread: int, context: dict[str, Any]) -> bytes:
    signed_in = bool(said["user"].is_authenticated)
    shown = {name: said[name] for name in OF_THE_PLACE if name in said}
    shown |= {"user": Somebody(signed_in), "unread_count": unread, "csrf_token": TOKEN_MARK}
    shown["places"], shown["composed"] = _around(said)
    if signed_in:
        shown["account_menu"] = mark_safe(ACCOUNT_MARK)  # noqa: S308 - our own
    return render_to_string(template_name, {**shown, **context}).encode()


@lru_cache(maxsize=4_096)
def _account_menu(name: str, unread: int, is_staff: bool, _voice: str, _urlconf: str) -> bytes:
    shown = {"user": Somebody(True, name), "unread_count": unread, "is_staff_here": is_staff}
    return render_to_string("ui/frame/account_menu.html", {**shown, "csrf_token": TOKEN_MARK}).encode()
