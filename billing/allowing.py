"""From what an institution bought and paid to what it may do: written into Institution.entitlements."""

from datetime import datetime
from typing import Any

from billing.models import Invoice, InvoiceState, Subscription
from billing.trials import staff_read_from
from tenants.actions import set_entitlements
from tenants.context import public
from tenants.entitlements import STAFF_MAY_WRITE
from tenants.models import Institution

# The step of dunning after which staff only read, until it is paid.
STAFF_READ_ONLY = "staff_read_only"


def settle_entitlements(*, institution: Institution, at: datetime) -> bool:
    """What the version allows, with the seats bought beside it, and whether staff may write. False when it is so."""
    with public():
        held = Subscription.objects.select_related("version").filter(institution=institution).first()
        if held is None or held.version is None:
            return False
        allowed: dict[str, Any] = dict(held.version.entitlements)
        if held.seats and allowed.get("staff") is not None:
            allowed["staff"] += held.seats
        if is_staff_held(institution) or has_outlived_trial(held, institution, at):
            allowed[STAFF_MAY_WRITE] = False
        return set_entitlements(institution=institution, entitlements=allowed, at=at)


def is_staff_held(institution: Institution) -> bool:
    """A bill is unpaid for so long that staff only read."""
    due = Invoice.objects.filter(institution=institution, state=InvoiceState.DUE)
    return due.filter(notices__step=STAFF_READ_ONLY).exists()


def has_outlived_trial(held: Subscription, institution: Institution, at: datetime) -> bool:
    """Its trial ended a while ago, and nothing was ordered since."""
    ends = staff_read_from(held)
    return ends is not None and institution.local(at).date() >= ends
