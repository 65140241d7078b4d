"""The frame of a page, drawn once and kept: it differs by language, own words, institution and wish, not by visitor.

A kept part is a pure function of what stands in its key, so nothing of one institution or person
can appear on another's page. What does belong to the visitor is drawn each time.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString, mark_safe

from platform_core.i18n.dialect import voice

# Stands in a kept part for the address of the page it is put on.
HERE_MARK = "__here__"


def kept_part(template_name: str, context: Mapping[str, Any], **extra: object) -> SafeString:
    """The part for this page: `extra` are further plain values it depends on (numbers, words)."""
    key = (template_name, voice(), get_urlconf(), *_said(context).items(), *extra.items())
    html = _draw.__wrapped__(key) if settings.DEBUG else _draw(key)
    if HERE_MARK not in html:
        return html
    return mark_safe(html.replace(HERE_MARK, quote(str(context.get("here", "/")))))  # noqa: S308 - quoted


def _said(context: Mapping[str, Any]) -> dict[str, object]:
    """What every part of the frame may depend on, as plain values."""
    institution, theme, display = (context.get(name) for name in ("institution", "theme", "display"))
    return {
        "institution_name": str(getattr(institution, "name", "") or ""),
        "contact": _contact(institution),
        "emblem_name": str(getattr(theme, "emblem", "") or ""),
        "mode": getattr(display, "mode", "auto"),
        "size": getattr(display, "size", "normal"),
        "motion": getattr(display, "motion", "auto"),
        "words": getattr(display, "words", "usual"),
        "section": str(context.get("section") or ""),
        "languages": context.get("languages") or (),
    }


def _contact(institution: Any) -> tuple[str, ...]:
    """Who to ask, as the institution wrote it: lines of the footer."""
    lines = (getattr(institution, "settings", None) or {}).get("contact") or ()
    return tuple(str(line) for line in ([lines] if isinstance(lines, str) else lines))


@lru_cache(maxsize=4_096)
def _draw(key: tuple[Any, ...]) -> SafeString:
    template_name, said_in, _urlconf, *said = key
    language = said_in.partition("~")[0]
    return render_to_string(template_name, {**dict(said), "language": language, "here": HERE_MARK})
