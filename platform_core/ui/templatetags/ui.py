"""{% load ui %}: icons, emblems, badges, form fields, avatars and the words of progress."""

import re
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core.i18n.money import money
from platform_core.i18n.names import language_name
from platform_core.ui.fields import describe_field
from platform_core.ui.frame import kept_part
from platform_core.ui.icons import ICONS, MARKS
from platform_core.ui.tokens import EMBLEMS, HERO_STYLES

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> SafeString:
    """An inline icon, hidden from screen readers: say it in words beside it. KeyError if unknown."""
    css = f"icon {extra}".strip()
    return mark_safe(  # noqa: S308 - our own drawings
        f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
    )


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str, **extra: object) -> SafeString:
    """A part of the frame, drawn once for everyone it looks the same for (platform_core/ui/frame.py)."""
    return kept_part(template_name, context, **extra)  # type: ignore[arg-type]


# The institution's own: at its address or, on paper, whole.
OWN_EMBLEM = re.compile(r"/emblem-[0-9a-f]{32}|data:image/(?:png|svg\+xml);base64,[A-Za-z0-9+/=]+")


@register.simple_tag
@lru_cache(maxsize=64)
def emblem(name: str | None, css: str = "site-name__emblem", alt: str = "") -> str:
    """The drawn emblem a theme names, or the picture it points at; the sky when it names none we know.

    Beside the institution's name it says nothing new; on paper every picture has to say something (`alt`).
    """
    if name and OWN_EMBLEM.fullmatch(name):
        return format_html('<img class="{}" src="{}" alt="{}" width="48" height="48">', css, name, alt)
    known = name if name in EMBLEMS else EMBLEMS[0]
    return render_to_string(f"ui/emblems/{known}.html", {"css": css})


@register.simple_tag
@lru_cache(maxsize=16)
def hero_ornament(name: str | None) -> str:
    """The drawing along the foot of the hero; nothing for the plain style."""
    known = name if name in HERO_STYLES else HERO_STYLES[0]
    return "" if known == "plain" else render_to_string(f"ui/ornaments/{known}.html")


@register.simple_tag
def badge(label: str, kind: str = "calm", icon_name: str = "") -> SafeString:
    """A badge: icon and words. `kind` is a stage kind, a verdict, or good|warn|bad|info|calm."""
    name = icon_name or ("" if kind == "calm" else MARKS.get(kind, "info"))
    drawn = icon(name) if name else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', kind, drawn, label)


@register.simple_tag
def said(name: str, language: str = "") -> SafeString:
    """A name that the institution gave. In another language than the page's, ears and eyes are told so."""
    if not language:
        return conditional_escape(name)
    told = language_name(language)
    return format_html('<span lang="{}">{}</span> <small>({})</small>', language, name, told)


@register.simple_tag
def mark(kind: str) -> SafeString:
    """The icon that stands for a stage kind, a verdict or a tone."""
    return icon(MARKS.get(kind, "info"))


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """The first letter of a name on a ground that is always the same for that name."""
    name = (name or "").strip()
    letter = name[:1].upper() or "?"
    ground = sum(map(ord, name)) % 5
    css = f"avatar avatar--{ground}" + (f" avatar--{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, letter)


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A form field with label, help, error and counter.

    Options: `limit` (graphemes; default the field's max_length), `counter` (True shows it),
    `label`, `help`, `hide_label`, and any `attr_…` for the widget (`attr_rows=12`).
    """
    return describe_field(bound, **options)


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What went wrong, each line a link to its field; renders nothing for a form without errors."""
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {
        "form": form,
        "wrong": wrong,
        "count": sum(len(b.errors) for b in wrong) + len(form.non_field_errors()),
    }


register.filter("money", money)


@register.filter
def days_left_words(days: int | None) -> str:
    """‘3 days left’, ‘Closes today’, ‘Closed’; empty for None."""
    if days is None:
        return ""
    if days < 0:
        return _("Closed")
    if days == 0:
        return _("Closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def percent_of(part: int | None, whole: int | None) -> int:
    """Part of whole as 0…100, rounded down so that 99.9 % never reads as reached."""
    if not whole:
        return 0
    return max(0, min(100, (part or 0) * 100 // whole))


@register.filter
def file_size(size: int | None) -> str:
    """Bytes as ‘340 KB’ or ‘2.1 MB’."""
    if not size:
        return ""
    return (
        f"{intcomma(max(1, round(size / 1024)))} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
    )
