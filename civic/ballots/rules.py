"""Who may do what with a ballot, and why not. Doors ask to draw; verbs demand, inside the transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.ballots.choosing import is_a_paper
from civic.ballots.models import Ballot, Box, Option, Voter
from civic.people.rules import is_moderator, may_do_the_work
from civic.processes.engine import is_open_for
from civic.processes.engine.persons import SIGN_IN
from civic.processes.kinds import Deed, Shown, StageKind
from civic.processes.persons import is_free_to, is_person_entitled
from civic.proposals.limiting import within_limits
from civic.proposals.models import Proposal
from civic.proposals.rules import why_gone
from civic.restraints.models import AsideKind
from civic.restraints.rules import lies_aside
from platform_core.access import YES, Verdict, first_no, no
from tenants.entitlements import in_use_here


def takes_votes(ballot: Ballot, at: datetime) -> Verdict:
    """What the ballot itself answers, whoever asks: it runs, to the instant its time ends."""
    if not ballot.is_joint and (gone := why_gone(ballot.item)) is not None:
        return gone
    if ballot.opened_at is None or at < ballot.opened_at:
        return no("ballot_not_open", _("This vote has not begun yet."))
    if ballot.has_ended_at(at):
        return is_over(ballot, at)
    if ballot.is_joint:
        return YES
    if ballot.item.item.stage != ballot.stage_key:
        return is_over(ballot, at)
    return is_open_for(ballot.item.rules, ballot.item.item, Deed.VOTE, at)


def may_vote(
    person: Any, ballot: Ballot, options: Sequence[Option], chosen: Sequence[int] | None, at: datetime
) -> Verdict:
    """Put this paper in, or change it where that is allowed. `chosen` None: whether the person may at all."""
    if not (open_for := takes_votes(ballot, at)).allowed:
        return open_for
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Sign in to vote."), _("What you chose is kept."), str(SIGN_IN))
    its = ballot.item.rules
    if not (entitled := is_person_entitled(person, its.requirement(Deed.VOTE))).allowed:
        return entitled
    if not (free := is_free_to(person, Deed.VOTE, at)).allowed:
        return free
    if lies_aside(person, AsideKind.VOTE, [ballot.pk]):
        return was_taken_out()
    if has_voted(person, ballot):
        if not ballot.may_change:
            return voted_already()
    elif not (free := within_limits(person, its, ballot.item.process_version_id, Deed.VOTE, at)).allowed:
        return free
    return YES if chosen is None else is_a_paper(ballot, options, chosen)


def was_taken_out() -> Verdict:
    return no(
        "taken_out",
        _("Your vote was taken out of the count. The reason stands on the page of the proposal."),
        _("Ask the institution if you think that this is wrong."),
    )


def may_withdraw_vote(person: Any, ballot: Ballot, at: datetime) -> Verdict:
    """Take the paper out again, while the vote runs and where the ballot lets people do so."""
    if not (open_for := takes_votes(ballot, at)).allowed:
        return open_for
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Sign in to vote."), "", str(SIGN_IN))
    if not ballot.may_withdraw:
        return no("not_withdrawable", _("A vote that has been cast stays in this vote."))
    return YES if has_voted(person, ballot) else no("not_voted", _("You have not voted here."))


def has_voted(person: Any, ballot: Ballot) -> bool:
    if not getattr(person, "is_authenticated", False):
        return False
    return Voter.objects.filter(ballot=ballot, person=person.pk).exists()


def may_enter_vote(person: Any, ballot: Ballot, at: datetime) -> Verdict:
    """Staff, for somebody who stands before them, while the vote runs."""
    if not may_do_the_work(person).allowed:
        return no("not_allowed", _("Only people who work here enter votes of those who come in person."))
    return takes_votes(ballot, at)


def is_first_vote(person: Any, ballot: Ballot) -> Verdict:
    """One person is one vote, here and at the counter: who has voted is not entered again."""
    return voted_already() if has_voted(person, ballot) else YES


def may_prepare(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators prepare a vote."))
    return YES


def may_prepare_for(person: Any, item: Proposal, stage_key: str) -> Verdict:
    """A stage of the item in which it is voted on, which is not behind it, and whose rules are kept here."""
    rules = item.rules
    here = [place for place, one in enumerate(rules.stages) if one.key == stage_key]
    if not here or rules.stages[here[0]].kind != StageKind.VOTING:
        return no("no_such_ballot", _("The rules of this item have no vote there."), actual=stage_key)
    if item.stage == StageKind.CLOSED or here[0] < rules.place(item.item.stage):
        return no("stage_over", _("The time of this vote is over already."), actual=stage_key)
    its = rules.stages[here[0]].vote
    if its is not None and (its.electorates or its.one_per_category):
        return no(
            "not_held_here",
            _(
                "Its rules weigh the votes of several groups, or give each field one vote: that is not counted here."
            ),
            _("Hold it elsewhere, and record its result under “Decisions”."),
        )
    money = in_use_here("budgets") if its is not None and its.budget else YES
    return first_no(may_prepare(person), in_use_here("votes"), money, why_gone(item) or YES)


def may_change_ballot(person: Any, ballot: Ballot) -> Verdict:
    """Question, options and all that decides: from the first vote on nobody is made to have voted on something else."""
    if ballot.opened_at is not None and is_begun(ballot):
        return no(
            "rule_frozen",
            _("People have voted already: what they voted on stays as it is."),
            requirement=0,
            actual=1,
        )
    if ballot.opened_at is not None and ballot.counted_at is not None:
        return no("stage_over", _("The time of this vote is over already."))
    return may_prepare(person)


def is_begun(ballot: Ballot) -> bool:
    """Whether anybody has voted, or a box has been entered."""
    return Voter.objects.filter(ballot=ballot).exists() or Box.objects.filter(ballot=ballot).exists()


def may_enter_box(person: Any, ballot: Ballot, at: datetime) -> Verdict:
    """Moderators, from the opening of the vote until its count is finished."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators enter what came out of a ballot box."))
    if not ballot.has_boxes:
        return no("no_boxes", _("This vote is held without ballot boxes."))
    if ballot.opened_at is None:
        return no("ballot_not_open", _("This vote has not begun yet."))
    if ballot.counted_at is not None or ballot.boxes_done_at is not None:
        return no("counted_already", _("This vote has been counted: its result stays as it was published."))
    return YES


