"""Citizens discuss a question; a department and a moderator see it through, from its briefing to its summary.

What is judged is the debate as it stands now: its item is held until the verb is done, so that everybody
speaks one after the other, and nobody after the end is counted.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from civic.debates import actions, rules
from civic.debates.actions import Terms
from civic.debates.counting import numbers_of
from civic.debates.models import Debate, Opinion
from civic.journeys.advance import record_result
from civic.journeys.debating import hold_debates, tell_final_numbers, terms_from
from civic.processes.document import Tally, counters_of
from civic.processes.kinds import Counter, DebateForm, Deed, Judged, Shown, StageKind
from civic.proposals.limiting import hold_limit
from civic.proposals.models import Proposal, Standing
from civic.proposals.moving import held
from civic.proposals.unsettled import set_apart
from civic.proposals.weighing import passed_by
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User

__all__ = ["Terms", "conclude", "opine", "prepare_debate", "settle_debates"]

SAME_BREATH = timedelta(seconds=60)
COUNTED_HERE = frozenset({Counter.VOTES, Counter.IN_FAVOUR, Counter.PARTICIPANTS})


@transaction.atomic
def opine(
    *,
    debate: Debate,
    author: User,
    side: str = "",
    body: str = "",
    at: datetime,
    parent: Opinion | None = None,
) -> Opinion:
    """An opinion, which is the person's vote from now on; or a reply, which is none. Raises Refused."""
    here = _held(debate)
    body = body.strip()
    if parent is not None:
        parent = _again(parent, here)
    else:
        hold_limit(author, here.item.rules, Deed.VOTE)
    if said := _said_just_now(here, author, side, body, at, parent):
        return said
    may = rules.may_reply(author, parent, at) if parent else rules.may_opine(author, here, side, at)
    require(may)
    require(rules.says_enough(here, body, is_reply=parent is not None))
    written = actions.write_opinion(debate=here, author=author, side=side, body=body, at=at, parent=parent)
    _settle(here, at)
    return written


@transaction.atomic
def opine_on_paper(
    *, debate: Debate, author: User | None, side: str, body: str, entered_by: User, at: datetime
) -> Opinion:
    """What somebody gave on paper or at a counter; `author` None when it is not known who. Raises Refused.

    Of one person the opinion entered last is the vote, on paper or not: nobody is counted twice.
    """
    here = _held(debate)
    require(rules.may_enter_on_paper(entered_by, here, at))
    require(rules.has_side(here, side))
    require(rules.says_enough(here, body.strip()))
    written = actions.write_opinion(
        debate=here, author=author, side=side, body=body.strip(), at=at, entered_by=entered_by
    )
    _settle(here, at)
    return written


@transaction.atomic
def recognise_author(*, opinion: Opinion, author: User, by: User, at: datetime) -> bool:
    """It turns out who gave an opinion on paper: from now on this person is counted once. Raises Refused."""
    here = _held(opinion.debate)
    if not rules.is_staff(by):
        raise Refused(no("not_allowed", _("Only people who work here enter what came on paper.")))
    return actions.recognise_author(opinion=_again(opinion, here), author=author, by=by, at=at)


@transaction.atomic
def edit_opinion(*, opinion: Opinion, author: User, body: str, at: datetime) -> bool:
    """The words, marked as edited; the vote stays as it is. Raises Refused."""
    here = _held(opinion.debate)
    now = _again(opinion, here)
    require(rules.may_edit_opinion(author, now, at))
    require(rules.says_enough(here, body.strip(), is_reply=now.parent_id is not None))
    return actions.edit_opinion(opinion=now, body=body.strip(), at=at)


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, author: User, at: datetime) -> bool:
    """While it runs the vote goes too, back to the opinion before; afterwards only the words. Raises Refused."""
    here = _held(opinion.debate)
    now = _again(opinion, here)
    require(rules.may_withdraw_opinion(author, now, at))
    return _take_back(here, now, at)


def _take_back(here: Debate, opinion: Opinion, at: datetime) -> bool:
    is_open = rules.takes_opinions(here, at).allowed
    done = actions.withdraw_opinion(opinion=opinion, keeps_vote=not is_open, at=at)
    if done and is_open:
        _settle(here, at)
    return done


def erase_opinions(*, author: User, most: int, at: datetime) -> int:
    """The words of somebody who leaves, `most` of them; their votes stay counted, as supports do."""
    left = Opinion.objects.filter(author=author, standing=Standing.OPEN).exclude(body="")
    found = list(left.select_related("debate").order_by("debate__item_id", "pk")[:most])
    for opinion in found:
        with transaction.atomic():
            now = _again(opinion, _held(opinion.debate))
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


@transaction.atomic
def hide_opinion(*, opinion: Opinion, reason: str, by: User, at: datetime) -> bool:
    """With a reason its author reads. The vote is the opinion before, if there is one. Raises Refused."""
    require(rules.may_hide_opinion(by))
    here = _held(opinion.debate)
    done = actions.hide_opinion(opinion=_again(opinion, here), reason=reason, by=by, at=at)
    if done:
        _settle(here, at)
    return done


@transaction.atomic
def show_opinion(*, opinion: Opinion, by: User, at: datetime, reason: str = "") -> bool:
    require(rules.may_hide_opinion(by))
    here = _held(opinion.debate)
    done = actions.show_opinion(opinion=_again(opinion, here), reason=reason, by=by, at=at)
    if done:
        _settle(here, at)
    return done


