"""From one brand colour to everything a page is painted with, readable by construction.

A colour is first put at the lightness that its role has in a well made page, and moved from there only as far as
contrast asks. What the visitor chooses comes first: high contrast is black, white and one light shade of the brand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from themes.colour import Oklch, as_hex, contrast, fitted, luminance, readable, shade, to_hex, to_oklch
from themes.kinds import Ground, Header, HeroTone
from themes.roles import EDGE, STEPS, TEXT, TEXT_IN_CONTRAST

# Lightness of each step of a scale, 5 to 95.
LIGHTNESS = dict(zip(STEPS, (0.97, 0.935, 0.87, 0.79, 0.70, 0.61, 0.53, 0.45, 0.37, 0.29, 0.22), strict=True))
WARM_HUE, ORANGE, GREY = 80.0, 45.0, 0.02
# Says something, so it is the same in every theme: as platform_core/ui has them.
STATUS_LIGHT = {
    "text-success": "#0d6b3c", "surface-success": "#e4f5eb", "text-warning": "#874a00", "surface-warning": "#fff3d9",
    "text-danger": "#b3241c", "surface-danger": "#fdebe9", "text-information": "#0b4fa8",
    "surface-information": "#e6f0fd", "text-neutral": "#47566a", "surface-neutral": "#e9eef4",
    "text-review": "#5b3fb5", "surface-review": "#efeafc",
}  # fmt: skip
STATUS_DARK = {
    "text-success": "#86dcaa", "surface-success": "#133022", "text-warning": "#ffc772", "surface-warning": "#382a10",
    "text-danger": "#ffa79f", "surface-danger": "#421c1c", "text-information": "#9cc8ff",
    "surface-information": "#142b4b", "text-neutral": "#b3c1d3", "surface-neutral": "#223044",
    "text-review": "#c7b6ff", "surface-review": "#2c2450",
}  # fmt: skip
STATUS_CONTRAST = {
    "text-success": "#9dffc4", "text-warning": "#ffdc8a", "text-danger": "#ffb8b2", "text-information": "#b5dcff",
    "text-neutral": "#ffffff", "text-review": "#ddd0ff",
    **{f"surface-{status}": "#000000" for status in ("success", "warning", "danger", "information", "neutral", "review")},
}  # fmt: skip
# Series of a chart in light and dark: so much contrast with their ground, one after the other.
FIRST, SECOND, THIRD = 5.4, 3.1, 9.2


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of every role (themes/roles.py) in each mode, and the scales they lean on."""

    brand: str
    accent: str
    light: dict[str, str]
    dark: dict[str, str]
    contrast: dict[str, str]


def derive(
    brand: str,
    *,
    accent: str = "",
    ground: str = Ground.TINTED,
    header: str = Header.LIGHT,
    hero_tone: str = HeroTone.DEEP,
) -> Palette:
    """A whole palette. Without `accent` one is found opposite the brand. Raises ValueError for no colour."""
    own = as_hex(brand)
    warm = as_hex(accent) if accent else companion(own)
    light = _light(own, warm, ground)
    dark = _dark(own, warm)
    light |= _light_frame(own, light, header, hero_tone)
    dark |= _dark_frame(own, dark, header, hero_tone)
    return Palette(own, warm, light, dark, _contrast(own, warm))


def scale(colour: str, name: str = "primary") -> dict[str, str]:
    """The eleven steps of a KRDS scale around a colour: {"primary-5": "#…", …}."""
    own = to_oklch(colour)
    return {f"{name}-{step}": shade(own, LIGHTNESS[step], 0.35 if step <= 10 else 1.0) for step in STEPS}


def companion(brand: str) -> str:
    """The one warm spot beside a brand; beside a warm brand, a cool one."""
    own = to_oklch(brand)
    away = abs((own.hue - ORANGE + 180) % 360 - 180)
    hue = ORANGE if away > 55 or own.chroma < GREY else (own.hue + 180) % 360
    return to_hex(Oklch(0.72, 0.15, hue))