def may_confirm_box(person: Any, box: Box, at: datetime) -> Verdict:
    """A second person, who has counted the same papers."""
    if not (may := may_enter_box(person, box.ballot, at)).allowed:
        return may
    if box.confirmed_at is not None:
        return no("confirmed_already", _("Two people agree on this box already."))
    if box.entered_by_id == person.pk:
        return no("two_people", _("Somebody else counts the box a second time: two people must agree."))
    return YES


def may_finish_boxes(person: Any, ballot: Ballot, at: datetime) -> Verdict:
    """Say that every box has been counted: the result is published then."""
    if not (may := may_enter_box(person, ballot, at)).allowed:
        return may
    if not ballot.has_ended_at(at):
        return no("ballot_runs", _("People can still vote."))
    if Box.objects.filter(ballot=ballot, confirmed_at=None).exists():
        return no(
            "box_open",
            _("A box has been counted by one person only: somebody else counts it, too, or it is removed."),
        )
    return YES


def sees_result(person: Any, ballot: Ballot, at: datetime) -> bool:
    """Whether what was chosen is told to this person.

    Kept back, it is kept back from staff, too: who knows how it stands can act on it. How many took part is
    told to everybody.
    """
    if ballot.counted_at is not None:
        return True
    if ballot.opened_at is None or ballot.shown == Shown.AT_THE_END:
        return False
    return ballot.shown == Shown.LIVE or has_voted(person, ballot)


def voted_already() -> Verdict:
    return no(
        "voted_already",
        _("This person has voted already, and a vote that has been cast is not changed here."),
        requirement=1,
        actual=1,
    )


def is_sealed() -> Verdict:
    """Who has voted stays counted once; only what they chose cannot be found to be changed."""
    return no("sealed", _("Your vote is counted, and cannot be changed any more."))


def is_over(ballot: Ballot, at: datetime) -> Verdict:
    ended = min(at, ballot.closes_at or at)
    day = date_format(localtime(ended - timedelta(microseconds=1)), "DATE_FORMAT")
    return no(
        "ballot_over",
        _("This vote ended on %(date)s.") % {"date": day},
        _("Its result stays readable."),
        requirement=ended.isoformat(),
        actual=at.isoformat(),
    )
