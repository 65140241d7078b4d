from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import answers_for, is_moderator
from civic.processes.kinds import Deed
from civic.proposals.models import Proposal
from platform_core.access import YES, Verdict, no


def may_report_progress(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """The department that carries it out, or a moderator, while it is carried out."""
    in_charge = proposal.department_id is not None and answers_for(person, proposal.department_id)
    if not (in_charge or is_moderator(person)):
        return no("not_allowed", _("Only the department in charge reports what is being done."))
    if not proposal.permits(Deed.REPORT_PROGRESS, at):
        return no("stage_closed", _("Progress is reported while a proposal is being carried out."))
    return YES
