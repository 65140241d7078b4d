"""Colours as people see them: OKLCH for choosing, WCAG's contrast for judging.

OKLab is Björn Ottosson's (2020, https://bottosson.github.io/posts/oklab/, public domain): steps of its lightness
look even, and a colour keeps its hue when it gets lighter or darker. Contrast is that of WCAG 2.2, 1.4.3.
"""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

HEX = re.compile(r"#[0-9a-f]{6}")
SHORT_HEX = re.compile(r"#[0-9a-f]{3}")
# So near to the brim of what screens show still counts as inside.
_BRIM = 1e-4
_ROUNDS = 10  # of halving an interval of at most 1: finer than one step of eight bits


class Oklch(NamedTuple):
    """Lightness 0…1, chroma 0…about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def as_hex(said: str) -> str:
    """`#RGB` or `#RRGGBB` as written by people, as `#rrggbb`. Raises ValueError for anything else."""
    text = said.strip().lower()
    if text and text[0] != "#":
        text = f"#{text}"
    if SHORT_HEX.fullmatch(text):
        text = "#" + "".join(2 * letter for letter in text[1:])
    if not HEX.fullmatch(text):
        raise ValueError(said)
    return text


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0…1 (WCAG 2.2)."""
    red, green, blue = (
        _LINEAR[int(colour[1:3], 16)],
        _LINEAR[int(colour[3:5], 16)],
        _LINEAR[int(colour[5:7], 16)],
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1…21."""
    a, b = luminance(one) + 0.05, luminance(other) + 0.05
    return a / b if a > b else b / a


def to_oklch(colour: str) -> Oklch:
    red, green, blue = (_LINEAR[int(colour[i : i + 2], 16)] for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """The nearest colour a screen can show: lightness and hue stay, chroma gives way."""
    lightness = min(1.0, max(0.0, colour.lightness))
    a, b = math.cos(math.radians(colour.hue)), math.sin(math.radians(colour.hue))
    channels = _linear(lightness, colour.chroma * a, colour.chroma * b)
    if not _shown(channels):
        least, most = 0.0, colour.chroma
        for _round in range(_ROUNDS):
            chroma = (least + most) / 2
            least, most = (
                (chroma, most) if _shown(_linear(lightness, chroma * a, chroma * b)) else (least, chroma)
            )
        channels = _linear(lightness, least * a, least * b)
    return "#" + "".join(f"{_eight_bits(channel):02x}" for channel in channels)


def shade(colour: Oklch, lightness: float, chroma: float = 1.0) -> str:
    """The same hue at another lightness, with `chroma` times as much colour in it."""
    return to_hex(Oklch(lightness, colour.chroma * chroma, colour.hue))


def readable(colour: str, on: Iterable[str], wanted: float) -> str:
    """The colour itself where it stands out enough on every ground, else the nearest shade of it that does.

    "Nearest" is in lightness, whichever way is shorter. Where grounds are so far apart that no shade will do,
    whichever of black and white does best.
    """
    grounds = sorted({luminance(ground) for ground in on})
    if _least(colour, grounds) >= wanted:
        return colour
    start = to_oklch(colour)
    found = [shade for shade in (_toward(start, end, grounds, wanted) for end in (0.0, 1.0)) if shade]
    if not found:
        return max(("#000000", "#ffffff"), key=lambda one: _least(one, grounds))
    return min(found, key=lambda one: abs(to_oklch(one).lightness - start.lightness))


def fitted(colour: Oklch, on: Iterable[str], wanted: float) -> str:
    """The first shade of it that stands out, coming from its own lightness; as much colour as that shade can hold."""
    grounds = sorted({luminance(ground) for ground in on})
    end = 1.0 if colour.lightness < 0.5 else 0.0
    return _toward(colour, end, grounds, wanted) or readable(to_hex(colour), on, wanted)


def _toward(start: Oklch, end: float, grounds: list[float], wanted: float) -> str:
    """The first shade between `start` and black (0) or white (1) that stands out; "" where none does."""
    far, near, found = end, start.lightness, to_hex(start._replace(lightness=end))
    if _least(found, grounds) < wanted:
        return ""
    for _round in range(_ROUNDS):
        middle = (far + near) / 2
        tried = to_hex(start._replace(lightness=middle))
        if _least(tried, grounds) >= wanted:
            far, found = middle, tried
        else:
            near = middle
    return found


def _least(colour: str, grounds: list[float]) -> float:
    """Contrast with the ground it is worst on."""
    own = luminance(colour) + 0.05
    return min(max(own, ground + 0.05) / min(own, ground + 0.05) for ground in grounds)


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _shown(channels: tuple[float, float, float]) -> bool:
    return min(channels) >= -_BRIM and max(channels) <= 1 + _BRIM


def _eight_bits(channel: float) -> int:
    if channel <= 0.0031308:
        return max(0, round(channel * 12.92 * 255))
    return min(255, round((1.055 * channel ** (1 / 2.4) - 0.055) * 255))


_LINEAR = [
    value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in range(256)
]
