"""When something ran out of time without reaching anything: at the end of its window, whoever wrote it down when.

A worker that comes late, or not at all, gives nobody more days and takes none.
"""

from dataclasses import dataclass
from datetime import datetime

from civic.processes import engine
from civic.processes.document import Rules, Stage
from civic.processes.kinds import COUNTING, TIMED, StageKind
from civic.proposals.deciding import EXPIRED
from civic.proposals.models import Proposal, StageMove, Standing
from civic.proposals.placing import placing_stage
from civic.proposals.weighing import Weighing, asks_for_a_result


@dataclass(frozen=True, slots=True)
class RanOut:
    """In which stage, and the first instant at which its time was over."""

    stage: Stage
    at: datetime


def ran_out(proposal: Proposal, at: datetime) -> RanOut | None:
    """None for what has not run out of time at `at`. No query before its time is over, one once it is closed."""
    if proposal.stage == StageKind.CLOSED:
        return _ended(proposal)
    stage = proposal.rules.stage(proposal.item.stage)
    if proposal.standing != Standing.OPEN or not engine.is_over(stage, proposal.item, at):
        return None
    return _will_end(proposal, stage, at)


def fell_short_in(proposal: Proposal) -> str:
    """The key of the stage whose time it ran out of; of what still gathers, the stage it is in."""
    if proposal.stage != StageKind.CLOSED:
        return proposal.item.stage
    last = _last_timed(proposal)
    return last.stage_key if last else proposal.rules.first_stage.key


def _ended(proposal: Proposal) -> RanOut | None:
    last = _last_timed(proposal) if proposal.closed_as in EXPIRED else None
    if last is None or proposal.closed_at is None:
        return None
    stage = proposal.rules.stage(last.stage_key)
    over_at = (
        last.ends_at if last.ends_at and not is_judged_later(proposal.rules, stage) else proposal.closed_at
    )
    return RanOut(stage, over_at)


def _will_end(proposal: Proposal, stage: Stage, at: datetime) -> RanOut | None:
    """Of what no worker has come by to close: as the engine would."""
    item = Weighing(at).items([proposal])[proposal.pk]
    last = next(reversed(engine.steps(proposal.rules, item, at)), None)
    if last is None or last.otherwise is None or proposal.rules.stage(last.to).kind != StageKind.CLOSED:
        return None
    ends_at = proposal.closes_at if stage.kind in COUNTING else proposal.stage_ends_at
    return RanOut(stage, ends_at if ends_at and not is_judged_later(proposal.rules, stage) else at)


def is_judged_later(rules: Rules, stage: Stage) -> bool:
    """It waits for a result, or for those it is judged together with: its time was over when that was there."""
    return asks_for_a_result(stage) or placing_stage(rules, stage.key) is not None


def _last_timed(proposal: Proposal) -> StageMove | None:
    """The last line of its way on which a time began."""
    return proposal.moves.filter(ends_at__isnull=False, stage__in=TIMED).order_by("-pk").first()
