"""What stands before a committee is decided by its members' votes, not by somebody who presses a button."""

from datetime import datetime

from django.utils.translation import gettext as _

from civic.agenda.candidates import OPEN
from civic.agenda.models import Candidate, Member, State
from civic.agenda.rules import local_day
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from platform_core.access import YES, Verdict, no


def is_free_of_committee(proposal: Proposal, at: datetime) -> Verdict:
    """Whether staff may decide it: no committee does.

    An institution without a committee, or whose seats are all empty, still enters what was decided elsewhere.
    """
    if proposal.stage != StageKind.COMMITTEE:
        return YES
    candidate = Candidate.objects.filter(item=proposal, state__in=OPEN).first()
    if candidate is None or not (candidate.state == State.SCHEDULED or _somebody_sits(at)):
        return YES
    return no(
        "committee_decides",
        _("The committee decides about it at its meeting."),
        _("Put it on the agenda of a meeting, and write down there what its vote came to."),
        actual=candidate.state,
    )


def _somebody_sits(at: datetime) -> bool:
    """Now or from a later day on."""
    sitting = Member.objects.filter(committee__dissolved_at=None, left_on=None, ends_on__gte=local_day(at))
    return sitting.exists()
