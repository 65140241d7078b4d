"""A moderator sees a ballot through: drafts it, has it approved, opens it, and has the boxes counted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.ballots import actions, rules
from civic.ballots.actions import Terms
from civic.ballots.kinds import Kind
from civic.ballots.linting import findings
from civic.ballots.models import Ballot, Option
from civic.journeys.advance import advance
from civic.journeys.balloting import SAID_BY_RULES, ballots_of, end_together, hold_ballots, terms_from
from civic.processes.document import Stage
from civic.processes.kinds import BEGUN_BY_CITIZENS, StageKind
from civic.processes.models import Process
from civic.processes.queries import rules_of
from civic.proposals.models import Proposal, Standing
from civic.proposals.moving import held
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User


@transaction.atomic
def prepare_ballot(
    *, item: Proposal, stage_key: str = "", is_joint: bool = False, by: User, at: datetime, **given: Any
) -> Ballot:
    """The ballot of a stage that is not behind the item: a draft, of its own terms where the rules say nothing.

    `is_joint`: of all that stand in this stage under the same rules; each becomes an option. Raises Refused.
    """
    here = held(item)
    key = stage_key or next_vote(here)
    require(rules.may_prepare_for(by, here, key))
    if Ballot.objects.filter(item=here, stage_key=key).exists():
        raise Refused(no("prepared_already", _("A ballot of this stage is being prepared already.")))
    stage = here.rules.stage(key)
    terms = _kept_to_rules(replace(terms_from(here, stage, is_joint=is_joint), **given), stage, is_joint)
    made = actions.create_ballot(item=here, stage_key=key, is_joint=is_joint, terms=terms, by=by, at=at)
    if is_joint:
        for position, one in enumerate(standing_with(here, key)):
            Option.objects.create(
                ballot=made,
                position=position,
                title=one.title,
                description=one.excerpt,
                proposal=one,
                department=one.department,
            )
    return made


def standing_with(item: Proposal, stage_key: str) -> list[Proposal]:
    """All that wait to be voted on in this stage under the same rules, by their numbers; itself among them."""
    found = Proposal.objects.filter(
        process_version=item.process_version_id, stage=StageKind.VOTING, standing=Standing.OPEN
    ).select_related("department")
    return [one for one in found.order_by("pk") if one.item.stage == stage_key]


@transaction.atomic
def change_ballot(*, ballot: Ballot, by: User, at: datetime, **terms: Any) -> Ballot:
    """All of its Terms at once. Raises Refused when somebody has voted, or the rules say otherwise."""
    here = held_ballot(ballot)
    require(rules.may_change_ballot(by, here))
    stage = here.item.rules.stage(here.stage_key)
    now = _kept_to_rules(replace(terms_of(here), **terms), stage, here.is_joint)
    if now.kind == Kind.FOR_AGAINST and here.options.filter(code="").exists():
        raise Refused(
            no(
                "has_options",
                _("Options have been written for it already."),
                _("Remove them first: for or against has only these two."),
            )
        )
    actions.change_terms(ballot=here, terms=now, by=by, at=at)
    if here.opened_at is not None:
        require(_is_sound(here, at))
    return here


def terms_of(ballot: Ballot) -> Terms:
    return Terms(**{name: getattr(ballot, name) for name in Terms.__slots__})


@transaction.atomic
def approve_ballot(*, ballot: Ballot, by: User, at: datetime) -> Ballot:
    """Looked through, with nothing wrong: it opens with its stage, at once where the item is in it. Raises Refused."""
    here = held_ballot(ballot)
    require(rules.may_change_ballot(by, here))
    require(_is_sound(here, at))
    if here.approved_at is None:
        actions.approve_ballot(ballot=here, by=by, at=at)
        if not here.is_joint:
            hold_ballots(here.item, at)
            here.refresh_from_db()
    return here


@transaction.atomic
def open_joint_ballot(*, ballot: Ballot, by: User, at: datetime) -> Ballot:
    """From now on everybody votes on all that stand on it, for as long as the rules give their stage. Raises Refused."""
    items = _held_items(ballot)
    here = held_ballot(ballot)
    require(may_open_together(by, here, items))
    require(_is_sound(here, at))
    closes_at = end_together(here, items, at)
    actions.open_ballot(ballot=here, closes_at=closes_at, by=by, at=at)
    return here


def may_open_together(person: Any, ballot: Ballot, items: Iterable[Proposal]) -> Verdict:
    """An approved one, when all on it wait in the stage and no other ballot decides about them."""
    if not (may := rules.may_prepare(person)).allowed:
        return may
    if not ballot.is_joint or ballot.opened_at is not None:
        return no("opened_already", _("This vote opens by itself, or is open."))
    if ballot.approved_at is None:
        return no("not_approved", _("Somebody looks it through and approves it first."))
    rows = list(items)
    away = [
        one
        for one in rows
        if one.item.stage != ballot.stage_key
        or one.standing != Standing.OPEN
        or one.process_version_id != ballot.item.process_version_id
    ]
    if away:
        return no(
            "not_together",
            _("“%(title)s” does not stand in this vote any more.") % {"title": away[0].title},
            _("Take it off the ballot."),
        )
    if any(other.pk != ballot.pk and other.counted_at is None for other in ballots_of(rows)):
        return no("voted_on_elsewhere", _("People vote on one of these on another ballot already."))
    return YES


@transaction.atomic
def finish_boxes(*, ballot: Ballot, by: User, at: datetime) -> None:
    """Every box has been counted by two people: the result is published, and the rules take their course.

    Raises Refused.
    """
    items = _held_items(ballot)
    here = held_ballot(ballot)
    require(rules.may_finish_boxes(by, here, at))
    actions.finish_boxes(ballot=here, by=by, at=at)
    for one in items:
        advance(proposal=one, at=at)


def held_ballot(ballot: Ballot) -> Ballot:
    """As it stands now, with its item held behind it; whoever votes waits."""
    item = held(Proposal(pk=ballot.item_id))
    now = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
    now.item = item
    return now


def next_vote(item: Proposal) -> str:
    """The first stage with a vote that is not behind the item; "" when there is none."""
    stages = item.rules.stages[item.rules.place(item.item.stage) :]
    return next((one.key for one in stages if one.kind == StageKind.VOTING), "")


def processes_begun_by_a_vote() -> list[Process]:
    """Open ones of the institution's own, whose first stage is a vote."""
    mine = Process.objects.filter(is_open=True, current_version__isnull=False).exclude(
        track__in=BEGUN_BY_CITIZENS
    )
    found = mine.order_by("position", "pk")
    return [
        one for one in found if rules_of(one.current_version_id or 0).first_stage.kind == StageKind.VOTING
    ]


