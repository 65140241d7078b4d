"""Support crosses a threshold → the department owes an answer by a date everyone can see."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from civic.journeys.advance import advance
from civic.processes import engine
from civic.processes.kinds import Counter
from civic.proposals.counting import is_my_turn, roll_up_deltas
from civic.proposals.models import Proposal
from civic.proposals.tallies import keep_participants
from civic.proposals.unsettled import counts_to_try_again, forget_settled, set_apart
from civic.proposals.weighing import Weighing

TALK = frozenset({Counter.COMMENTS, Counter.PARTICIPANTS})
LONG_TEXTS = ("body_html", "body_source", "search_terms")


def count_and_settle(*, at: datetime) -> int:
    """Roll up waiting supports and let every threshold they reached take effect; returns how many changed.

    Counting and crossing share one transaction: a worker killed at the crossing leaves both undone,
    and the next run does both. A proposal that cannot be settled is counted and tried again; it holds up
    no other.
    """
    with transaction.atomic():
        if not is_my_turn():
            return 0
        changed = roll_up_deltas(at=at)
        counts = {**counts_to_try_again(at=at), **changed}
        for proposal in _reaching(Proposal.objects.filter(pk__in=counts, standing="open"), at):
            settle_apart(proposal=proposal, at=at)
        forget_settled(counts, at=at)
    return len(changed)


def _reaching(counted: QuerySet[Proposal], at: datetime) -> list[Proposal]:
    """Those that something has to happen to, found in a few queries; all of them, when one cannot be judged."""
    found = list(counted.defer(*LONG_TEXTS).order_by("pk"))
    try:
        with transaction.atomic():
            keep_participants(found)
            items = Weighing(at, ends=False).items(found)
            return [one for one in found if engine.steps(one.rules, items[one.pk], at)]
    except Exception:
        return found  # each is judged for itself, and told apart


def settle_apart(*, proposal: Proposal, at: datetime) -> None:
    """As `settle`; what goes wrong with this proposal is told and tried again, and raises nothing."""
    with set_apart(proposal, at=at):
        settle(proposal=proposal, at=at)


def settle(*, proposal: Proposal, at: datetime, count: int | None = None) -> None:
    """Let everything that its counts have reached happen. With `count`, as if so many supported it."""
    advance(proposal=proposal, at=at, count=count, ends=False)


def settle_talk(*, proposal: Proposal, at: datetime) -> None:
    """Where a threshold counts comments or the people taking part, what was said may have reached it."""
    keep_participants([proposal])
    if proposal.rules.counters & TALK:
        settle_apart(proposal=proposal, at=at)
