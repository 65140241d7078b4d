"""Letters for pictures: House Print Bold, the font that documents are printed with, as Pillow draws with it."""

import lzma
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"


def house_print(style: str) -> bytes:
    """TrueType; kept small in the repository. `style` is Regular or Bold."""
    return lzma.decompress((FONTS / f"HousePrint-{style}.ttf.xz").read_bytes())


@lru_cache(maxsize=32)
def face(size: int) -> ImageFont.FreeTypeFont:
    """Bold, `size` pixels high."""
    return ImageFont.truetype(BytesIO(_bold()), size)


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """What the font has letters for."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return frozenset(TTFont(BytesIO(_bold()), lazy=True).getBestCmap())


@lru_cache(maxsize=1)
def _bold() -> bytes:
    return house_print("Bold")
