"""A citizen proposes, changes, withdraws."""

from datetime import datetime

from django.db import transaction

from civic.journeys.reporting_abuse import look_over
from civic.journeys.steps import owe_from_the_beginning
from civic.processes.kinds import Deed
from civic.processes.models import Process
from civic.processes.queries import PROPOSALS, current_version
from civic.proposals import actions, rules
from civic.proposals.actions import Writing
from civic.proposals.attaching import NO_CHANGES, FileChanges
from civic.proposals.limiting import hold_limit
from civic.proposals.models import Origin, Proposal, ProposalDraft
from civic.proposals.moving import held
from civic.restraints.rules import look_again
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def propose(
    *,
    author: User,
    writing: Writing,
    at: datetime,
    process: Process | None = None,
    draft: ProposalDraft | None = None,
    again: Proposal | None = None,
    origin: Origin = Origin.ONLINE,
    by: User | None = None,
) -> Proposal:
    """Publish under the rules that `process` has now; the draft it came from is gone. Raises Refused.

    `by` is who entered it, where that is not its author.

    Without a process, in the one every institution begins with. `again`: the one that ran out and is proposed
    once more.
    """
    process = process or Process.objects.get(key=PROPOSALS)
    process.refresh_from_db()
    if process.current_version is not None:
        hold_limit(author, process.current_version.rules, Deed.PROPOSE)
    look_again(author)
    require(rules.may_propose(author, process, at))
    if again is not None:
        require(rules.may_repropose(author, held(again), at))
    proposal = actions.submit_proposal(
        author=author,
        writing=writing,
        version=current_version(process.key),
        at=at,
        repeats=again,
        origin=origin,
        by=by,
    )
    if draft is not None:
        actions.discard_draft(draft=draft)
    owe_from_the_beginning(proposal, at)
    if by is None:
        look_over(proposal, author=author, at=at)
    return proposal


@transaction.atomic
def edit(
    *, proposal: Proposal, citizen: User, writing: Writing, at: datetime, files: FileChanges = NO_CHANGES
) -> None:
    """Raises Refused, and RefusedFile for too many files. The row is locked first, so that a first support cannot slip in between."""
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    look_again(citizen)
    require(rules.may_edit(citizen, locked, at))
    actions.edit_proposal(proposal=locked, writing=writing, at=at, files=files)
    look_over(Proposal.objects.get(pk=locked.pk), author=citizen, at=at)


@transaction.atomic
def withdraw(*, proposal: Proposal, citizen: User, at: datetime) -> bool:
    """Raises Refused."""
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require(rules.may_withdraw(citizen, locked, at))
    return actions.withdraw_proposal(proposal=locked, at=at)
