"""How people talk with each other here, as an administrator chooses."""

from datetime import datetime

from django.db import transaction

from civic.journeys.describe import may_describe_institution
from civic.proposals.replying import SETTING
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here

CHOSEN = "proposals.replies.chosen"


@transaction.atomic
def choose_replies(*, are_taken: bool, by: User, at: datetime) -> bool:
    """From now on people may reply to a comment, or not; what stands there stays. False when it is so already.

    Raises Refused.
    """
    require(may_describe_institution(by))
    institution = here()
    assert institution is not None
    if not keep_setting(institution=institution, name=SETTING, value=not are_taken, at=at):
        return False
    record(CHOSEN, None, at=at, actor=by, are_taken=are_taken)
    return True