@transaction.atomic
def prepare_debate(
    *,
    item: Proposal,
    by: User,
    at: datetime,
    stage_key: str = "",
    form: DebateForm | str | None = None,
    question: str = "",
    lead: str | None = None,
    reason_required: bool | None = None,
    takes_replies: bool | None = None,
    shown: Shown | str | None = None,
    video_url: str | None = None,
    follows: Debate | None = None,
) -> Debate:
    """The debate of a stage that is not behind the item, with what is given and else what the rules say.

    Once more, it is changed, as long as nobody has answered. Opened with its stage: at once, when the item is
    in it. Raises Refused.
    """
    here = held(item)
    key = stage_key or _next_debate(here)
    require(rules.may_prepare_for(by, here, key))
    found = Debate.objects.filter(item=here, stage_key=key).first()
    if found is not None:
        found.item = here
        require(rules.may_change_terms(by, found))
    given = {
        "form": DebateForm(form) if form is not None else None,
        "question": question or None,
        "lead": lead,
        "reason_required": reason_required,
        "takes_replies": takes_replies,
        "shown": Shown(shown) if shown is not None else None,
        "video_url": video_url,
        "follows": follows,
    }
    before = terms_of(found) if found else terms_from(here, here.rules.stage(key))
    terms = replace(before, **{name: value for name, value in given.items() if value is not None})
    if found is not None:
        actions.change_terms(debate=found, terms=terms, by=by, at=at)
        return found
    made = actions.create_debate(item=here, stage_key=key, terms=terms, by=by, at=at)
    hold_debates(here, at)
    made.refresh_from_db()
    return made


def terms_of(debate: Debate) -> Terms:
    return Terms(**{name: getattr(debate, name) for name in Terms.__slots__})


@transaction.atomic
def conclude(*, debate: Debate, summary: str, by: User, at: datetime) -> bool:
    """Publish the closing summary, of which everybody who took part is told. Later again: only its text changes.

    True the first time. Raises Refused.
    """
    here = _held(debate)
    require(rules.may_conclude(by, here, at))
    if not summary.strip():
        raise Refused(no("summary_needed", _("A discussion does not end silently: say what came of it.")))
    return actions.publish_summary(debate=here, summary=summary.strip(), by=by, at=at)


def settle_debates(*, at: datetime) -> int:
    """Let every debate that runs, or whose time is over, take effect as its rules say; returns of how many.

    Votes take effect when they are given; this finds what else has changed.
    """
    found = Debate.objects.filter(opened_at__isnull=False, item__stage=StageKind.DEBATING)
    found = found.filter(item__standing=Standing.OPEN).select_related("item").order_by("item_id")
    return sum(_settle_apart(debate, at) for debate in found if debate.item.item.stage == debate.stage_key)


def _settle_apart(debate: Debate, at: datetime) -> bool:
    if debate.closes_at == debate.item.stage_ends_at and not _may_reach(debate):
        return False
    with set_apart(debate.item, at=at), transaction.atomic():
        here = _held(debate)
        hold_debates(here.item, at)
        if here.item.stage_ends_at is not None and here.item.stage_ends_at <= at:
            return bool(tell_final_numbers([here.item], at))
        return _record_if_reached(here, at)
    return False


def _settle(debate: Debate, at: datetime) -> None:
    """A threshold that this has reached takes effect at once. What goes wrong there is tried again by the clock."""
    if _may_reach(debate) and debate.is_open_at(at):
        with set_apart(debate.item, at=at):
            _record_if_reached(debate, at)


def _record_if_reached(debate: Debate, at: datetime) -> bool:
    """Only when a gate that is judged at once holds for the numbers as they are."""
    numbers = numbers_of(debate).as_counts()
    stage = debate.item.rules.stage(debate.stage_key)
    passed = passed_by([debate.item]).get(debate.item_id, frozenset())
    reached = any(
        gate.judged == Judged.ONCE and gate.key not in passed and gate.when.holds(Tally(numbers))
        for gate in stage.gates
        if counters_of(gate.when) & COUNTED_HERE
    )
    if not reached:
        return False
    return record_result(proposal=debate.item, counts=numbers, note="", by=None, at=at)


def _may_reach(debate: Debate) -> bool:
    stage = debate.item.rules.stage(debate.stage_key)
    return any(gate.judged == Judged.ONCE and counters_of(gate.when) & COUNTED_HERE for gate in stage.gates)


def _next_debate(item: Proposal) -> str:
    """The first stage with a debate that is not behind the item; "" when there is none."""
    stages = item.rules.stages[item.rules.place(item.item.stage) :]
    return next((one.key for one in stages if one.kind == StageKind.DEBATING), "")


def _held(debate: Debate) -> Debate:
    """As it stands now, with its item held behind it."""
    item = held(Proposal(pk=debate.item_id))
    now = Debate.objects.get(pk=debate.pk)
    now.item = item
    return now


def _again(opinion: Opinion, debate: Debate) -> Opinion:
    """As it stands now, in the debate that is held."""
    now = Opinion.objects.select_related("author", "parent").get(pk=opinion.pk)
    now.debate = debate
    return now


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