def colours_of(image: bytes, *, most: int = 5) -> list[str]:
    """The colours an emblem is made of, the most telling first: much used and far from grey.

    Transparent parts do not count. [] where there is no colour but white, black and grey. Raises OSError for what
    is no picture.
    """
    from PIL import Image

    with Image.open(BytesIO(image), formats=("PNG", "JPEG", "WEBP", "GIF")) as opened:
        opened.thumbnail((96, 96))
        small = opened.convert("RGBA")
    pixels = cast("Iterable[tuple[int, int, int, int]]", small.get_flattened_data())
    seen = [pixel[:3] for pixel in pixels if pixel[3] > 200]
    if not seen:
        return []
    strip = Image.new("RGB", (len(seen), 1))
    strip.putdata(seen)
    few = strip.quantize(colors=24, method=Image.Quantize.MEDIANCUT).convert("RGB")
    counted = cast("list[tuple[int, tuple[int, int, int]]]", few.getcolors(len(seen)) or [])
    total = len(seen)
    found: list[tuple[float, str]] = []
    for count, pixel in counted:
        colour = "#{:02x}{:02x}{:02x}".format(*pixel)
        told = to_oklch(colour)
        if told.chroma > 0.045 and 0.15 < told.lightness < 0.95 and count / total > 0.01:
            found.append((count / total * (0.25 + told.chroma), colour))
    return _apart([colour for _weight, colour in sorted(found, reverse=True)], most)


def _apart(colours: Iterable[str], most: int) -> list[str]:
    """Without those that look nearly like one before."""
    kept: list[str] = []
    for colour in colours:
        own = to_oklch(colour)
        near = (
            abs(own.lightness - other.lightness) < 0.12 and abs((own.hue - other.hue + 180) % 360 - 180) < 18
            for other in map(to_oklch, kept)
        )
        if not any(near):
            kept.append(colour)
    return kept[:most]


def _greys(brand: str, ground: str) -> Oklch:
    own = to_oklch(brand)
    if ground == Ground.WARM:
        return Oklch(0.5, 0.014, WARM_HUE)
    return Oklch(0.5, 0.004 if ground == Ground.PLAIN else min(own.chroma, 0.012), own.hue)


def _whisper(colour: Oklch, lightness: float, most: float = 0.03) -> str:
    return to_hex(Oklch(lightness, min(colour.chroma, most), colour.hue))


def _light(brand: str, accent: str, ground: str) -> dict[str, str]:
    grey, own, warm = _greys(brand, ground), to_oklch(brand), to_oklch(accent)
    page = "#ffffff" if ground == Ground.PLAIN else _whisper(grey, 0.975)
    surface = _whisper(grey, 0.995, 0.004) if ground == Ground.WARM else "#ffffff"
    sunken, tint = _whisper(grey, 0.955), _whisper(own, 0.958)
    grounds = (page, surface, sunken, tint)
    statuses = tuple(colour for role, colour in STATUS_LIGHT.items() if role.startswith("surface-"))
    named = readable(brand, (*grounds, *statuses), TEXT)
    fill, on_fill, hover = _button(brand, (page, surface, sunken))
    soft = _whisper(warm, 0.955)
    return {
        "background-page": page,
        "surface-basic": surface,
        "surface-subtle": sunken,
        "surface-primary": tint,
        "text-basic": _whisper(own, 0.24, 0.03),
        "text-subtle": readable(shade(grey, 0.46, 1.6), grounds, 6.0),
        "text-primary": named,
        "link-default": named,
        "border-gray-light": shade(grey, 0.905),
        "border-gray-dark": readable(shade(grey, 0.60), (page, surface), EDGE),
        "button-primary-fill": fill,
        "button-primary-fill-hover": hover,
        "button-primary-text": on_fill,
        "point-fill": accent,
        "surface-point": soft,
        "text-point": readable(shade(warm, 0.44), (soft,), TEXT),
        "border-focus": named,
        "focus-gap": "#ffffff",
        **_status(STATUS_LIGHT, (page, surface)),
        "chart-1": fitted(own._replace(lightness=0.85), (page, surface), FIRST),
        "chart-2": fitted(warm._replace(lightness=0.85), (page, surface), SECOND),
        "chart-3": readable(shade(grey, 0.85, 1.6), (page, surface), THIRD),
    }


