"""일회 참여: whether the rules let somebody say what they think without an account, with a code that came back."""

from datetime import datetime

from django.utils.translation import gettext as _

from civic.debates.models import Debate
from civic.debates.rules import takes_opinions
from civic.processes.engine.persons import SIGN_IN
from civic.processes.kinds import Deed
from platform_core.access import YES, Verdict, no


def may_opine_once(debate: Debate, at: datetime) -> Verdict:
    if not (open_for := takes_opinions(debate, at)).allowed:
        return open_for
    if not debate.item.rules.requirement(Deed.VOTE).takes_once:
        return no("sign_in", _("This needs an account."), "", str(SIGN_IN))
    return YES
