"""The clock: windows that have passed, dates that have come. It announces; rights were judged already."""

import logging
from datetime import datetime

from django.db import transaction

from civic.answers.actions import announce_overdue
from civic.answers.models import AnswerRequest, State
from civic.ballots import counting as ballot_counting
from civic.debates.counting import recount_all
from civic.journeys.balloting import count_what_is_over
from civic.journeys.closing import Position, Turn, close_some
from civic.journeys.debate import settle_debates
from civic.journeys.settle import count_and_settle, settle_apart
from civic.proposals.counting import find_differences, mend
from civic.proposals.models import Proposal, Standing
from platform_core.events.actions import record

log = logging.getLogger("madang.clock")
BATCH = 200


def close_windows(*, at: datetime) -> int:
    """Judge every window that has passed; returns how many ended with nothing reached.

    Supports given before the end may still wait to be counted, so they are counted first. The window is
    judged by `at`; a proposal that reached its threshold in time has left the stage by then.
    """
    return close_for_a_while(at=at).closed


def close_for_a_while(*, at: datetime, after: Position | None = None, seconds: float | None = None) -> Turn:
    """As close_windows, for about so many seconds, from behind `after`; says after which one to go on."""
    count_and_settle(at=at)
    if after is None:
        settle_debates(at=at)
        count_what_is_over(at=at)
    return close_some(at=at, after=after, seconds=seconds)


def announce_overdue_answers(*, at: datetime, limit: int = BATCH) -> int:
    """Tell up to `limit` of them, the oldest first. A hidden proposal's waits until it is shown again."""
    late = AnswerRequest.objects.filter(state=State.OPEN, due_at__lte=at, overdue_announced_at=None).exclude(
        proposal__standing=Standing.HIDDEN
    )
    return sum(announce_overdue(request=request, at=at) for request in late.order_by("due_at")[:limit])


def recount(*, at: datetime, repair: bool = True) -> int:
    """Compare every shown count with the rows, alarm on any difference, and mend it; returns how many.

    A threshold that a mended count has reached takes effect, now or when what stands in its way is gone.
    """
    differences = find_differences()
    for difference in differences:
        log.error(
            "Proposal %s shows %s supports and has %s",
            difference.proposal_id,
            difference.shown,
            difference.counted,
        )
        with transaction.atomic():
            if repair:
                mend(difference)
                _settle_mended(difference.proposal_id, at)
            record(
                "proposals.count.differed",
                Proposal(pk=difference.proposal_id),
                at=at,
                shown=difference.shown,
                counted=difference.counted,
                repaired=repair,
            )
    return len(differences)


def recount_debates(*, at: datetime, repair: bool = True) -> int:
    """All votes of all debates from the opinions; alarm where a number was wrong, mend it, and return how many."""
    wrong = recount_all(at=at, repair=repair)
    for debate in wrong:
        log.error("Debate %s showed other numbers than its opinions", debate.pk)
        record("debates.count.differed", debate, at=at, proposal=debate.item_id, repaired=repair)
    return len(wrong)


def recount_ballots(*, at: datetime) -> int:
    """All papers and boxes of all ballots; alarm where they say something else than was told, and return of how many.

    Nothing is mended: a published result is changed by people, with reasons, and not by a program at night.
    """
    wrong = ballot_counting.recount_all(at=at)
    for one in wrong:
        log.error("Ballot %s says %s and its rows %s", one.ballot.pk, one.told, one.found)
        record("ballots.count.differed", one.ballot, at=at, proposal=one.ballot.item_id, found=one.found)
    return len(wrong)


def _settle_mended(proposal_id: int, at: datetime) -> None:
    found = Proposal.objects.select_related("stat", "category").filter(pk=proposal_id, standing=Standing.OPEN)
    for proposal in found:
        settle_apart(proposal=proposal, at=at)
