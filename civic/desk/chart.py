"""Lines as a drawing: where everything stands, for a template that draws and a table that says the same.

No library and no script: the server draws. Lines differ by their stroke and their marks, not by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma

from platform_core.ui.axis import Tick, round_up, steps

WIDTH, HEIGHT = 420, 280
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 34, 34
# So wide is a number beneath the axis, in the drawing's own units.
LABEL_WIDTH = 40
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """`path` for a polyline; `dots` where values stand. `key` is a CSS class."""

    key: str
    name: str
    path: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line upright at one of the values of x. `anchor` keeps its words inside the drawing."""

    at: float
    label: str
    key: str
    anchor: str
    label_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    lines: tuple[Line, ...]
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def draw(
    xs: Sequence[int],
    lines: Sequence[tuple[str, str, Sequence[int]]],
    marks: Sequence[tuple[str, str, int]] = (),
) -> Chart:
    """`lines` and `marks` are (key, name, values) and (key, name, one of xs). Each x is as far from the next."""
    highest = max((value for _key, _name, values in lines for value in values), default=0)
    top = round_up(highest, most=MOST_STEPS)
    places = {x: _across(place, len(xs)) for place, x in enumerate(xs)}
    return Chart(
        lines=tuple(_line(key, name, list(places.values()), values, top) for key, name, values in lines),
        x=_x_ticks(xs, places, [x for _key, _name, x in marks]),
        y=tuple(Tick(_up(value, top), intcomma(value)) for value in steps(top, most=MOST_STEPS)),
        marks=tuple(
            _mark(key, name, x, places[x], row) for row, (key, name, x) in enumerate(marks) if x in places
        ),
    )


def _across(place: int, many: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + (room * place / (many - 1) if many > 1 else room / 2), 1)


def _up(value: int, top: int) -> float:
    room = HEIGHT - TOP - BOTTOM
    return round(HEIGHT - BOTTOM - (room * value / top if top else 0), 1)


def _line(key: str, name: str, places: list[float], values: Sequence[int], top: int) -> Line:
    dots = tuple((x, _up(value, top)) for x, value in zip(places, values, strict=True))
    return Line(key, name, " ".join(f"{x},{y}" for x, y in dots), dots)


def _mark(key: str, name: str, x: int, place: float, row: int) -> Mark:
    anchor = "start" if place < WIDTH / 2 else "end"
    return Mark(place, f"{name} {intcomma(x)}", key, anchor, 12 + 14 * row)


def _x_ticks(xs: Sequence[int], places: dict[int, float], wanted: Sequence[int]) -> tuple[Tick, ...]:
    """As many as find room; those that are marked come first."""
    kept: list[int] = []
    for x in (*wanted, *xs):
        if x in places and all(abs(places[x] - places[other]) >= LABEL_WIDTH for other in kept):
            kept.append(x)
    return tuple(Tick(places[x], intcomma(x)) for x in sorted(kept))