def _button(brand: str, grounds: tuple[str, ...]) -> tuple[str, str, str]:
    """Fill, words and fill under the pointer. White words while the brand need give way but little."""
    fill = readable(brand, grounds, EDGE)
    own = to_oklch(fill)
    if contrast(fill, "#ffffff") >= 3.4 or own.lightness < 0.6:
        fill = readable(fill, ("#ffffff",), TEXT)
        return fill, "#ffffff", shade(to_oklch(fill), to_oklch(fill).lightness - 0.075)
    words = readable(_whisper(own, 0.2, 0.04), (fill,), TEXT)
    return fill, words, shade(own, own.lightness + 0.05)


def _status(told: dict[str, str], grounds: tuple[str, ...]) -> dict[str, str]:
    """As told, but for a ground they could not be read on."""
    own = dict(told)
    for role, colour in told.items():
        if role.startswith("text-"):
            own[role] = readable(colour, (told[f"surface-{role[5:]}"], *grounds), TEXT)
    return own


def _light_frame(brand: str, light: dict[str, str], header: str, tone: str) -> dict[str, str]:
    own = to_oklch(brand)
    footer = _whisper(own, 0.26, 0.045)
    solid = header == Header.SOLID
    return {
        "header-surface": _whisper(own, 0.25, 0.05) if solid else light["surface-basic"],
        "header-text": "#ffffff" if solid else light["text-basic"],
        "header-border": light["button-primary-fill"] if solid else light["border-gray-light"],
        "footer-surface": footer,
        "footer-text": _whisper(own, 0.88, 0.02),
        **_hero(brand, light, tone),
    }


def _hero(brand: str, colours: dict[str, str], tone: str) -> dict[str, str]:
    if tone == HeroTone.QUIET:
        return {
            "hero-from": colours["surface-subtle"],
            "hero-to": colours["surface-subtle"],
            "hero-text": colours["text-basic"],
            "hero-ornament": colours["border-gray-light"],
        }
    return _pale_hero(to_oklch(brand)) if tone == HeroTone.PALE else _deep_hero(brand)


def _pale_hero(own: Oklch) -> dict[str, str]:
    begins, ends = _whisper(own, 0.955), _whisper(own, 0.915, 0.045)
    words = readable(_whisper(own, 0.28, 0.07), (begins, ends), TEXT_IN_CONTRAST)
    return {"hero-from": begins, "hero-to": ends, "hero-text": words, "hero-ornament": shade(own, 0.66)}


def _deep_hero(brand: str) -> dict[str, str]:
    """The brand itself where it is dark enough or so light that dark words stand on it: a yellow city stays yellow."""
    own = to_oklch(brand)
    if luminance(brand) > 0.45:
        begins, ends = brand, shade(own, min(0.97, own.lightness + 0.05), 0.8)
        words = readable(_whisper(own, 0.24, 0.05), (begins, ends), TEXT)
        return {
            "hero-from": begins,
            "hero-to": ends,
            "hero-text": words,
            "hero-ornament": shade(own, own.lightness - 0.16),
        }
    begins, ends = shade(own, 0.37), readable(shade(own, 0.51), ("#ffffff",), TEXT)
    return {
        "hero-from": begins,
        "hero-to": ends,
        "hero-text": "#ffffff",
        "hero-ornament": shade(own, 0.74, 0.8),
    }


