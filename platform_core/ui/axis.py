"""The axis of a chart: few steps, of 1, 2 or 5 times a power of ten, that reach what is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis, `at` so far along it, in the drawing's own units."""

    at: float
    label: str


def round_up(value: int, *, most: int) -> int:
    """Where an axis of at most so many steps ends that reaches `value`; 1 for what has no value."""
    step = _step(max(value, 1), most)
    return -(-max(value, 1) // step) * step


def steps(top: int, *, most: int) -> range:
    """From 0 to `top`, which is a rounded one."""
    return range(0, top + 1, _step(top, most))


def _step(value: int, most: int) -> int:
    power = 1
    while True:
        for digit in (1, 2, 5):
            if value <= digit * power * most:
                return digit * power
        power *= 10
