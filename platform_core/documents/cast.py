"""Cast fonts/*.ttf.xz, what documents are printed with, from the pieces Pretendard GOV is published in.

    python -m platform_core.documents.cast

A browser takes a font in 120 pieces; a PDF wants one of each weight, or words that use two pieces lose
their spaces. The font's licence (fonts/LICENSE.txt) keeps the name Pretendard for its author's own files:
what is cast here is called House Print. What it writes is committed, with the digest of what it was cast from.
"""

import hashlib
import lzma
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
# There once npm has been run in platform_core/ui/vendor: only who casts anew needs them.
PUBLISHED = HERE.parent / "ui" / "vendor" / "node_modules" / "pretendard-gov" / "dist" / "web"
PIECES = PUBLISHED / "variable" / "woff2-dynamic-subset"
CAST_FROM = FONTS / "cast-from.txt"
FAMILY = "House Print"
WEIGHTS = {"Regular": 400, "Bold": 700}
# Tables that pieces cannot be joined with, and that Korean and Latin text on paper does without.
LEFT_OUT = ("GSUB", "GPOS", "GDEF", "STAT", "vhea", "vmtx")


def pieces() -> list[Path]:
    return sorted(PIECES.glob("*.woff2"), key=lambda path: int(path.stem.rpartition(".")[2]))


def digest() -> str:
    """Of all pieces. The manifest of what we did not write has it too; a test compares the two."""
    total = hashlib.sha256()
    for piece in pieces():
        total.update(piece.read_bytes())
    return total.hexdigest()


def cast(weight: int, style: str) -> bytes:
    """One TrueType font of this weight with every character of all the pieces."""
    from fontTools.merge import Merger  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, piece in enumerate(pieces()):
            font = TTFont(piece)
            for table in LEFT_OUT:
                if table in font:
                    del font[table]
            fixed = instancer.instantiateVariableFont(font, {"wght": weight})
            fixed.flavor = None
            paths.append(f"{folder}/{number}.ttf")
            fixed.save(paths[-1])
        whole = Merger().merge(paths)
        _name(whole, style)
        target = Path(folder) / "whole.ttf"
        whole.save(target)
        return target.read_bytes()


def _name(font: Any, style: str) -> None:
    names = font["name"]
    words = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"HousePrint-{style}", 16: FAMILY, 17: style}
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for number, word in words.items():
        names.setName(word, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[style]


if __name__ == "__main__":
    for style, weight in WEIGHTS.items():
        (FONTS / f"HousePrint-{style}.ttf.xz").write_bytes(lzma.compress(cast(weight, style), preset=9))
    CAST_FROM.write_text(digest() + "\n")