def said_by_rules(item: Proposal, stage_key: str) -> tuple[str, ...]:
    """Which of a ballot's terms its rules have settled; nobody changes these for one ballot."""
    stage = next((one for one in item.rules.stages if one.key == stage_key), None)
    return SAID_BY_RULES if stage is not None and stage.vote is not None else ()


def _kept_to_rules(terms: Terms, stage: Stage, is_joint: bool) -> Terms:
    if stage.vote is not None:
        its = stage.vote
        terms = replace(
            terms,
            choices=its.choices,
            exactly=its.exactly,
            sum=its.budget or terms.sum,
            may_change=its.may_change,
            shown=its.shown,
        )
    if is_joint and terms.kind == Kind.FOR_AGAINST:
        raise Refused(no("not_two_sides", _("A vote among several proposals is not one for or against.")))
    if stage.vote is not None and stage.vote.budget and terms.kind != Kind.BUDGET:
        raise Refused(no("money_by_rule", _("The rules name a sum of money: it is a vote on a budget.")))
    return terms


def _is_sound(ballot: Ballot, at: datetime) -> Verdict:
    """YES, or the first thing that is wrong with it."""
    options = list(ballot.options.all())
    wrong = [one for one in findings(ballot, options, at) if one.is_error]
    return no(wrong[0].code, wrong[0].sentence) if wrong else YES


def _held_items(ballot: Ballot) -> list[Proposal]:
    """All it decides about, by ascending number: nobody waits for each other."""
    ids = {ballot.item_id}
    if ballot.is_joint:
        numbers = Option.objects.filter(ballot=ballot.pk, proposal__isnull=False)
        ids = set(numbers.values_list("proposal_id", flat=True)) or ids
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.order_by("pk"))
