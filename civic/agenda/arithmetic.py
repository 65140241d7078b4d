"""When a committee can decide, and when it has decided: exact fractions, nothing else.

Who declared a conflict of interest is counted nowhere: neither among the members nor among those present.
Whoever is present and says nothing, or abstains, is present: the rules speak of a share of those present.
"""

from dataclasses import dataclass
from fractions import Fraction

from civic.processes.kinds import Majority

SHARES = {Majority.HALF: Fraction(1, 2), Majority.TWO_THIRDS: Fraction(2, 3)}


@dataclass(frozen=True, slots=True)
class Count:
    """`members` and `present` without those who declared a conflict; the rest are votes cast."""

    members: int
    present: int
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def is_possible(self) -> bool:
        """Nobody voted twice, and nobody voted who was not there."""
        parts = (self.in_favour, self.against, self.abstained)
        return min(parts) >= 0 and self.cast <= self.present <= self.members


def is_quorate(count: Count, quorum: Fraction | None) -> bool:
    """Enough members are there. Without a quorum one is enough; with nobody left, nothing can be decided."""
    if count.present < 1:
        return False
    return quorum is None or count.present >= quorum * count.members


def has_majority(votes: int, opposed: int, present: int, majority: Majority) -> bool:
    """More than half, or at least two thirds, of those present; or consensus: somebody for it, nobody against."""
    if votes < 1:
        return False
    if majority == Majority.CONSENSUS:
        return opposed == 0
    share = SHARES[majority] * present
    return votes > share if majority == Majority.HALF else votes >= share


def is_carried(count: Count, majority: Majority) -> bool:
    return has_majority(count.in_favour, count.against, count.present, majority)


def is_rejected(count: Count, majority: Majority) -> bool:
    """As many are against it as would have had to be for it."""
    return has_majority(count.against, count.in_favour, count.present, majority)
