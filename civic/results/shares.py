"""Shares that people can add up: rounded so that they make exactly 100 percent."""

from collections.abc import Sequence

# Tenths of a percent.
WHOLE = 1_000


def shares(counts: Sequence[int]) -> list[int]:
    """Each count's share in tenths of a percent; together exactly 1,000, or all 0 when nothing was counted.

    Rounded down first; what is then missing goes to those that lost most by it, the larger count before the
    smaller, then the earlier. No share is further from the true one than a tenth of a percent.
    """
    total = sum(counts)
    if total == 0:
        return [0] * len(counts)
    floors = [count * WHOLE // total for count in counts]
    missing = WHOLE - sum(floors)
    by_loss = sorted(
        range(len(counts)), key=lambda place: (-(counts[place] * WHOLE % total), -counts[place], place)
    )
    for place in by_loss[:missing]:
        floors[place] += 1
    return floors


def in_words(tenths: int) -> str:
    """973 is “97.3%”."""
    return f"{tenths // 10}.{tenths % 10}%"