def _dark(brand: str, accent: str) -> dict[str, str]:
    own, warm = to_oklch(brand), to_oklch(accent)
    grey = Oklch(0.5, min(own.chroma, 0.022), own.hue)
    page, surface, sunken = shade(grey, 0.19), shade(grey, 0.242, 1.1), shade(grey, 0.212)
    tint = _whisper(own, 0.285, 0.055)
    grounds = (page, surface, sunken, tint)
    statuses = tuple(colour for role, colour in STATUS_DARK.items() if role.startswith("surface-"))
    named = readable(shade(own, 0.80), (*grounds, *statuses), TEXT)
    fill = readable(shade(own, 0.735), (page, surface, sunken), EDGE)
    soft = _whisper(warm, 0.27, 0.02)
    return {
        "background-page": page,
        "surface-basic": surface,
        "surface-subtle": sunken,
        "surface-primary": tint,
        "text-basic": _whisper(grey, 0.95, 0.012),
        "text-subtle": readable(shade(grey, 0.775), grounds, 6.0),
        "text-primary": named,
        "link-default": named,
        "border-gray-light": shade(grey, 0.345),
        "border-gray-dark": readable(shade(grey, 0.61), (page, surface), EDGE),
        "button-primary-fill": fill,
        "button-primary-fill-hover": shade(to_oklch(fill), to_oklch(fill).lightness + 0.065),
        "button-primary-text": readable(_whisper(own, 0.2, 0.045), (fill,), TEXT),
        "point-fill": shade(warm, 0.78),
        "surface-point": soft,
        "text-point": readable(_whisper(warm, 0.89, 0.06), (soft,), TEXT),
        "border-focus": named,
        "focus-gap": page,
        **_status(STATUS_DARK, (page, surface)),
        "chart-1": fitted(own._replace(lightness=0.25), (page, surface), FIRST),
        "chart-2": fitted(warm._replace(lightness=0.25), (page, surface), SECOND),
        "chart-3": readable(shade(grey, 0.25), (page, surface), THIRD),
    }


def _dark_frame(brand: str, dark: dict[str, str], header: str, tone: str) -> dict[str, str]:
    own = to_oklch(brand)
    band = {
        "hero-from": _whisper(own, 0.265, 0.085),
        "hero-to": _whisper(own, 0.355, 0.115),
        "hero-text": _whisper(own, 0.975, 0.008),
        "hero-ornament": shade(own, 0.58, 0.8),
    }
    return {
        "header-surface": shade(to_oklch(dark["background-page"]), 0.16)
        if header == Header.SOLID
        else dark["surface-subtle"],
        "header-text": dark["text-basic"],
        "header-border": dark["button-primary-fill"] if header == Header.SOLID else dark["border-gray-light"],
        **(_hero(brand, dark, tone) if tone == HeroTone.QUIET else band),
        "footer-surface": shade(to_oklch(dark["background-page"]), 0.15),
        "footer-text": dark["text-subtle"],
    }


def _contrast(brand: str, accent: str) -> dict[str, str]:
    own, warm = to_oklch(brand), to_oklch(accent)
    black, white, yellow = "#000000", "#ffffff", "#ffe14d"
    sunken, tint = "#0d0d0d", _whisper(own, 0.2, 0.03)
    named = readable(shade(own, 0.86), (black, sunken, tint), TEXT_IN_CONTRAST)
    return {
        "background-page": black,
        "surface-basic": black,
        "surface-subtle": sunken,
        "surface-primary": tint,
        "text-basic": white,
        "text-subtle": "#e6e6e6",
        "text-primary": named,
        "link-default": named,
        "border-gray-light": white,
        "border-gray-dark": white,
        "button-primary-fill": named,
        "button-primary-fill-hover": shade(to_oklch(named), 0.93),
        "button-primary-text": black,
        "point-fill": shade(warm, 0.82),
        "surface-point": black,
        "text-point": readable(shade(warm, 0.88), (black,), TEXT_IN_CONTRAST),
        "header-surface": black,
        "header-text": white,
        "header-border": white,
        "hero-from": black,
        "hero-to": black,
        "hero-text": white,
        "hero-ornament": black,
        "footer-surface": black,
        "footer-text": white,
        "border-focus": yellow,
        "focus-gap": black,
        **STATUS_CONTRAST,
        "chart-1": fitted(own._replace(lightness=0.25), (black,), FIRST + 2),
        "chart-2": fitted(warm._replace(lightness=0.25), (black,), SECOND + 1),
        "chart-3": white,
    }
