"""Letters of our own font on a picture. It comes in many small files, as browsers fetch it; each letter from its own."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont

FOLDER = Path(settings.BASE_DIR) / "platform_core" / "ui" / "static" / "vendor" / "pretendard"
_FACE = re.compile(r"src: url\(\./([^)]+)\).*?unicode-range: ([^;]+);", re.S)


@lru_cache(maxsize=1)
def _files() -> tuple[tuple[Path, frozenset[int]], ...]:
    """Each file of the font with the letters in it. A later one wins, as in a browser."""
    css = (FOLDER / "pretendard.css").read_text(encoding="utf-8")
    found = [(FOLDER / name, _letters(ranges)) for name, ranges in _FACE.findall(css)]
    return tuple(reversed(found))


def _letters(ranges: str) -> frozenset[int]:
    letters: set[int] = set()
    for one in ranges.split(","):
        first, _dash, last = one.strip().removeprefix("U+").partition("-")
        letters.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(letters)


@lru_cache(maxsize=256)
def _face(path: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(path), size)
    face.set_variation_by_axes([weight])
    return face


def _file_of(letter: str) -> Path | None:
    return next((path for path, letters in _files() if ord(letter) in letters), None)


def writable(text: str) -> str:
    """Without what the font has no letters for, such as emoji."""
    return "".join(letter for letter in text if letter == " " or _file_of(letter))


def width_of(text: str, size: int, weight: int) -> float:
    return sum(face.getlength(part) for face, part in _runs(text, size, weight))


def write(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    *,
    size: int,
    weight: int,
    fill: tuple[int, int, int],
) -> float:
    """`place` is where the baseline begins; returns where it ends."""
    x, y = place
    for face, part in _runs(text, size, weight):
        draw.text((x, y), part, font=face, fill=fill, anchor="ls")
        x += face.getlength(part)
    return x


def _runs(text: str, size: int, weight: int) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    """Neighbouring letters of one file together."""
    runs: list[tuple[Path, str]] = []
    for letter in text:
        path = _file_of(letter)
        if path is None:
            continue
        if runs and runs[-1][0] == path:
            runs[-1] = (path, runs[-1][1] + letter)
        else:
            runs.append((path, letter))
    return [(_face(path, size, weight), part) for path, part in runs]


def lines_of(text: str, size: int, weight: int, room: float, most: int) -> list[str]:
    """Broken between words, and inside one that is too long; what does not fit ends in “…”."""
    lines: list[str] = []
    line = ""
    for word in writable(text).split():
        for piece in _pieces(word, size, weight, room):
            wider = f"{line} {piece}".strip()
            if line and width_of(wider, size, weight) > room:
                lines.append(line)
                line = piece
            else:
                line = wider
    lines = [*lines, line] if line else lines
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1], size, weight, room)]


def _pieces(word: str, size: int, weight: int, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, weight) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, size: int, weight: int, room: float) -> str:
    while line and width_of(f"{line}…", size, weight) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
