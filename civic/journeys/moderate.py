"""A moderator hides what breaks the rules, with a reason its author reads, and shows it again.

Short words for the most frequent decisions; all of them are made in judging.py, and counted publicly.
"""

from datetime import datetime

from django.db import transaction

from civic.categories.models import Category
from civic.debates.models import Opinion
from civic.journeys.judging import Ruling, judge_thing
from civic.moderation.kinds import Act, Ground
from civic.moderation.things import Thing, kind_of, thing_of
from civic.proposals import actions, rules
from civic.proposals.models import Comment, Proposal
from platform_core.access import require
from platform_core.accounts.models import User


def hide_proposal(
    *, proposal: Proposal, reason: str, by: User, at: datetime, ground: str = Ground.OTHER
) -> bool:
    """False when it was hidden or withdrawn already. Raises Refused."""
    return _hide(proposal, reason, by, at, ground)


def show_proposal(*, proposal: Proposal, by: User, at: datetime) -> bool:
    """Thresholds it reached before it was hidden take effect now. Raises Refused."""
    return _show(proposal, by, at)


def hide_comment(
    *, comment: Comment, reason: str, by: User, at: datetime, ground: str = Ground.OTHER
) -> bool:
    """Neither the comment nor, with no other left, its writer is counted any more. Raises Refused."""
    return _hide(comment, reason, by, at, ground)


def show_comment(*, comment: Comment, by: User, at: datetime) -> bool:
    return _show(comment, by, at)


def hide_opinion(
    *, opinion: Opinion, reason: str, by: User, at: datetime, ground: str = Ground.OTHER
) -> bool:
    """The vote is the opinion before, if there is one. Raises Refused."""
    return _hide(opinion, reason, by, at, ground)


def show_opinion(*, opinion: Opinion, by: User, at: datetime, reason: str = "") -> bool:
    return _show(opinion, by, at, reason)


def _hide(thing: Thing, reason: str, by: User, at: datetime, ground: str) -> bool:
    found = thing_of(kind_of(thing), thing.pk)
    ruling = Ruling(Act.HIDE, ground, reason)
    return found is not None and judge_thing(thing=found, ruling=ruling, by=by, at=at) is not None


def _show(thing: Thing, by: User, at: datetime, reason: str = "") -> bool:
    found = thing_of(kind_of(thing), thing.pk)
    ruling = Ruling(Act.SHOW, words=reason)
    return found is not None and judge_thing(thing=found, ruling=ruling, by=by, at=at) is not None


@transaction.atomic
def classify(*, proposal: Proposal, category: Category, by: User, at: datetime) -> None:
    """Raises Refused for a category that is hidden by now."""
    require(rules.may_hide(by))
    category = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    require(rules.may_choose(category, proposal))
    actions.classify_proposal(proposal=proposal, category=category, by=by, at=at)
