"""Citizens talk with each other below a proposal."""

from datetime import datetime

from django.db import transaction

from civic.proposals import actions, rules
from civic.proposals.models import Comment, Proposal
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def comment(
    *, proposal: Proposal, citizen: User, body: str, at: datetime, parent: Comment | None = None
) -> Comment:
    """Raises Refused when comments are closed."""
    require(rules.may_comment(citizen, proposal, at))
    return actions.write_comment(proposal=proposal, author=citizen, body=body, at=at, parent=parent)


@transaction.atomic
def edit_comment(*, comment: Comment, citizen: User, body: str, at: datetime) -> None:
    require(rules.may_edit_comment(citizen, comment, at))
    actions.edit_comment(comment=comment, body=body, at=at)


@transaction.atomic
def delete_comment(*, comment: Comment, citizen: User, at: datetime) -> bool:
    require(rules.may_delete_comment(citizen, comment))
    return actions.delete_comment(comment=comment, at=at)


@transaction.atomic
def support_comment(*, comment: Comment, citizen: User, at: datetime) -> bool:
    require(rules.may_support_comment(citizen, comment, at))
    return actions.support_comment(comment=comment, citizen=citizen, at=at)


@transaction.atomic
def withdraw_comment_support(*, comment: Comment, citizen: User, at: datetime) -> bool:
    require(rules.may_support_comment(citizen, comment, at))
    return actions.withdraw_comment_support(comment=comment, citizen=citizen)
