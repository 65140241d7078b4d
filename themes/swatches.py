"""A theme at a glance: the colours of a page in miniature, for lists."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from themes.documents import Document
from themes.tokens import BadToken, parse


def swatch(document: Document) -> SafeString:
    """A drawing without words; empty for what is no theme. Colours are `#rrggbb` by the time they come here."""
    try:
        tokens = parse(document)
    except BadToken:
        return SafeString("")
    light = tokens.light
    return format_html(
        '<svg class="theme-swatch" viewBox="0 0 64 40" aria-hidden="true" focusable="false">'
        '<rect width="64" height="40" fill="{}"/><rect width="64" height="7" fill="{}"/>'
        '<rect y="7" width="64" height="13" fill="{}"/><rect x="5" y="11" width="24" height="4" rx="1" fill="{}"/>'
        '<rect x="5" y="24" width="24" height="12" rx="2" fill="{}"/><rect x="35" y="24" width="24" height="12" rx="2"'
        ' fill="{}"/><rect x="8" y="30" width="11" height="3" rx="1" fill="{}"/>'
        '<rect x="38" y="30" width="11" height="3" rx="1" fill="{}"/></svg>',
        light["background-page"],
        light["header-surface"],
        light["hero-from"],
        light["hero-text"],
        light["surface-basic"],
        light["surface-basic"],
        light["button-primary-fill"],
        light["point-fill"],
    )


def dot(colour: str) -> SafeString:
    """One colour, round."""
    return format_html(
        '<svg class="theme-dot" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<circle cx="8" cy="8" r="7.5" fill="{}"/></svg>',
        colour,
    )
