"""Columns as a drawing: where everything stands, for a template that draws and a table that says the same.

No library and no script: the server draws. One chart shows one thing, so that no colour has to tell two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma

from platform_core.ui.axis import Tick, round_up, steps

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 22, 30
# So wide is a label beneath the axis, in the drawing's own units; and a number above its column.
LABEL_WIDTH, NUMBER_WIDTH = 46, 30
MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`number` is written above it where there is room. What is not told has no column, and a dash instead."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    number: str
    is_untold: bool


@dataclass(frozen=True, slots=True)
class Chart:
    columns: tuple[Column, ...]
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def draw(values: Sequence[tuple[str, int | None]], *, unit: str = "") -> Chart:
    """`values`: (label, number); None is a number that is not told. With unit "%" the axis ends at 100."""
    highest = max((value or 0 for _label, value in values), default=0)
    top = 100 if unit == "%" else round_up(highest, most=MOST_STEPS)
    room = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    has_numbers = room >= NUMBER_WIDTH
    columns = tuple(
        _column(place, value, room, top, has_numbers) for place, (_label, value) in enumerate(values)
    )
    every = max(1, -(-LABEL_WIDTH // int(max(1, room))))
    ticks = tuple(
        Tick(columns[place].middle, label)
        for place, (label, _value) in enumerate(values)
        if (len(values) - 1 - place) % every == 0
    )
    numbers = tuple(Tick(_up(step, top), f"{intcomma(step)}{unit}") for step in steps(top, most=MOST_STEPS))
    return Chart(columns=columns, x=ticks, y=numbers)


def _column(place: int, value: int | None, room: float, top: int, has_numbers: bool) -> Column:
    gap = min(6.0, room * 0.2)
    x, y = LEFT + room * place + gap / 2, _up(value or 0, top)
    number = "" if not has_numbers else "–" if value is None else intcomma(value)
    return Column(
        x=round(x, 1),
        y=y,
        width=round(room - gap, 1),
        height=round(HEIGHT - BOTTOM - y, 1),
        middle=round(LEFT + room * (place + 0.5), 1),
        number=number,
        is_untold=value is None,
    )


def _up(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, top) / top, 1)
