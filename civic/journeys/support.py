"""A citizen supports a proposal, or says that they disagree."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from civic.abuse.braking import may_go_on
from civic.journeys.catching_up import let_due_happen
from civic.processes.clock import database_now
from civic.processes.document import Requirement, Rules
from civic.processes.kinds import Counter, Deed, Unverified
from civic.processes.persons import is_verified
from civic.proposals import actions, rules
from civic.proposals.counting import hold_voice
from civic.proposals.limiting import hold_limit, limits_on
from civic.proposals.models import Dislike, Proposal, Support
from civic.proposals.set_aside import has_said
from civic.restraints.rules import look_again
from platform_core.access import YES, Verdict, no, require
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User

May = Callable[[User, Proposal, datetime], Verdict]


def give_support(*, proposal: Proposal, citizen: User, whence: Whence = NOWHERE) -> bool:
    """True if the support is new; False if it was there already. Raises Refused when it does not count.

    Where any member may, however often, no lock and no transaction is around it: one statement guards and
    writes. The rule is asked again only when that statement wrote nothing, to say why, by the same clock that
    refused. Where one can also disagree, giving support takes a dislike back.
    """
    require(may_go_on(citizen, whence))
    if _takes_any_member(proposal.rules):
        give = partial(actions.give_support, proposal=proposal, citizen=citizen, whence=whence)
        return _said(give, Support, rules.may_support, proposal, citizen)
    with transaction.atomic():
        if not _may_say(Support, rules.may_support, Deed.SUPPORT, proposal, citizen):
            return False
        if Counter.DISLIKE in proposal.rules.counters:
            let_due_happen(proposal, database_now())
        actions.withdraw_dislike(proposal=proposal, citizen=citizen)
        require(_has_not_disagreed(citizen, proposal))
        verified = looks_at_identity(proposal.rules) and is_verified(citizen)
        give = partial(
            actions.give_support, proposal=proposal, citizen=citizen, verified=verified, whence=whence
        )
        return _said(give, Support, rules.may_support, proposal, citizen)


def withdraw_support(*, proposal: Proposal, citizen: User) -> bool:
    """True if a support was taken back; False if there was none. Raises Refused after the window closed.

    What it has helped to reach stays reached, whether or not a worker has come by.
    """
    let_due_happen(proposal, database_now())
    take_back = partial(actions.withdraw_support, proposal=proposal, citizen=citizen)
    return _taken_back(take_back, Support, rules.may_withdraw_support, proposal, citizen)


@transaction.atomic
def give_dislike(*, proposal: Proposal, citizen: User, whence: Whence = NOWHERE) -> bool:
    """비공감. True if it is new; it takes the person's support back. Raises Refused when it does not count."""
    require(may_go_on(citizen, whence))
    if not _may_say(Dislike, rules.may_dislike, Deed.DISLIKE, proposal, citizen):
        return False
    let_due_happen(proposal, database_now())
    actions.withdraw_support(proposal=proposal, citizen=citizen)
    give = partial(actions.give_dislike, proposal=proposal, citizen=citizen, whence=whence)
    return _said(give, Dislike, rules.may_dislike, proposal, citizen)


def withdraw_dislike(*, proposal: Proposal, citizen: User) -> bool:
    """True if it was taken back; False if there was none. Raises Refused after the window closed."""
    if Counter.DISLIKE in proposal.rules.counters:
        let_due_happen(proposal, database_now())
    take_back = partial(actions.withdraw_dislike, proposal=proposal, citizen=citizen)
    return _taken_back(take_back, Dislike, rules.may_withdraw_dislike, proposal, citizen)


def _has_not_disagreed(citizen: User, proposal: Proposal) -> Verdict:
    """Where disagreeing is over and supporting is not, what was said stays: nobody is counted on both sides."""
    if has_said(Dislike, proposal, citizen):
        return no(
            "disagreed",
            _("You said that you disagree, and that is counted already."),
            _("You can still say more in a comment."),
        )
    return YES


def _takes_any_member(its: Rules) -> bool:
    plain = its.requirement(Deed.SUPPORT) == Requirement() and not limits_on(its, Deed.SUPPORT)
    return plain and not its.counting.dislike and not looks_at_identity(its)


def looks_at_identity(its: Rules) -> bool:
    """Whether it matters to anything that a supporter's identity was checked; else it is not looked up."""
    return its.counting.unverified == Unverified.SHOWN_APART or Counter.VERIFIED_SUPPORT in its.counters


def _may_say(
    said: type[Support] | type[Dislike], may: May, deed: Deed, proposal: Proposal, citizen: User
) -> bool:
    """False where it was said already. Raises Refused. Nobody is for and against, or over a limit, by two clicks."""
    hold_voice(proposal=proposal, citizen_id=citizen.pk)
    hold_limit(citizen, proposal.rules, deed)
    if has_said(said, proposal, citizen):
        return False
    look_again(citizen)
    require(may(citizen, proposal, database_now()))
    return True


def _said(
    say: Callable[[], bool],
    said: type[Support] | type[Dislike],
    may: May,
    proposal: Proposal,
    citizen: User,
) -> bool:
    if say():
        return True
    if has_said(said, proposal, citizen):
        return False
    proposal.refresh_from_db()
    look_again(citizen)
    require(may(citizen, proposal, database_now()))
    # The rule now says yes: stage or rules changed between the two statements. Try once more.
    return say()


def _taken_back(
    take_back: Callable[[], bool],
    said: type[Support] | type[Dislike],
    may: May,
    proposal: Proposal,
    citizen: User,
) -> bool:
    if take_back():
        return True
    if not has_said(said, proposal, citizen):
        return False
    proposal.refresh_from_db()
    require(may(citizen, proposal, database_now()))
    return take_back()
