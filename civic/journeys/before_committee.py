"""What stands before a committee is decided by its members' votes, not by somebody who presses a button."""

from datetime import datetime

from django.utils.translation import gettext as _

from civic.agenda.candidates import arrive, leave
from civic.agenda.models import Arrival, Candidate, State
from civic.agenda.rules import somebody_sits
from civic.processes.kinds import Effect, StageKind
from civic.proposals.models import MoveCause, Proposal
from civic.proposals.moving import Cause
from platform_core.access import YES, Verdict, no
from platform_core.accounts.models import User


def keep_candidacy(
    here: Proposal, was: StageKind, why: Cause, at: datetime, *, by: User | None = None
) -> None:
    """It has come from a stage of kind `was`: into the committee's as a candidate, out of it as none any more.

    In the transaction of the step itself: nobody finds it in the stage and not before the committee.
    """
    if here.stage == StageKind.COMMITTEE:
        is_rescue = why.kind == MoveCause.RESCUE
        came_by = Arrival.RESCUE if is_rescue else Arrival.STAGE
        arrive(item=here, came_by=came_by, at=at, reason=why.reason if is_rescue else "", by=by, anew=True)
    elif was == StageKind.COMMITTEE:
        leave(item=here, reason=why.reason, at=at)


def welcome_at_number(here: Proposal, effects: tuple[Effect, ...], at: datetime) -> None:
    """It has reached a number from which the rules make it a candidate."""
    if Effect.AGENDA_CANDIDATE in effects:
        arrive(item=here, came_by=Arrival.THRESHOLD, at=at)


def is_free_of_committee(proposal: Proposal, at: datetime) -> Verdict:
    """Whether staff may decide it or move it by hand: no committee does.

    An institution without a committee, or whose seats are all empty, still enters what was decided elsewhere.
    What has been put on an agenda or chosen there stays the committee's, whoever sits on it by now.
    """
    if proposal.stage != StageKind.COMMITTEE:
        return YES
    candidate = Candidate.objects.filter(item=proposal).first()
    if candidate is None or candidate.state in (State.GONE, State.JOINED):
        return _not_taken_over() if somebody_sits(at) else YES
    if candidate.state == State.ACCEPTED and candidate.outcome_id is None:
        return no(
            "committee_decided",
            _("The committee has chosen it: its debate begins as the meeting concluded."),
            _("Begin the debate on the page of the agenda item."),
            actual=candidate.state,
        )
    if candidate.state == State.SCHEDULED or (candidate.state == State.WAITING and somebody_sits(at)):
        return no(
            "committee_decides",
            _("The committee decides about it at its meeting."),
            _("Put it on the agenda of a meeting, and write down there what its vote came to."),
            actual=candidate.state,
        )
    return YES


def _not_taken_over() -> Verdict:
    return no(
        "committee_decides",
        _("The committee decides about it at its meeting, and has not taken it over yet."),
        _("Let the committee take over what came before it, and put it on the agenda of a meeting."),
        actual="",
    )
