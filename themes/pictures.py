"""Drawings as pixels: icons for browsers and phones, made of the shapes that platform_core/files/svg.py lets through.

Not a browser: gradients become their middle colour, and a drawing with a clip path, or one that takes too long, has
no picture (None), for half an emblem is worse than another one.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.etree import ElementTree as Xml

from PIL import Image, ImageChops, ImageColor, ImageDraw

from themes.colour import to_oklch

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
FINER, LARGE = (
    4,
    200,
)  # drawn so much larger, then made small: smooth edges; half of that from so many pixels on
CURVE = 14  # straight pieces of a curve
MOST_SHAPES, LONGEST_PATH = 120, 40_000
INHERITED = ("fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap")
_CALL = re.compile(r"(\w+)\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.A)
_HEX = re.compile(r'(?:fill|stroke|stop-color)="(#[0-9a-fA-F]{3,6})"')


class CannotDraw(Exception):
    """More than this draws."""


def colours_in_svg(text: str, *, most: int = 5) -> list[str]:
    """The colours a drawing is painted with, the most used first; without white, black and greys."""
    said = (
        "#" + "".join(2 * letter for letter in hexed[1:]) if len(hexed) == 4 else hexed
        for hexed in _HEX.findall(text)
    )
    counted = Counter(colour.lower() for colour in said if len(colour) == 7)
    return [colour for colour, _count in counted.most_common() if to_oklch(colour).chroma > 0.045][:most]


def drawn(text: str, side: int) -> Image.Image | None:
    """The drawing in the middle of a transparent square of `side` pixels."""
    try:
        root = Xml.fromstring(text)  # noqa: S314 - written by us
        left, top, width, height = map(float, _NUMBER.findall(root.get("viewBox", "")))
        whole = side * (FINER if side < LARGE else FINER // 2)
        scale = whole / max(width, height)
        shift_x = (whole - width * scale) / 2 - left * scale
        shift_y = (whole - height * scale) / 2 - top * scale
        sheet = Image.new("RGBA", (whole, whole))
        paints = _paints(root)
        for number, shape in enumerate(_shapes(root, (scale, 0, 0, scale, shift_x, shift_y), {}, 1.0)):
            if number >= MOST_SHAPES:
                return None
            _put(sheet, *shape, paints)
    except (CannotDraw, TypeError, ValueError, KeyError, IndexError, OverflowError, Xml.ParseError):
        return None
    return sheet.resize((side, side), Image.Resampling.LANCZOS)


def _shapes(
    element: Xml.Element, matrix: Matrix, said: Mapping[str, str], opacity: float
) -> Iterator[tuple[list[list[Point]], dict[str, str], float, float]]:
    """(outlines, how they are painted, opacity, scale), in the order they are drawn."""
    name = element.tag.rpartition("}")[2]
    if name in ("defs", "linearGradient", "radialGradient", "clipPath"):
        return
    if "clip-path" in element.attrib:
        raise CannotDraw
    matrix = _times(matrix, _matrix(element.get("transform", "")))
    said = {**said, **{key: element.attrib[key] for key in INHERITED if key in element.attrib}}
    opacity *= float(element.get("opacity", "1").rstrip("%"))
    outline = _outline(name, element)
    if outline:
        points = [[_moved(point, matrix) for point in part] for part in _flattened(outline)]
        own = {**said, **{key: element.get(key, "1") for key in ("fill-opacity", "stroke-opacity")}}
        yield points, own, opacity, math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    for child in element:
        yield from _shapes(child, matrix, said, opacity)


def _put(
    sheet: Image.Image,
    outlines: list[list[Point]],
    said: Mapping[str, str],
    opacity: float,
    scale: float,
    paints: Mapping[str, str],
) -> None:
    fill = _colour(said.get("fill", "#000000"), paints)
    if fill:
        _paint(
            sheet,
            _filled(sheet.size, outlines, said.get("fill-rule", "nonzero")),
            fill,
            opacity * float(said["fill-opacity"]),
        )
    stroke = _colour(said.get("stroke", "none"), paints)
    if stroke:
        width = max(1, round(float(said.get("stroke-width", "1").removesuffix("px")) * scale))
        mask = _lined(sheet.size, outlines, width, said.get("stroke-linecap") == "round")
        _paint(sheet, mask, stroke, opacity * float(said["stroke-opacity"]))


def _paint(sheet: Image.Image, mask: Image.Image, colour: tuple[int, int, int], opacity: float) -> None:
    share = max(0.0, min(1.0, opacity))
    layer = Image.new("RGBA", sheet.size, (*colour, 0))
    layer.putalpha(mask.convert("L").point(lambda value: round(value * share)))
    sheet.alpha_composite(layer)


def _filled(size: tuple[int, int], outlines: list[list[Point]], rule: str) -> Image.Image:
    """Holes: by turns (evenodd), or where an outline runs the other way round than the first (nonzero)."""
    whole, first = Image.new("1", size), 0.0
    for points in outlines:
        if len(points) < 3:
            continue
        part = Image.new("1", size)
        ImageDraw.Draw(part).polygon(points, fill=1)
        turn = _area(points)
        first = first or turn
        if rule == "evenodd":
            whole = ImageChops.logical_xor(whole, part)
        elif turn * first >= 0:
            whole = ImageChops.logical_or(whole, part)
        else:
            whole = ImageChops.logical_and(whole, ImageChops.invert(part))
    return whole


def _lined(size: tuple[int, int], outlines: list[list[Point]], width: int, is_round: bool) -> Image.Image:
    mask = Image.new("1", size)
    draw = ImageDraw.Draw(mask)
    for points in outlines:
        draw.line(points, fill=1, width=width, joint="curve")
        if is_round:
            for x, y in (points[0], points[-1]):
                draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=1)
    return mask


def _area(points: list[Point]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)


def _outline(name: str, element: Xml.Element) -> str:
    """The shape as a path."""

    def number(key: str, otherwise: float = 0.0) -> float:
        said = element.get(key)
        if said is not None and said.endswith("%"):
            raise CannotDraw
        return float(said.removesuffix("px")) if said else otherwise

    if name == "path":
        return element.get("d", "")
    if name == "rect":
        x, y, width, height = number("x"), number("y"), number("width"), number("height")
        rx = min(number("rx", number("ry")), width / 2)
        ry = min(number("ry", number("rx")), height / 2)
        if not rx or not ry:
            return f"M{x} {y}h{width}v{height}h{-width}Z"
        return (
            f"M{x + rx} {y}h{width - 2 * rx}a{rx} {ry} 0 0 1 {rx} {ry}v{height - 2 * ry}a{rx} {ry} 0 0 1 {-rx} {ry}"
            f"h{2 * rx - width}a{rx} {ry} 0 0 1 {-rx} {-ry}v{2 * ry - height}a{rx} {ry} 0 0 1 {rx} {-ry}Z"
        )
    if name in ("circle", "ellipse"):
        rx = number("r") if name == "circle" else number("rx")
        ry = number("r") if name == "circle" else number("ry")
        cx, cy = number("cx"), number("cy")
        return f"M{cx - rx} {cy}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0Z" if rx and ry else ""
    if name == "line":
        return f"M{number('x1')} {number('y1')}L{number('x2')} {number('y2')}"
    if name in ("polygon", "polyline") and element.get("points"):
        return f"M{element.get('points')}" + ("Z" if name == "polygon" else "")
    return ""


def _flattened(path: str) -> list[list[Point]]:
    """Straight lines in place of curves; one list for each part of the path."""
    from fontTools.pens.recordingPen import RecordingPen  # type: ignore[import-untyped]
    from fontTools.svgLib.path import parse_path  # type: ignore[import-untyped]

    if len(path) > LONGEST_PATH:
        raise CannotDraw
    pen = RecordingPen()
    parse_path(path, pen)
    parts: list[list[Point]] = []
    for verb, points in pen.value:
        if verb == "moveTo":
            parts.append([points[0]])
        elif verb == "lineTo":
            parts[-1].append(points[0])
        elif verb in ("curveTo", "qCurveTo"):
            parts[-1] += _curve([parts[-1][-1], *points])
        elif verb == "closePath":
            parts[-1].append(parts[-1][0])
    return parts


def _curve(points: list[Point]) -> list[Point]:
    """A Bézier curve of two or three steps (de Casteljau)."""
    found = []
    for step in range(1, CURVE + 1):
        part, at = points, step / CURVE
        while len(part) > 1:
            part = [(ax + (bx - ax) * at, ay + (by - ay) * at) for (ax, ay), (bx, by) in pairwise(part)]
        found.append(part[0])
    return found


def _matrix(said: str) -> Matrix:
    whole = AS_IT_IS
    for name, inside in _CALL.findall(said):
        numbers = [float(number) for number in _NUMBER.findall(inside)]
        whole = _times(whole, _step(name, numbers))
    return whole


def _step(name: str, numbers: list[float]) -> Matrix:
    first = numbers[0]
    if name == "translate":
        return (1, 0, 0, 1, first, numbers[1] if len(numbers) > 1 else 0)
    if name == "scale":
        return (first, 0, 0, numbers[1] if len(numbers) > 1 else first, 0, 0)
    if name == "rotate":
        cos, sin = math.cos(math.radians(first)), math.sin(math.radians(first))
        x, y = numbers[1:3] if len(numbers) > 2 else (0.0, 0.0)
        return (cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos)
    if name == "matrix":
        a, b, c, d, e, f = numbers
        return (a, b, c, d, e, f)
    lean = math.tan(math.radians(first))
    return (1, 0, lean, 1, 0, 0) if name == "skewX" else (1, lean, 0, 1, 0, 0)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _paints(root: Xml.Element) -> dict[str, str]:
    """Gradients by their name, as the colour in their middle."""
    found = {}
    for element in root.iter():
        stops = [
            stop.get("stop-color", "#000000") for stop in element if stop.tag.rpartition("}")[2] == "stop"
        ]
        if stops:
            found[element.get("id", "")] = stops[len(stops) // 2]
    return found


def _colour(said: str, paints: Mapping[str, str]) -> tuple[int, int, int] | None:
    if said.startswith("url(#"):
        said = paints.get(said[5:-1], "none")
    if said in ("none", "transparent"):
        return None
    red, green, blue, *_alpha = ImageColor.getrgb("#000000" if said.lower() == "currentcolor" else said)
    return red, green, blue
