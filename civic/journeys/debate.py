"""Citizens discuss a question; a department and a moderator see it through, from its briefing to its summary.

What is judged is the debate as it stands now: its item is held until the verb is done, so that everybody
speaks one after the other, and nobody after the end is counted.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from civic.abuse.braking import may_go_on
from civic.debates import actions, rules
from civic.debates.actions import Terms
from civic.debates.models import Debate, Opinion
from civic.journeys.debate_leading import change_debate, conclude, next_debate, prepare_debate, terms_of
from civic.journeys.debate_settling import settle_debate, settle_debates
from civic.journeys.debating import held_debate, opinion_now
from civic.journeys.moderate import hide_opinion, show_opinion
from civic.journeys.reporting_abuse import look_over
from civic.people.rules import may_do_the_work
from civic.processes.kinds import Deed
from civic.proposals.limiting import hold_limit
from civic.proposals.models import Standing
from civic.restraints.rules import look_again
from platform_core.access import Refused, no, require
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User

__all__ = [
    "Terms",
    "change_debate",
    "conclude",
    "hide_opinion",
    "next_debate",
    "opine",
    "prepare_debate",
    "settle_debates",
    "show_opinion",
    "terms_of",
]

SAME_BREATH = timedelta(seconds=60)


@transaction.atomic
def opine(
    *,
    debate: Debate,
    author: User,
    side: str = "",
    body: str = "",
    at: datetime,
    parent: Opinion | None = None,
    whence: Whence = NOWHERE,
) -> Opinion:
    """An opinion, which is the person's vote from now on; or a reply, which is none. Raises Refused."""
    require(may_go_on(author, whence))
    here = held_debate(debate)
    body = body.strip()
    if parent is not None:
        parent = opinion_now(parent, here)
    else:
        hold_limit(author, here.item.rules, Deed.VOTE)
    if said := _said_just_now(here, author, side, body, at, parent):
        return said
    look_again(author)
    may = rules.may_reply(author, parent, at) if parent else rules.may_opine(author, here, side, at)
    require(may)
    require(rules.says_enough(here, body, is_reply=parent is not None))
    written = actions.write_opinion(debate=here, author=author, side=side, body=body, at=at, parent=parent)
    look_over(written, author=author, at=at)
    settle_debate(here, at)
    return written


@transaction.atomic
def opine_on_paper(
    *, debate: Debate, author: User | None, side: str, body: str, entered_by: User, at: datetime
) -> Opinion:
    """What somebody gave on paper or at a counter; `author` None when it is not known who. Raises Refused.

    Of one person the opinion entered last is the vote, on paper or not: nobody is counted twice.
    """
    here = held_debate(debate)
    require(rules.may_enter_on_paper(entered_by, here, at))
    require(rules.has_side(here, side))
    require(rules.says_enough(here, body.strip()))
    written = actions.write_opinion(
        debate=here, author=author, side=side, body=body.strip(), at=at, entered_by=entered_by
    )
    settle_debate(here, at)
    return written


@transaction.atomic
def recognise_author(*, opinion: Opinion, author: User, by: User, at: datetime) -> bool:
    """It turns out who gave an opinion on paper: from now on this person is counted once. Raises Refused."""
    here = held_debate(opinion.debate)
    if not may_do_the_work(by).allowed:
        raise Refused(no("not_allowed", _("Only people who work here enter what came on paper.")))
    return actions.recognise_author(opinion=opinion_now(opinion, here), author=author, by=by, at=at)


@transaction.atomic
def edit_opinion(*, opinion: Opinion, author: User, body: str, at: datetime) -> bool:
    """The words, marked as edited; the vote stays as it is. Raises Refused."""
    here = held_debate(opinion.debate)
    now = opinion_now(opinion, here)
    look_again(author)
    require(rules.may_edit_opinion(author, now, at))
    require(rules.says_enough(here, body.strip(), is_reply=now.parent_id is not None))
    done = actions.edit_opinion(opinion=now, body=body.strip(), at=at)
    if done:
        look_over(now, author=author, at=at)
    return done


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, author: User, at: datetime) -> bool:
    """While it runs the vote goes too, back to the opinion before; afterwards only the words. Raises Refused."""
    here = held_debate(opinion.debate)
    now = opinion_now(opinion, here)
    require(rules.may_withdraw_opinion(author, now, at))
    return _take_back(here, now, at)


def _take_back(here: Debate, opinion: Opinion, at: datetime) -> bool:
    is_open = rules.takes_opinions(here, at).allowed
    done = actions.withdraw_opinion(opinion=opinion, keeps_vote=not is_open, at=at)
    if done and is_open:
        settle_debate(here, at)
    return done


def erase_opinions(*, author: User, most: int, at: datetime) -> int:
    """The words of somebody who leaves, `most` of them; their votes stay counted, as supports do."""
    left = Opinion.objects.filter(author=author, standing=Standing.OPEN).exclude(body="")
    found = list(left.select_related("debate").order_by("debate__item_id", "pk")[:most])
    for opinion in found:
        with transaction.atomic():
            now = opinion_now(opinion, held_debate(opinion.debate))
            actions.withdraw_opinion(opinion=now, keeps_vote=True, at=at)
    actions.erase_hidden_opinions(author=author)
    return len(found)


@transaction.atomic
def support_opinion(*, opinion: Opinion, citizen: User, at: datetime) -> bool:
    now = _alone(opinion)
    require(rules.may_support_opinion(citizen, now, at))
    return actions.support_opinion(opinion=now, citizen=citizen, at=at)


@transaction.atomic
def withdraw_opinion_support(*, opinion: Opinion, citizen: User, at: datetime) -> bool:
    now = _alone(opinion)
    require(rules.may_support_opinion(citizen, now, at))
    return actions.withdraw_opinion_support(opinion=now, citizen=citizen)


def _alone(opinion: Opinion) -> Opinion:
    """Held by itself: a support changes no vote."""
    now = Opinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    now.debate = Debate.objects.select_related("item").get(pk=now.debate_id)
    return now


def _said_just_now(
    debate: Debate, author: User, side: str, body: str, at: datetime, parent: Opinion | None
) -> Opinion | None:
    """A second click, or a lost answer sent again: it was the last that this person said here."""
    root = parent.parent_id or parent.pk if parent is not None else None
    last = Opinion.objects.filter(debate=debate, author=author).order_by("-pk").first()
    if last is None or last.standing != Standing.OPEN or last.written_at <= at - SAME_BREATH:
        return None
    side = "" if parent is not None else side
    same = (last.parent_id, last.side, last.body) == (root, side, body)
    return last if same and not last.is_offline else None
