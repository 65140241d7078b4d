"""Citizens talk with each other below a proposal.

What is judged is the row as it stands now, held until the verb is done. Everybody who holds several takes
them in one order: comment, numbers (as whoever counts supports does), proposal.
"""

from datetime import datetime, timedelta

from django.db import transaction

from civic.abuse.braking import may_go_on
from civic.journeys.catching_up import let_due_happen
from civic.journeys.reporting_abuse import look_over
from civic.journeys.settle import settle_talk
from civic.processes.kinds import Deed
from civic.proposals import actions, rules
from civic.proposals.limiting import hold_limit
from civic.proposals.models import Comment, Proposal, ProposalStat
from civic.proposals.tallies import keep_participants
from civic.restraints.rules import look_again
from platform_core.access import require
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User

SAME_BREATH = timedelta(seconds=60)


@transaction.atomic
def comment(
    *,
    proposal: Proposal,
    citizen: User,
    body: str,
    at: datetime,
    parent: Comment | None = None,
    whence: Whence = NOWHERE,
) -> Comment:
    """Raises Refused when comments are closed, the one replied to is gone, or too much comes at once."""
    require(may_go_on(citizen, whence))
    if parent is not None:
        parent = _held(parent)
    ProposalStat.objects.select_for_update().get(pk=proposal.pk)
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    hold_limit(citizen, locked.rules, Deed.COMMENT)
    if said := _said_just_now(locked, citizen, body, at, parent):
        return said
    look_again(citizen)
    require(rules.may_reply(citizen, parent, at) if parent else rules.may_comment(citizen, locked, at))
    written = actions.write_comment(proposal=locked, author=citizen, body=body, at=at, parent=parent)
    look_over(written, author=citizen, at=at)
    settle_talk(proposal=locked, at=at)
    return written


def _said_just_now(
    proposal: Proposal, citizen: User, body: str, at: datetime, parent: Comment | None
) -> Comment | None:
    """A second click, or a lost answer sent again: the same words by the same person in the same place."""
    root = parent.parent_id or parent.pk if parent is not None else None
    mine = Comment.objects.filter(
        proposal=proposal, author=citizen, body=body, parent_id=root, standing="open"
    )
    return mine.filter(created_at__gt=at - SAME_BREATH).order_by("-pk").first()


@transaction.atomic
def edit_comment(*, comment: Comment, citizen: User, body: str, at: datetime) -> None:
    held = _held(comment)
    look_again(citizen)
    require(rules.may_edit_comment(citizen, held, at))
    actions.edit_comment(comment=held, body=body, at=at)
    held.body = body
    look_over(held, author=citizen, at=at)


@transaction.atomic
def delete_comment(*, comment: Comment, citizen: User, at: datetime) -> bool:
    held = _held(comment)
    require(rules.may_delete_comment(citizen, held))
    let_due_happen(held.proposal, at)
    done = actions.delete_comment(comment=held, at=at)
    if done:
        keep_participants([held.proposal])
    return done


@transaction.atomic
def support_comment(*, comment: Comment, citizen: User, at: datetime) -> bool:
    held = _held(comment)
    require(rules.may_support_comment(citizen, held, at))
    return actions.support_comment(comment=held, citizen=citizen, at=at)


@transaction.atomic
def withdraw_comment_support(*, comment: Comment, citizen: User, at: datetime) -> bool:
    held = _held(comment)
    require(rules.may_support_comment(citizen, held, at))
    return actions.withdraw_comment_support(comment=held, citizen=citizen)


def _held(comment: Comment) -> Comment:
    """With its proposal read afresh behind it."""
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
