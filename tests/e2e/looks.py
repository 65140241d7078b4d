"""What a page looks like, told apart from what it says and from whose machine it is looked at on.

On phones we use the letters a device has, and another machine has others: a picture of text is a picture of the
machine. So every letter becomes a box, of one width for Korean and of another for the rest; days and countdowns are
left out, and of every list all but the first, so that one proposal more in the scene makes no other picture. What
remains is what a theme promises: surfaces, colours, drawings, roundness, where things stand.

Kept small (a tenth of the page each way) beside this file, to be looked at by people, too:

    THEMES=all LOOKS=renew pytest tests/e2e/test_themes.py        keeps what is seen now; compare it in `git diff`
"""

import os
from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page

KEPT = Path(__file__).parent / "looks"
RENEW = os.environ.get("LOOKS") == "renew"
SMALLER = 10
# A point counts as another one when a colour of it is so far off, of 255; and so many of 100 may be.
FAR, MANY = 40, 6.0

BOXES = """async font => {
    const letters = Uint8Array.from(atob(font), one => one.charCodeAt(0));
    document.fonts.add(await new FontFace("Boxes", letters).load());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        *, ::before, ::after, ::placeholder { font-family: Boxes; font-synthesis: none; letter-spacing: 0; }
        time, .days-left, :is(.cards, .rows, .lines, tbody) > :nth-child(n + 2) { visibility: hidden; }
    `);
    document.adoptedStyleSheets.push(sheet);
    await document.fonts.ready;
}"""


def stranger_than_kept(page: Page, name: str) -> str:
    """A sentence when the page no longer looks as the kept picture of that name does; else "". Undoes nothing."""
    page.evaluate(BOXES, _boxes())
    seen = small(Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))))
    kept = KEPT / f"{name}.webp"
    if RENEW:
        KEPT.mkdir(exist_ok=True)
        seen.save(kept, quality=80, method=6)
        return ""
    if not kept.exists():
        return f"{name}: no picture of it is kept"
    off = differing(seen, Image.open(kept))
    return f"{name}: {off:.1f} of 100 points look otherwise than in {kept.name}" if off > MANY else ""


def small(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.convert("RGB").resize((width // SMALLER, height // SMALLER), Image.Resampling.BOX)


def differing(one: Image.Image, other: Image.Image) -> float:
    """How many of a hundred points are of another colour; 100 for pictures of different sizes."""
    if one.size != other.size:
        return 100.0
    soft = [picture.convert("RGB").filter(ImageFilter.BoxBlur(1)) for picture in (one, other)]
    furthest = ImageChops.difference(*soft).split()
    worst = ImageChops.lighter(ImageChops.lighter(furthest[0], furthest[1]), furthest[2])
    far = sum(worst.histogram()[FAR:])
    return 100 * far / (one.width * one.height)


@cache
def _boxes() -> str:
    """A font of three boxes, as base64: an empty one for spaces, a narrow one, a wide one for Korean."""
    builder = FontBuilder(1_000, isTTF=True)
    widths = {".notdef": 560, "space": 280, "narrow": 560, "wide": 920}
    builder.setupGlyphOrder(list(widths))
    builder.setupCharacterMap({ord(" "): "space", ord("a"): "narrow", ord("가"): "wide"})
    builder.setupGlyf({name: _box(0 if name == "space" else width - 80) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 40) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupPost()
    # Format 13: whole ranges of letters share a box.
    many = CmapSubtable.newSubtable(13)
    many.platformID, many.platEncID, many.language = 3, 10, 0
    many.cmap = {code: _glyph_of(code) for code in range(0x20, 0xFFFE)}
    builder.font["cmap"].tables.append(many)
    file = BytesIO()
    builder.save(file)
    return b64encode(file.getvalue()).decode()


def _glyph_of(code: int) -> str:
    if code in (0x20, 0xA0, 0x200B):
        return "space"
    return "wide" if code >= 0x1100 and not 0x2000 <= code < 0x2E80 else "narrow"


def _box(width: int) -> Any:
    pen = TTGlyphPen(None)
    if width:
        for number, corner in enumerate(((40, 0), (40, 700), (40 + width, 700), (40 + width, 0))):
            (pen.lineTo if number else pen.moveTo)(corner)
        pen.closePath()
    return pen.glyph()
