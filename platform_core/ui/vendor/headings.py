"""Cut the letters of headings out of Pretendard GOV: one weight, in pieces a page loads as it needs them.

Text is set in the letters every device has. Headings are the platform's own, in few bytes: Latin letters and the
1,200 syllables that are 9,997 of 10,000 in what people propose to a Korean city, the most used first
(syllables.txt, counted in a million syllables of public proposals). A rarer one is drawn by the device. The font's
licence keeps the name Pretendard for its author's own files: what is cut here is called House Heading.

Written by copy.py. Needs fontTools, which WeasyPrint brings.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

SYLLABLES = Path(__file__).with_name("syllables.txt")
FAMILY = "House Heading"
# Where a piece ends, counted in syllables: half of all headings need the first two only.
ENDS = (300, 600, 1200)
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·–—‘’“”•…×→「」"
FACE = """@font-face {{
  font-family: "{family}";
  font-weight: 600 900;
  font-display: swap;
  src: url({file}) format("woff2");
  unicode-range: {characters};
}}
"""


def cut_headings(source: Path, folder: Path) -> None:
    """Write headings.css and its pieces into `folder`, from the whole bold font at `source`."""
    folder.mkdir(parents=True, exist_ok=True)
    faces = []
    for number, characters in enumerate(pieces()):
        file = f"headings.{number}.woff2"
        _cut(source, characters, folder / file)
        faces.append(FACE.format(family=FAMILY, file=file, characters=", ".join(ranges(characters))))
    (folder / "headings.css").write_text("".join(faces))


def pieces() -> Iterator[str]:
    """Characters of each piece, the most used first."""
    ordered = "".join(SYLLABLES.read_text().split())
    for begin, end in zip((0, *ENDS), ENDS, strict=False):
        yield ("" if begin else LATIN) + ordered[begin:end]


def ranges(characters: Iterable[str]) -> Iterator[str]:
    """As `unicode-range` writes them: U+ac00, U+b9c8-b9cb."""
    codes = sorted({ord(character) for character in characters})
    begin = 0
    for place, code in enumerate(codes):
        if place + 1 == len(codes) or codes[place + 1] != code + 1:
            yield f"U+{codes[begin]:x}" + (f"-{code:x}" if code > codes[begin] else "")
            begin = place + 1


def _cut(source: Path, characters: str, target: Path) -> None:
    from fontTools import subset  # type: ignore[import-untyped]

    wishes = subset.Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=[0, 13, 14])
    font = subset.load_font(source, wishes)
    cutter = subset.Subsetter(wishes)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(font)
    for number, words in {1: FAMILY, 2: "Bold", 4: FAMILY, 6: "HouseHeading-Bold"}.items():
        font["name"].setName(words, number, 3, 1, 0x409)
    font["head"].modified = font["head"].created  # the same bytes whenever it is cut
    subset.save_font(font, target, wishes)
