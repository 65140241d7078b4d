"""Taking part in the comparison of institutions: the institution's own choice, taken back at any time."""

from datetime import datetime

from django.db import transaction

from civic.journeys.describe import may_describe_institution
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here
from tenants.watching.benchmarks import SETTING

CHOSEN = "watching.comparison.chosen"


@transaction.atomic
def choose_comparison(*, takes_part: bool, by: User, at: datetime) -> bool:
    """From the next look on its figures count, or no longer. False when it is so already. Raises Refused."""
    require(may_describe_institution(by))
    institution = here()
    assert institution is not None
    if not keep_setting(institution=institution, name=SETTING, value=takes_part, at=at):
        return False
    record(CHOSEN, None, at=at, actor=by, takes_part=takes_part)
    return True
