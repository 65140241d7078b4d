"""일회 참여: whether the rules let somebody vote without an account, with a code that came back."""

from datetime import datetime

from django.utils.translation import gettext as _

from civic.ballots.models import Ballot
from civic.ballots.rules import takes_votes
from civic.processes.engine.persons import SIGN_IN
from civic.processes.kinds import Deed
from platform_core.access import YES, Verdict, no


def may_vote_once(ballot: Ballot, at: datetime) -> Verdict:
    if not (open_for := takes_votes(ballot, at)).allowed:
        return open_for
    if not ballot.item.rules.requirement(Deed.VOTE).takes_once:
        return no("sign_in", _("This needs an account."), "", str(SIGN_IN))
    return YES
