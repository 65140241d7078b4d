"""Drawings people send, written anew: of an SVG only its shapes and colours stay.

Nothing is taken over as it came. The file is read, and what is on the lists below is written again by us. What could
act, call home or hide something (scripts, events, links, foreign content, entities) refuses the whole file: nobody
draws that by mistake, and a drawing that quietly lost a part would surprise the sender.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as Xml

from django.utils.translation import gettext_lazy as _

from platform_core.files.refusal import RefusedFile

LARGEST = 512 * 1024  # bytes
MOST_ELEMENTS = 5_000
DEEPEST = 24
LONGEST_STYLE = 16_000
LONGEST_WORD = 2_000  # but for what draws: d and points
SVG = "http://www.w3.org/2000/svg"

SHAPES = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath",
}  # fmt: skip
# Of programs that draw; they say nothing to whoever looks.
LEFT_OUT = {"title", "desc", "metadata", "namedview", "style"}
GEOMETRY = {
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "offset",
    "stroke-width", "stroke-miterlimit", "stroke-dashoffset", "opacity", "fill-opacity", "stroke-opacity",
    "stop-opacity",
}  # fmt: skip
PAINTS = {"fill", "stroke", "stop-color"}
WORDS = {
    "fill-rule": {"nonzero", "evenodd"},
    "clip-rule": {"nonzero", "evenodd"},
    "stroke-linecap": {"butt", "round", "square"},
    "stroke-linejoin": {"miter", "round", "bevel"},
    "gradientUnits": {"userSpaceOnUse", "objectBoundingBox"},
    "clipPathUnits": {"userSpaceOnUse", "objectBoundingBox"},
    "spreadMethod": {"pad", "reflect", "repeat"},
}
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})(?:px|%)?\s*", re.A)
_NUMBERS = re.compile(r"[-+0-9.eE,\s]*", re.A)
_PATH = re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE+\-.,\s]*", re.A)
_TRANSFORM = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([-+0-9.eE,\s]*\)[,\s]*)*", re.A)
_COLOUR = re.compile(
    r"none|currentcolor|transparent|#(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,20}|rgba?\([0-9.,%\s/]{5,40}\)",
    re.I | re.A,
)
_OWN = re.compile(r"url\(\s*[\"']?#([A-Za-z_][\w.:-]{0,80})[\"']?\s*\)", re.A)
_NAME = re.compile(r"[A-Za-z_][\w.:-]{0,80}", re.A)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]*)\}")

_UNREADABLE = _("This drawing cannot be read. Please save it again as “plain SVG”, or send a PNG.")
_TOO_LARGE = _("This drawing is too large. Please make it simpler, to 512 KB at most, or send a PNG.")
_ACTS = _(
    "This drawing holds more than shapes (%(what)s), and that is not taken in. Please save it as “plain SVG” with words"
    " turned into paths, or send a PNG."
)


@dataclass(frozen=True, slots=True)
class SafeSvg:
    """`width` to `height` is how it is shaped, in its own units."""

    text: str
    width: float
    height: float


def safe_svg(content: bytes) -> SafeSvg:
    """Raises RefusedFile: `svg_too_large`, `svg_unreadable`, `svg_acts`."""
    root = _read(content)
    classes = dict(_classes(root))
    box = _box(root)
    left, top, width, height = box
    ids = {element.get("id", "") for element in root.iter()}
    parts = [
        f'<svg xmlns="{SVG}" viewBox="{left:g} {top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    ]
    parts += [f' {name}="{escape(value)}"' for name, value in _said(root, classes, ids) if name not in _FRAME]
    parts.append(">")
    for child in root:
        parts += _written(child, classes, ids, 1)
    parts.append("</svg>")
    return SafeSvg("".join(parts), width, height)


_FRAME = {"x", "y", "width", "height", "transform"}


def _read(content: bytes) -> Xml.Element:
    if len(content) > LARGEST:
        raise RefusedFile("svg_too_large", _TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFile("svg_unreadable", _UNREADABLE) from None
    # Entities are defined nowhere but in a DOCTYPE: without one, what is read is what was sent. Programs write a
    # harmless one that only names the format.
    text = re.sub(r"<!DOCTYPE\s+svg(?:\s+PUBLIC\s+\"[^\"]*\"\s+\"[^\"]*\")?\s*>", "", text, count=1)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise RefusedFile("svg_acts", _ACTS % {"what": "DOCTYPE"})
    if re.search(r"<\?(?!xml\s)", text):
        raise RefusedFile("svg_acts", _ACTS % {"what": "<?"})
    try:
        root = Xml.fromstring(text)  # noqa: S314 - without a DOCTYPE there is nothing to expand
    except (Xml.ParseError, ValueError, RecursionError):
        raise RefusedFile("svg_unreadable", _UNREADABLE) from None
    if root.tag not in ("svg", f"{{{SVG}}}svg"):
        raise RefusedFile("svg_unreadable", _UNREADABLE)
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise RefusedFile("svg_too_large", _TOO_LARGE)
    return root


def _written(
    element: Xml.Element, classes: dict[str, dict[str, str]], ids: set[str], depth: int
) -> Iterator[str]:
    if depth > DEEPEST:
        raise RefusedFile("svg_too_large", _TOO_LARGE)
    space, name = _tag(element)
    if name in LEFT_OUT or space not in ("", SVG):
        _check_quiet(element)
        return
    if name not in SHAPES or name == "svg":
        raise RefusedFile("svg_acts", _ACTS % {"what": f"<{name[:20]}>"})
    said = "".join(f' {key}="{escape(value)}"' for key, value in _said(element, classes, ids))
    yield f"<{name}{said}>"
    for child in element:
        yield from _written(child, classes, ids, depth + 1)
    yield f"</{name}>"


def _check_quiet(element: Xml.Element) -> None:
    """What is left out may still show what the file was made for."""
    for inner in element.iter():
        name = _tag(inner)[1]
        if (
            name.lower() in ("script", "foreignobject", "iframe", "image", "use", "handler", "set")
            or "animate" in name
        ):
            raise RefusedFile("svg_acts", _ACTS % {"what": f"<{name[:20]}>"})
        _check_attributes(inner)


def _check_attributes(element: Xml.Element) -> None:
    for name, value in element.attrib.items():
        bare = name.rpartition("}")[2].lower()
        if bare.startswith("on"):
            raise RefusedFile("svg_acts", _ACTS % {"what": bare[:20]})
        if bare in ("href", "src") and not re.fullmatch(r"#[\w.:-]*", value.strip(), re.A):
            raise RefusedFile("svg_acts", _ACTS % {"what": bare})


def _said(
    element: Xml.Element, classes: dict[str, dict[str, str]], ids: set[str]
) -> Iterator[tuple[str, str]]:
    """Attributes worth keeping: those of its own, over its classes', under its style's."""
    _check_attributes(element)
    said: dict[str, str] = {}
    for name in element.get("class", "").split():
        said |= classes.get(name, {})
    own = {name: value for name, value in element.attrib.items() if "}" not in name}
    said = {**own, **said, **_declared(element.get("style", ""))}
    for name, value in element.attrib.items():  # a gradient that continues another
        if name.rpartition("}")[2] == "href":
            said["href"] = value
    for name, value in said.items():
        if len(value) > LONGEST_WORD and name not in ("d", "points"):
            continue
        kept = _kept(name, value.strip(), ids)
        if kept:
            yield name, kept


def _kept(name: str, value: str, ids: set[str]) -> str:
    """The value as it may stand, or "" for what is left out. Raises RefusedFile for what reaches outside."""
    if name in PAINTS or name == "clip-path":
        return _paint(name, value, ids)
    if name in GEOMETRY:
        return value if _LENGTH.fullmatch(value) else ""
    if name in WORDS:
        return value if value in WORDS[name] else ""
    if name == "href":
        return value if value[1:] in ids else ""
    known = {"d": _PATH, "points": _NUMBERS, "stroke-dasharray": _NUMBERS, "id": _NAME}
    known |= {"transform": _TRANSFORM, "gradientTransform": _TRANSFORM}
    return value if name in known and known[name].fullmatch(value) else ""


def _paint(name: str, value: str, ids: set[str]) -> str:
    own = _OWN.match(value)
    if own:
        return f"url(#{own[1]})" if own[1] in ids else "none"
    if "url" in value.lower():
        raise RefusedFile("svg_acts", _ACTS % {"what": "url()"})
    return value if name in PAINTS and _COLOUR.fullmatch(value) else ""


def _declared(style: str) -> dict[str, str]:
    if re.search(r"@import|expression|javascript:|url\(\s*[\"']?(?!#|[\"'])", style, re.I):
        raise RefusedFile("svg_acts", _ACTS % {"what": "style"})
    pairs = (part.partition(":") for part in style.split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _colon, value in pairs if name.strip()
    }


def _classes(root: Xml.Element) -> Iterator[tuple[str, dict[str, str]]]:
    """What drawing programs put into <style>: `.cls-1 { fill: #123456 }`. Anything cleverer is left out."""
    css = "".join("".join(element.itertext()) for element in root.iter() if _tag(element)[1] == "style")
    if len(css) > LONGEST_STYLE:
        raise RefusedFile("svg_too_large", _TOO_LARGE)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    _declared(css)
    said: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(css):
        for selector in selectors.split(","):
            if re.fullmatch(r"\s*\.[\w-]+\s*", selector):
                said.setdefault(selector.strip()[1:], {}).update(_declared(body))
    yield from said.items()


def _box(root: Xml.Element) -> tuple[float, float, float, float]:
    numbers = re.findall(_NUMBER, root.get("viewBox", "")[:200])
    if len(numbers) != 4:
        sizes = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        numbers = ["0", "0", *(size[1] if size else "0" for size in sizes)]
    left, top, width, height = (float(number) for number in numbers)
    if not (
        0.01 < width < 100_000 and 0.01 < height < 100_000 and abs(left) < 100_000 and abs(top) < 100_000
    ):
        raise RefusedFile("svg_unreadable", _UNREADABLE)
    return left, top, width, height


def _tag(element: Xml.Element) -> tuple[str, str]:
    """(namespace, name)."""
    space, _brace, name = str(element.tag).rpartition("}")
    return space.lstrip("{"), name
