"""An adopted proposal is carried out, told step by step, and finished."""

from datetime import datetime

from django.db import transaction

from civic.execution.actions import report_progress
from civic.execution.models import ProgressKind, ProgressNote
from civic.execution.rules import may_report_progress
from civic.journeys.steps import follow
from civic.processes.kinds import Outcome
from civic.proposals.models import Proposal
from civic.proposals.moving import as_it_is_now
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def report(
    *, proposal: Proposal, kind: ProgressKind, body: str, by: User, at: datetime, finished: bool = False
) -> ProgressNote:
    """Report plan, progress or outcome; with `finished` the proposal closes as carried out. Raises Refused."""
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require(may_report_progress(by, locked, at))
    note = report_progress(proposal=locked, kind=kind, body=body, by=by, at=at)
    if finished:
        follow(locked, Outcome.FINISHED, at, by=by)
        as_it_is_now(proposal, locked)
    return note
