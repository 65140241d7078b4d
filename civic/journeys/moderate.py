"""A moderator hides what breaks the rules, with a reason its author reads, and shows it again."""

from datetime import datetime

from django.db import transaction

from civic.categories.models import Category
from civic.journeys.comment import settle_talk
from civic.journeys.settle import settle
from civic.proposals import actions, rules
from civic.proposals.models import Comment, Proposal, ProposalStat
from civic.proposals.tallies import keep_participants
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def hide_proposal(*, proposal: Proposal, reason: str, by: User, at: datetime) -> bool:
    require(rules.may_hide(by))
    return actions.hide_proposal(proposal=proposal, reason=reason, by=by, at=at)


@transaction.atomic
def show_proposal(*, proposal: Proposal, by: User, at: datetime) -> bool:
    """Thresholds it reached before it was hidden take effect now."""
    require(rules.may_hide(by))
    # The count is held first, as whoever counts does: its new value meets an open proposal on one side or the other.
    ProposalStat.objects.select_for_update().get(pk=proposal.pk)
    done = actions.show_proposal(proposal=proposal, by=by, at=at)
    if done:
        settle(proposal=Proposal.objects.get(pk=proposal.pk), at=at)
    return done


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: User, at: datetime) -> bool:
    """Neither the comment nor, with no other left, its writer is counted any more."""
    require(rules.may_hide(by))
    done = actions.hide_comment(comment=comment, reason=reason, by=by, at=at)
    if done:
        keep_participants([comment.proposal])
    return done


@transaction.atomic
def show_comment(*, comment: Comment, by: User, at: datetime) -> bool:
    require(rules.may_hide(by))
    done = actions.show_comment(comment=comment, by=by, at=at)
    if done:
        settle_talk(proposal=comment.proposal, at=at)
    return done


@transaction.atomic
def classify(*, proposal: Proposal, category: Category, by: User, at: datetime) -> None:
    """Raises Refused for a category that is hidden by now."""
    require(rules.may_hide(by))
    category = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    require(rules.may_choose(category, proposal))
    actions.classify_proposal(proposal=proposal, category=category, by=by, at=at)
