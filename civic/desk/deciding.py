"""The forms that a member of staff may use on a proposal now: nothing else is shown."""

from datetime import datetime
from typing import Any

from civic.answers.due import last_day
from civic.desk.forms.decisions import DecisionForm, HandMoveForm, ResultForm
from civic.journeys.before_committee import is_free_of_committee
from civic.journeys.explaining.dues import decision_due
from civic.processes.document import Stage
from civic.processes.kinds import Outcome
from civic.proposals.deciding import may_decide, may_move_by_hand, may_record_result
from civic.proposals.models import Proposal

OUTCOMES = (Outcome.ACCEPTED, Outcome.REFUSED)


def deciding(person: Any, proposal: Proposal, at: datetime) -> dict[str, Any]:
    """Context of desk/proposal.html. The same rules that the verbs go by."""
    rules, stage = proposal.rules, stage_of(proposal)
    found: dict[str, Any] = {}
    outcomes = possible_outcomes(person, proposal, at)
    free = is_free_of_committee(proposal, at)
    moves = any(may_move_by_hand(person, proposal, to, at).allowed for to in stage.hand_moves)
    if (outcomes or moves) and not free.allowed:
        return {"committee_decides": free}
    if outcomes:
        due_at = decision_due(proposal, stage)
        found |= {
            "decision_form": DecisionForm(rules=rules, stage=stage, outcomes=outcomes),
            "decision_due": last_day(due_at) if due_at else None,
            "decision_late": due_at is not None and at >= due_at,
        }
    if may_record_result(person, proposal, at).allowed:
        found["result_form"] = ResultForm(stage=stage)
    if moves:
        found["move_form"] = HandMoveForm(rules=rules, stage=stage)
    return found


def possible_outcomes(person: Any, proposal: Proposal, at: datetime) -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in OUTCOMES if may_decide(person, proposal, outcome, at).allowed)


def stage_of(proposal: Proposal) -> Stage:
    """The one it is in, whatever its time."""
    return proposal.rules.stage(proposal.item.stage)
