"""Staff take up what stayed below its threshold, with a reason everyone can read."""

from datetime import datetime

from django.db import transaction

from civic.journeys.steps import take
from civic.processes import engine
from civic.proposals.models import MoveCause, Proposal
from civic.proposals.moving import Cause as Why
from civic.proposals.moving import as_it_is_now, held
from civic.proposals.rescuing import is_a_ground, may_take_up
from civic.proposals.running_out import fell_short_in
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def take_up(*, proposal: Proposal, reason: str, by: User, at: datetime, ground: str = "") -> bool:
    """It goes on as if it had reached what it fell short of. False when it has gone on already. Raises Refused.

    `ground`: one of those its rules name; "" where they name none.
    """
    here = held(proposal)
    verdict = may_take_up(by, here, at)
    if not verdict.allowed and verdict.code in ("not_below", "proposal_hidden"):
        return False
    require(verdict)
    require(is_a_ground(here, ground))
    step = engine.rescued(here.rules, fell_short_in(here))
    take(here, step, Why(MoveCause.RESCUE, ground, reason), at, by=by)
    as_it_is_now(proposal, here)
    return True
