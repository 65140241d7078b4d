"""Stages that are held in a room of their own: a debate, a vote. They go with their item, and tell its end."""

from collections.abc import Iterable
from datetime import datetime

from civic.journeys import balloting, debating
from civic.proposals.models import Proposal
from platform_core.access import Verdict, first_no


def hold_rooms(here: Proposal, at: datetime) -> None:
    """After the item has moved, or its times have changed: what it is in now is open, the rest is over."""
    debating.hold_debates(here, at)
    balloting.hold_ballots(here, at)


def tell_final_numbers(items: Iterable[Proposal], at: datetime) -> int:
    """What each room has counted of those whose time is over, recorded before the end is judged; of how many."""
    rows = list(items)
    return debating.tell_final_numbers(rows, at) + balloting.tell_final_votes(rows, at)


def is_counted_elsewhere(here: Proposal) -> Verdict:
    """Whether staff may say what came out: not where people have taken part here."""
    return first_no(debating.is_counted_elsewhere(here), balloting.is_voted_on_here(here))
