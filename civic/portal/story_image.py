"""The picture a messenger shows of a shared story: the title and the way it went, in the institution's colours.

Nothing of a person is on it but what stands in the title.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from civic.portal.story_font import lines_of, width_of, writable, write

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
TITLE, TITLE_ALONE, CHIP, SMALL = 64, 80, 34, 32
MOST_CHIPS_LINES = 2
# What this file draws; a new drawing is a new picture.
DRAWING = "3"

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """All that is drawn. `colours`: page, text, soft, brand, on_brand, surface."""

    title: str
    institution: str
    stations: tuple[str, ...]
    colours: tuple[Colour, Colour, Colour, Colour, Colour, Colour]


def colour(value: str, otherwise: str) -> Colour:
    """A colour of the theme; `otherwise` for what is no plain colour."""
    try:
        return ImageColor.getrgb(value)[:3]
    except ValueError:
        return ImageColor.getrgb(otherwise)[:3]


def drawn(card: Card) -> bytes:
    """1200 × 630 PNG. About a tenth of a second."""
    page, text, soft, brand, on_brand, tint = card.colours
    image = Image.new("RGB", (WIDTH, HEIGHT), page)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 16), fill=brand)
    write(draw, (MARGIN, 104), writable(card.institution), size=SMALL, fill=brand)
    size, lines = _title(card.title)
    y = 132.0 + size
    for line in lines:
        write(draw, (MARGIN, y), line, size=size, fill=text)
        y += size * 1.32
    _draw_stations(draw, card.stations, brand=brand, on_brand=on_brand, tint=tint, text=text, soft=soft)
    target = BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def _title(title: str) -> tuple[int, list[str]]:
    """Large where two lines are enough for it."""
    lines = lines_of(title, TITLE_ALONE, WIDTH - 2 * MARGIN, 3)
    if len(lines) <= 2:
        return TITLE_ALONE, lines
    return TITLE, lines_of(title, TITLE, WIDTH - 2 * MARGIN, 3)


def _draw_stations(
    draw: ImageDraw.ImageDraw,
    stations: tuple[str, ...],
    *,
    brand: Colour,
    on_brand: Colour,
    tint: Colour,
    text: Colour,
    soft: Colour,
) -> None:
    """Chips with arrows between, the last one strong, above the lower edge."""
    lines = _chip_lines(stations)
    y = HEIGHT - MARGIN - len(lines) * 84 + 20
    for line in lines:
        x = float(MARGIN)
        for place, words in line:
            wide = _chip_width(words)
            is_last = place == len(stations) - 1
            ground = brand if is_last else tint
            draw.rounded_rectangle((x, y, x + wide, y + 64), radius=32, fill=ground, outline=brand, width=2)
            fill = on_brand if is_last else text
            write(draw, (x + 26, y + 44), words, size=CHIP, fill=fill)
            x += wide
            if not is_last:
                _draw_arrow(draw, x + 14, y + 32, soft)
            x += 52
        y += 84


def _chip_width(words: str) -> float:
    return width_of(words, CHIP) + 52


def _chip_lines(stations: tuple[str, ...]) -> list[list[tuple[int, str]]]:
    lines: list[list[tuple[int, str]]] = [[]]
    used = 0.0
    for place, words in enumerate(map(writable, stations)):
        wide = _chip_width(words) + 52
        if lines[-1] and used + wide > WIDTH - 2 * MARGIN + 52:
            lines.append([])
            used = 0.0
        lines[-1].append((place, words))
        used += wide
    # What does not fit into two lines: the beginning and the end tell most.
    return lines if len(lines) <= MOST_CHIPS_LINES else [lines[0], lines[-1]]


def _draw_arrow(draw: ImageDraw.ImageDraw, x: float, y: float, fill: Colour) -> None:
    draw.line((x, y, x + 22, y), fill=fill, width=4)
    draw.line((x + 13, y - 9, x + 23, y), fill=fill, width=4)
    draw.line((x + 13, y + 9, x + 23, y), fill=fill, width=4)
