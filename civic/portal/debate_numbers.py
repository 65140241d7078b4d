"""How a debate stands, as a bar with its numbers in words and as a table.

The parts of the bar come out at exactly 100: what is cut off below the point goes to the largest remainders.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.debates.models import Side

# Shapes before colours: a ring, a cross and a dot are told apart in grey, too.
ICONS = {Side.PRO: "check-circle", Side.CON: "x-circle", Side.OTHER: "comment"}


@dataclass(frozen=True, slots=True)
class Part:
    """One side of the bar; `percent` of the whole, beginning at `start`."""

    side: str
    label: str
    icon: str
    count: int
    percent: int
    start: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Context of portal/debates/parts/standing.html."""

    parts: tuple[Part, ...]
    total: int


def standing_of(pro: int, con: int, other: int) -> Standing:
    counts = (pro, con, other)
    percents = shares(counts)
    parts, start = [], 0
    for side, count, percent in zip(Side, counts, percents, strict=True):
        parts.append(Part(side.value, str(side.label), ICONS[side], count, percent, start))
        start += percent
    return Standing(tuple(parts), sum(counts))


def shares(counts: Sequence[int]) -> tuple[int, ...]:
    """Whole per cents of `counts` that add up to 100, or zeros where there is nothing."""
    total = sum(counts)
    if not total:
        return (0,) * len(counts)
    whole = [count * 100 // total for count in counts]
    nearest = sorted(range(len(counts)), key=lambda at: (-(counts[at] * 100 % total), at))
    for at in nearest[: 100 - sum(whole)]:
        whole[at] += 1
    return tuple(whole)
