"""What is due happens before anybody acts on what was: a worker that has stopped takes nobody's right.

While workers run there is nothing to do here, and nothing is asked of the database to know that.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import translation

from civic.journeys.advance import advance
from civic.journeys.reached import reached_at
from civic.journeys.settle import settle_apart
from civic.journeys.since import ended_at
from civic.processes import engine
from civic.processes.document import Gate, Tally
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, ProposalStat, Standing
from civic.proposals.unsettled import set_apart
from civic.proposals.weighing import Weighing, passed_by
from platform_core.access.place import institution_here
from platform_core.access.standings import meaning_of

log = logging.getLogger("madang.counting")
# A worker that runs has come by before.
PATIENCE = timedelta(minutes=2)
# What cannot be judged yet (a result is missing, others are still counted) is not tried by every reader. Seconds.
TRIED_FOR = 30


def catch_up(proposal: Proposal, at: datetime) -> bool:
    """Let what its time has brought about happen, where nobody has come by for it. True if it went on.

    So the next stage opens when the rules say, and whoever comes finds it open. `proposal` says where it is.
    """
    if proposal.standing != Standing.OPEN or proposal.stage == StageKind.CLOSED:
        return False
    over_at = ended_at(proposal, proposal.rules.stage(proposal.item.stage))
    if over_at is None or at < over_at + PATIENCE or not _is_my_turn(proposal):
        return False
    was = proposal.item.stage
    with _as_a_worker(), _reading_on(proposal), set_apart(proposal, at=at):
        advance(proposal=proposal, at=at)
    return proposal.item.stage != was


def catch_up_with(proposal: Proposal, tally: Tally, at: datetime) -> bool:
    """As catch_up, where `tally` shows a number reached some time ago that leads on. True if it went on."""
    if proposal.standing != Standing.OPEN:
        return False
    was, ahead = proposal.item.stage, _ahead(proposal, tally, at)
    full_at = reached_at(proposal, ahead.when, was) if ahead else None
    if full_at is None or at < full_at + PATIENCE or not _is_my_turn(proposal):
        return False
    with _as_a_worker(), _reading_on(proposal):
        settle_apart(proposal=proposal, at=at)
    return proposal.item.stage != was


def _ahead(proposal: Proposal, tally: Tally, at: datetime) -> Gate | None:
    """The gate that leads on and is full. Which were passed is asked only where one is full: staff may have moved
    it back behind one."""
    item = replace(proposal.item, closes_at=None, stage_ends_at=None, tally=tally)
    if not any(step.to for step in engine.steps(proposal.rules, item, at)):
        return None
    item = replace(item, passed=passed_by([proposal]).get(proposal.pk, frozenset()))
    return next((step.gate for step in engine.steps(proposal.rules, item, at) if step.gate and step.to), None)


def let_due_happen(proposal: Proposal, at: datetime) -> None:
    """Before something that counts is taken back: what was reached stays reached, what is over was over before."""
    if proposal.standing != Standing.OPEN or proposal.stage == StageKind.CLOSED:
        return
    over_at = ended_at(proposal, proposal.rules.stage(proposal.item.stage))
    is_over = over_at is not None and at >= over_at
    if not is_over:
        item = Weighing(at, ends=False).items([proposal])[proposal.pk]
        if not engine.steps(proposal.rules, item, at):
            return
    with transaction.atomic(), _as_a_worker():
        # The count is held first, as whoever counts does: what is taken back changes it.
        ProposalStat.objects.select_for_update().get(pk=proposal.pk)
        with set_apart(proposal, at=at):
            advance(proposal=proposal, at=at, ends=is_over)


def _as_a_worker() -> AbstractContextManager[None]:
    """What is written down is written in the institution's first language, whoever reads."""
    return translation.override(institution_here().default_language)


@contextmanager
def _reading_on(proposal: Proposal) -> Iterator[None]:
    """Whoever reads gets their page, also while the database takes no writing."""
    try:
        yield
    except DatabaseError:
        log.exception("Nobody could catch up with proposal %s", proposal.pk)


def _is_my_turn(proposal: Proposal) -> bool:
    works = meaning_of(institution_here()).works
    return works and bool(cache.add(f"catching-up:{proposal.pk}", "tried", timeout=TRIED_FOR))
