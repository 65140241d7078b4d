"""A proposal goes its way: whatever its rules say must happen to it now happens, each thing exactly once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from civic.journeys.before_committee import is_free_of_committee
from civic.journeys.held_apart import is_counted_elsewhere, tell_final_numbers
from civic.journeys.steps import carry_out, follow, take
from civic.processes import engine
from civic.processes.engine import Step
from civic.processes.kinds import Counter, Outcome, StageKind
from civic.proposals import deciding
from civic.proposals.models import MoveCause, Proposal, StageResult, Standing
from civic.proposals.moving import Cause as Why
from civic.proposals.moving import as_it_is_now, held
from civic.proposals.weighing import Weighing
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

__all__ = ["advance", "decide", "follow_committee", "move_by_hand", "record_result", "refuse"]


@transaction.atomic
def advance(
    *,
    proposal: Proposal,
    at: datetime,
    count: int | None = None,
    ends: bool = True,
    weighing: Weighing | None = None,
) -> tuple[Step, ...]:
    """Carry out what the rules find due at `at`, until nothing is; returns what was done, in order.

    Whoever comes at the same time waits, and finds nothing left to do. What is hidden or closed stays where
    it is. With `count`, as if so many supports had been rolled up. Without `ends`, what is judged when a time
    is over waits for the clock. `proposal` says afterwards where it is.
    """
    # Judging an end waits for every support that was given before it and is not written yet.
    here = held(proposal, alone=ends)
    weighing = weighing or Weighing(at, ends=ends)
    done: list[Step] = []
    while here.standing == Standing.OPEN and here.stage != StageKind.CLOSED:
        if ends:
            tell_final_numbers([here], at)
        item = weighing.items([here], count)[here.pk]
        now = [step for step in engine.steps(here.rules, item, at) if carry_out(here, step, item, at)]
        if not now:
            break
        done += now
    as_it_is_now(proposal, here)
    return tuple(done)


@transaction.atomic
def decide(*, proposal: Proposal, outcome: Outcome, reason: str, by: User, at: datetime) -> bool:
    """Staff let it pass or turn it away, with a public reason. Raises Refused.

    False when it has left the stage the person saw: somebody else has decided.
    """
    here = held(proposal)
    if here.item.stage != proposal.item.stage:
        return False
    require(deciding.may_decide(by, here, outcome, at))
    require(is_free_of_committee(here, at))
    return _decided(proposal, here, outcome, reason, by, at)


@transaction.atomic
def follow_committee(*, proposal: Proposal, outcome: Outcome, reason: str, by: User, at: datetime) -> bool:
    """As `decide`, because a committee has: whoever calls has its conclusion in writing. Raises Refused."""
    here = held(proposal)
    if here.item.stage != proposal.item.stage:
        return False
    require(deciding.may_decide(by, here, outcome, at))
    return _decided(proposal, here, outcome, reason, by, at)


def _decided(
    proposal: Proposal, here: Proposal, outcome: Outcome, reason: str, by: User, at: datetime
) -> bool:
    require(deciding.says_why(outcome, reason))
    done = follow(here, outcome, at, by=by, reason=reason)
    return _went_on(proposal, here, at) if done else False


@transaction.atomic
def refuse(*, proposal: Proposal, code: str, reason: str, by: User, at: datetime) -> bool:
    """Turn it away for one of the reasons the rules name: not accepted, a civil complaint, another's matter.

    Raises Refused. False when it has left the stage the person saw.
    """
    here = held(proposal)
    if here.item.stage != proposal.item.stage:
        return False
    require(deciding.may_refuse(by, here, at))
    require(is_free_of_committee(here, at))
    require(deciding.is_a_code(here, code))
    done = follow(here, Outcome.REFUSED, at, by=by, reason=reason, code=code)
    return _went_on(proposal, here, at) if done else False


@transaction.atomic
def record_result(
    *, proposal: Proposal, counts: Mapping[Counter, int], note: str, by: User | None, at: datetime
) -> bool:
    """What came out of its debate or vote. What the rules make of it happens at once, or when the time is over.

    Raises Refused. Recorded again, the later counts; both stay readable. False when it has left the stage.
    `by` is None for the room the vote was held in.
    """
    here = held(proposal)
    if here.item.stage != proposal.item.stage:
        return False
    if by is not None:
        require(deciding.may_record_result(by, here, at))
        require(is_counted_elsewhere(here))
    require(deciding.is_a_result(counts))
    told = {Counter(counter).value: count for counter, count in counts.items()}
    result = StageResult.objects.create(
        proposal=here, stage_key=here.item.stage, counts=told, note=note, at=at, by=by
    )
    record(
        "proposals.result.recorded",
        here,
        at=at,
        actor=by,
        stage_key=result.stage_key,
        counts=told,
        note=note,
        version=here.process_version_id,
    )
    return _went_on(proposal, here, at, ends=True)


@transaction.atomic
def move_by_hand(*, proposal: Proposal, to: str, reason: str, by: User, at: datetime) -> bool:
    """To a stage the rules let staff move it to, with a public reason; not past a committee. Raises Refused.

    False when it has left the stage the person saw.
    """
    here = held(proposal)
    if here.item.stage != proposal.item.stage:
        return False
    require(deciding.may_move_by_hand(by, here, to, at))
    require(is_free_of_committee(here, at))
    require(deciding.says_why(None, reason))
    step = engine.moved(here.rules, here.item.stage, to)
    take(here, step, Why(MoveCause.HAND, to, reason), at, by=by)
    return _went_on(proposal, here, at)


def _went_on(proposal: Proposal, here: Proposal, at: datetime, *, ends: bool = False) -> bool:
    """What the stage it came into asks for may have been reached already."""
    advance(proposal=here, at=at, ends=ends)
    as_it_is_now(proposal, here)
    return True
