"""What colours are for. Names follow KRDS (Korea Design System): scales such as primary-50, roles such as text-basic.

A role is a CSS custom property of platform_core/ui; which one, the table says. A document may give a role a
colour (`#1759d6`) or a step of a scale (`primary-60`).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# KRDS: 5 is nearly white, 95 nearly black.
STEPS = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
SCALES = ("primary", "secondary", "gray", "danger", "warning", "success", "information")


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    css: str
    label: Promise


ROLES = {
    role.name: role
    for role in (
        Role("background-page", "page", _("page ground")),
        Role("surface-basic", "surface", _("cards")),
        Role("surface-subtle", "surface-sunken", _("quiet ground")),
        Role("surface-primary", "surface-tint", _("selected ground")),
        Role("text-basic", "text", _("text")),
        Role("text-subtle", "text-soft", _("small print")),
        Role("text-primary", "text-brand", _("highlighted text")),
        Role("link-default", "link", _("links")),
        Role("border-gray-light", "border", _("fine lines")),
        Role("border-gray-dark", "border-strong", _("edges of fields")),
        Role("button-primary-fill", "brand", _("main buttons")),
        Role("button-primary-fill-hover", "brand-hover", _("main buttons under the pointer")),
        Role("button-primary-text", "on-brand", _("words on main buttons")),
        Role("point-fill", "accent", _("the accent")),
        Role("surface-point", "accent-soft", _("accent ground")),
        Role("text-point", "on-accent-soft", _("text on the accent ground")),
        Role("header-surface", "header-surface", _("header")),
        Role("header-text", "header-text", _("words in the header")),
        Role("header-border", "header-border", _("line below the header")),
        Role("hero-from", "hero-from", _("front band, where it begins")),
        Role("hero-to", "hero-to", _("front band, where it ends")),
        Role("hero-text", "hero-text", _("words on the front band")),
        Role("hero-ornament", "hero-ornament", _("drawing on the front band")),
        Role("footer-surface", "footer-surface", _("footer")),
        Role("footer-text", "footer-text", _("words in the footer")),
        Role("border-focus", "focus", _("focus ring")),
        Role("focus-gap", "focus-gap", _("gap of the focus ring")),
        Role("text-success", "good", _("good news")),
        Role("surface-success", "good-soft", _("ground of good news")),
        Role("text-warning", "warn", _("warnings")),
        Role("surface-warning", "warn-soft", _("ground of warnings")),
        Role("text-danger", "bad", _("errors")),
        Role("surface-danger", "bad-soft", _("ground of errors")),
        Role("text-information", "info", _("information")),
        Role("surface-information", "info-soft", _("ground of information")),
        Role("text-neutral", "calm", _("quiet badges")),
        Role("surface-neutral", "calm-soft", _("ground of quiet badges")),
        Role("text-review", "review", _("badges of what is being weighed")),
        Role("surface-review", "review-soft", _("ground of what is being weighed")),
        Role("chart-1", "chart-1", _("first series of a chart")),
        Role("chart-2", "chart-2", _("second series of a chart")),
        Role("chart-3", "chart-3", _("third series of a chart")),
    )
}
BY_CSS = {role.css: role for role in ROLES.values()}
STATUS = ("success", "warning", "danger", "information", "neutral", "review")

_READ_ON = {
    "text-basic": (
        "background-page",
        "surface-basic",
        "surface-subtle",
        "surface-primary",
        *(f"surface-{status}" for status in STATUS),
    ),
    "text-subtle": ("background-page", "surface-basic", "surface-subtle", "surface-primary"),
    "text-primary": ("background-page", "surface-basic", "surface-subtle", "surface-primary"),
    "link-default": ("background-page", "surface-basic", "surface-subtle", "surface-primary"),
    "button-primary-text": ("button-primary-fill", "button-primary-fill-hover"),
    "text-point": ("surface-point",),
    "header-text": ("header-surface",),
    "hero-text": ("hero-from", "hero-to"),
    "footer-text": ("footer-surface",),
    **{f"text-{status}": (f"surface-{status}", "surface-basic", "background-page") for status in STATUS},
}
# (words, ground): at least 4.5:1 in light and dark (WCAG 1.4.3), 7:1 in high contrast (1.4.6).
TEXT_PAIRS = tuple((text, ground) for text, grounds in _READ_ON.items() for ground in grounds)
# (edge, ground): at least 3:1 (WCAG 1.4.11): what shows that a thing can be used, where the focus is, and columns.
EDGE_PAIRS = (
    ("border-gray-dark", "surface-basic"),
    ("border-gray-dark", "background-page"),
    ("button-primary-fill", "surface-basic"),
    ("button-primary-fill", "background-page"),
    ("border-focus", "background-page"),
    ("border-focus", "surface-basic"),
    ("border-focus", "focus-gap"),
    *((f"chart-{n}", ground) for n in (1, 2, 3) for ground in ("surface-basic", "background-page")),
)
# Two series side by side: so far apart in lightness alone, whoever sees which colours (their patterns differ, too).
SERIES_PAIRS = (("chart-1", "chart-2"), ("chart-1", "chart-3"), ("chart-2", "chart-3"))
TEXT, TEXT_IN_CONTRAST, EDGE, SERIES = 4.5, 7.0, 3.0, 1.5
