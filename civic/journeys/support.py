"""A citizen supports a proposal."""

from civic.processes.clock import database_now
from civic.proposals import actions, rules
from civic.proposals.models import Proposal, Support
from platform_core.access import require
from platform_core.accounts.models import User


def give_support(*, proposal: Proposal, citizen: User) -> bool:
    """True if the support is new; False if it was there already. Raises Refused when it does not count.

    No lock, no transaction around it: one statement guards and writes. The rule is asked again only when
    that statement wrote nothing, to say why, by the same clock that refused.
    """
    if actions.give_support(proposal=proposal, citizen=citizen):
        return True
    if Support.objects.filter(proposal=proposal, citizen=citizen).exists():
        return False
    proposal.refresh_from_db()
    require(rules.may_support(citizen, proposal, database_now()))
    # The rule now says yes: the stage changed back between the two statements. Try once more.
    return actions.give_support(proposal=proposal, citizen=citizen)


def withdraw_support(*, proposal: Proposal, citizen: User) -> bool:
    """True if a support was taken back; False if there was none. Raises Refused after the window closed."""
    if actions.withdraw_support(proposal=proposal, citizen=citizen):
        return True
    if not Support.objects.filter(proposal=proposal, citizen=citizen).exists():
        return False
    proposal.refresh_from_db()
    require(rules.may_withdraw_support(citizen, proposal, database_now()))
    return actions.withdraw_support(proposal=proposal, citizen=citizen)
