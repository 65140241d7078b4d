"""By when people must have decided, where the rules give a stage days that no clock enforces."""

from datetime import datetime

from civic.processes.calendars import calendar_here
from civic.processes.document import Stage
from civic.processes.engine import window_end
from civic.processes.kinds import TIMED
from civic.proposals.models import Proposal


def decision_due(proposal: Proposal, stage: Stage | None = None) -> datetime | None:
    """The first instant that is too late to decide in the stage it is in; None where no days are promised.

    Nothing happens by itself then: it is late, and everybody can see it.
    """
    stage = stage or proposal.rules.stage(proposal.item.stage)
    if stage.window is None or stage.kind in TIMED:
        return None
    return window_end(
        stage.window,
        registered_at=proposal.submitted_at,
        entered_at=proposal.stage_entered_at,
        days=calendar_here(),
    )
