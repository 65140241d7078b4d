"""Words on a picture: which of them can be written, how wide they are, where their lines break."""

from PIL import ImageDraw

from platform_core.documents.letters import characters, face


def writable(text: str) -> str:
    """Without what the font has no letters for, such as emoji."""
    return "".join(letter for letter in text if letter == " " or ord(letter) in characters())


def width_of(text: str, size: int) -> float:
    return face(size).getlength(text)


def write(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, *, size: int, fill: tuple[int, int, int]
) -> None:
    """`place` is where the baseline begins."""
    draw.text(place, text, font=face(size), fill=fill, anchor="ls")


def lines_of(text: str, size: int, room: float, most: int) -> list[str]:
    """Broken between words, and inside one that is too long; what does not fit ends in “…”."""
    lines: list[str] = []
    line = ""
    for word in writable(text).split():
        for piece in _pieces(word, size, room):
            wider = f"{line} {piece}".strip()
            if line and width_of(wider, size) > room:
                lines.append(line)
                line = piece
            else:
                line = wider
    lines = [*lines, line] if line else lines
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1], size, room)]


def _pieces(word: str, size: int, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, size: int, room: float) -> str:
    while line and width_of(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
