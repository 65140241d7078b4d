"""Which projects the money goes to: by votes, until it is spent. Pure, so that anybody can do it again by hand.

In the order of their votes (ties as the ballot has published), each project that still fits into what is left
is taken; one that does not is passed over, and a cheaper one behind it may still fit. What nobody chose is
never taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.ballots.kinds import Ties


@dataclass(frozen=True, slots=True)
class Project:
    """`place`: where it stands on the ballot, from 0."""

    number: int
    votes: int
    cost: int
    place: int


@dataclass(frozen=True, slots=True)
class Line:
    """One project in its order. `left`: the money before its turn; `taken`: whether it gets its share."""

    project: Project
    left: int
    taken: bool


def in_order(projects: Iterable[Project], ties: str) -> list[Project]:
    if ties == Ties.CHEAPER:
        return sorted(projects, key=lambda one: (-one.votes, one.cost, one.place))
    return sorted(projects, key=lambda one: (-one.votes, one.place))


def allocated(projects: Iterable[Project], total: int, ties: str, most: int | None = None) -> list[Line]:
    """Every project in its order. With `most`, so many are taken at most."""
    lines, left, taken = [], total, 0
    for project in in_order(projects, ties):
        fits = project.votes > 0 and project.cost <= left and (most is None or taken < most)
        lines.append(Line(project, left, fits))
        if fits:
            left, taken = left - project.cost, taken + 1
    return lines
