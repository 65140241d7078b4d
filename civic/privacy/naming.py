"""Choosing how people are named to everybody."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.people.age_bands import keep_age_bands
from civic.people.rules import is_administrator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.accounts.public_names import SETTING, Naming
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here

CHOSEN = "privacy.names.chosen"


def may_choose_naming(person: Any) -> Verdict:
    if is_administrator(person):
        return YES
    return no("not_allowed", _("Only administrators choose how people are named."))


@transaction.atomic
def choose_naming(*, naming: Naming, by: User, at: datetime) -> bool:
    """Everywhere at once, also for what was written before. False when it is so already. Raises Refused."""
    require(may_choose_naming(by))
    institution = here()
    if institution is None or not keep_setting(
        institution=institution, name=SETTING, value=naming.value, at=at
    ):
        return False
    keep_age_bands(today=localdate(at), naming=naming)
    record(CHOSEN, None, at=at, actor=by, naming=naming.value)
    return True
