"""보완 요청: the department asks its author for something → days stand still → it comes, or time is over."""

from datetime import datetime

from django.db import transaction

from civic.answers import rules
from civic.answers.models import AnswerRequest, Pause, PauseEnd
from civic.answers.pausing import end_lapsed_pauses, end_pause, start_pause
from civic.journeys.answer import hold
from civic.journeys.comment import comment
from civic.proposals.models import ProposalStat
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def pause(*, request: AnswerRequest, reason: str, by: User, at: datetime) -> Pause:
    """Ask the author for what is missing; everyone reads what. Raises Refused."""
    locked = hold(request)
    end_lapsed_pauses(request=locked, at=at)
    require(rules.may_pause(by, locked, at))
    return start_pause(request=locked, reason=reason, by=by, at=at)


@transaction.atomic
def resume(*, request: AnswerRequest, by: User, at: datetime) -> Pause:
    """Days count again although the author has not answered. Raises Refused."""
    locked = hold(request)
    require(rules.may_resume(by, locked, at))
    return _ended(locked, PauseEnd.RESUMED, by, at)


@transaction.atomic
def supply(*, request: AnswerRequest, author: User, body: str, at: datetime) -> Pause:
    """The author answers what was asked, as a comment everyone reads, and days count again. Raises Refused."""
    # Whoever comments holds the numbers before the proposal.
    ProposalStat.objects.select_for_update().get(pk=request.proposal_id)
    locked = hold(request)
    require(rules.may_supply(author, locked, at))
    comment(proposal=locked.proposal, citizen=author, body=body, at=at)
    return _ended(locked, PauseEnd.SUPPLIED, author, at)


def _ended(locked: AnswerRequest, how: PauseEnd, by: User, at: datetime) -> Pause:
    ended = end_pause(request=locked, how=how, by=by, at=at)
    assert ended is not None, "The rules let only a running pause end."
    return ended
