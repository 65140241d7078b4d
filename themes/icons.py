"""Pictures of an institution for everywhere but its pages: browser tabs, phones, messengers, letters, paper.

All follow from its emblem and three colours. Each is drawn when somebody asks for it first and kept; its address
changes with what is on it.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext
from PIL import Image, ImageDraw, ImageFont

from platform_core.documents.letters import face
from platform_core.ui.tokens import EMBLEMS
from themes.emblems import SVG, emblem_of
from themes.pictures import drawn
from themes.queries import WornTheme

ROOM = "look"
WHITE = "#ffffff"
# kind: (side in pixels, room around the emblem as a part of it, ground or "" for none)
KINDS = {
    "32": (32, 0.0, ""),
    "180": (180, 0.12, WHITE),
    "192": (192, 0.04, ""),
    "512": (512, 0.04, ""),
    "maskable": (512, 0.2, WHITE),
}
SHARE_SIZE = (1200, 630)
_CLASSES = {
    "emblem-ground": 'fill="{colour}"',
    "emblem-ink": 'fill="{on_colour}"',
    "emblem-tint": 'fill="{on_colour}" fill-opacity="0.68"',
    "emblem-spot": 'fill="{spot}"',
}


def share_key(icon_key: str, name: str, language: str) -> str:
    """Changes when the picture for messengers does."""
    return hashlib.sha256(repr((icon_key, name, language)).encode()).hexdigest()[:16]


def emblem_svg(worn: WornTheme) -> str:
    """The emblem as a file of its own; "" where it is a photograph-like picture."""
    if worn.emblem_file:
        own = emblem_of(worn.emblem_file)
        if own:
            return own[1].decode() if own[0] == SVG else ""
    return drawn_emblem(worn.emblem, worn.colour, worn.on_colour, worn.spot)


@lru_cache(maxsize=256)
def drawn_emblem(name: str, colour: str, on_colour: str, spot: str) -> str:
    """One of the drawn emblems with its colours in it: what stands alone has no stylesheet."""
    known = name if name in EMBLEMS else EMBLEMS[0]
    text = render_to_string(f"ui/emblems/{known}.html", {"css": ""}).strip()
    for css, paint in _CLASSES.items():
        said = paint.format(colour=colour, on_colour=on_colour, spot=spot)
        text = text.replace(f'class="{css}"', said)
    return text.replace('class=""', 'xmlns="http://www.w3.org/2000/svg" width="48" height="48"', 1)


def icon(worn: WornTheme, kind: str) -> bytes:
    """A PNG. Raises KeyError for a kind there is not."""
    side, room, ground = KINDS[kind]
    return kept_picture(f"icon-{worn.icon_key}-{kind}.png", lambda: _icon(worn, side, room, ground))


def share(worn: WornTheme, name: str, language: str) -> bytes:
    """What messengers show of a shared page that has no picture of its own. A PNG of 1200 to 630."""
    return kept_picture(f"share-{share_key(worn.icon_key, name, language)}.png", lambda: _share(worn, name))


def emblem_whole(worn: WornTheme) -> str:
    """The emblem as a data: address, for paper."""
    text = emblem_svg(worn)
    if text:
        return f"data:image/svg+xml;base64,{b64encode(text.encode()).decode()}"
    return f"data:image/png;base64,{b64encode(icon(worn, '512')).decode()}"


def kept_picture(name: str, draw: Callable[[], bytes]) -> bytes:
    """Drawn once, and kept with the institution's files."""
    path = f"{ROOM}/{name}"
    try:
        with default_storage.open(path) as stored:
            known: bytes = stored.read()
    except FileNotFoundError:
        known = b""
    if known:
        return known
    content = draw()
    stored_as = default_storage.save(path, ContentFile(content))
    if stored_as != path:  # another process was quicker
        default_storage.delete(stored_as)
    return content


def _emblem_picture(worn: WornTheme, side: int) -> Image.Image:
    """In a transparent square. An emblem that cannot be drawn here gives way to a drawn one in the same colours."""
    own = emblem_of(worn.emblem_file) if worn.emblem_file else None
    if own and own[0] != SVG:
        with Image.open(BytesIO(own[1]), formats=("PNG",)) as opened:
            small = opened.convert("RGBA")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        square = Image.new("RGBA", (side, side))
        square.alpha_composite(small, ((side - small.width) // 2, (side - small.height) // 2))
        return square
    picture = drawn(own[1].decode(), side) if own else None
    if picture is None:
        picture = drawn(drawn_emblem(worn.emblem, worn.colour, worn.on_colour, worn.spot), side)
    return picture or Image.new("RGBA", (side, side), worn.colour)


def _icon(worn: WornTheme, side: int, room: float, ground: str) -> bytes:
    sheet = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    inner = round(side * (1 - 2 * room))
    sheet.alpha_composite(_emblem_picture(worn, inner), ((side - inner) // 2, (side - inner) // 2))
    return _png(sheet.convert("RGB") if ground else sheet)


def _share(worn: WornTheme, name: str) -> bytes:
    width, height = SHARE_SIZE
    sheet = Image.new("RGBA", SHARE_SIZE, worn.colour)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, height - 20, width, height), fill=worn.spot)
    draw.rounded_rectangle((80, 185, 320, 425), radius=40, fill=WHITE)
    sheet.alpha_composite(_emblem_picture(worn, 184), (108, 213))
    left, right = 376, width - 70
    large = _fitting(name, right - left)
    draw.text((left, 300), name, font=large, fill=worn.on_colour, anchor="ls")
    about = gettext("Citizens' proposals")
    draw.text((left, 390), about, font=face(46), fill=worn.on_colour, anchor="ls")
    return _png(sheet.convert("RGB"))


def _fitting(text: str, width: int) -> ImageFont.FreeTypeFont:
    """As large as the name has room; a very long one runs out of the picture rather than become unreadable."""
    size = 104
    while size > 40 and face(size).getlength(text) > width:
        size -= 8
    return face(size)


def _png(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
