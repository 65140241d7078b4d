"""An institution takes itself along: its administrator orders everything it is, in open formats."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from tenants.context import here
from tenants.models import Institution
from tenants.moving.models import Export
from tenants.moving.ordering import exports_of, order_export


def may_take_along(person: Any) -> Verdict:
    """Whatever was paid or not: what an institution and its citizens wrote is theirs."""
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators order an export of everything."))
    return YES


def take_along(*, reason: str, passphrase: str, by: User, at: datetime) -> Export:
    """Raises Refused. Whoever calls has asked for the second factor once more."""
    require(may_take_along(by))
    return order_export(
        institution=_here(), reason=reason, passphrase=passphrase, by=by, by_operator=False, at=at
    )


def exports_here() -> list[Export]:
    return exports_of(_here())


def _here() -> Institution:
    institution = here()
    assert institution is not None
    return institution
