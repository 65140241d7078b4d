"""From what an institution bought and paid to what it may do: written into Institution.entitlements."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing import events
from billing.calendar import day_of
from billing.models import Invoice, InvoiceState, Subscription
from billing.telling import tell_both
from billing.trials import staff_read_from
from billing.usage import usage_in_month
from tenants.actions import set_entitlements
from tenants.context import public
from tenants.entitlements import PAUSED, PAUSES, STAFF_MAY_WRITE
from tenants.models import Institution

# The step of dunning after which staff only read, until it is paid.
STAFF_READ_ONLY = "staff_read_only"


def settle_entitlements(*, institution: Institution, at: datetime) -> bool:
    """What the version allows, with the seats bought beside it, whether staff may write, and what waits as its month is
    used up. False when it is so.
    """
    with public():
        held = Subscription.objects.select_related("version").filter(institution=institution).first()
        if held is None or held.version is None:
            return False
        allowed: dict[str, Any] = dict(held.version.entitlements)
        if held.seats and allowed.get("staff") is not None:
            allowed["staff"] += held.seats
        if is_staff_held(institution) or has_outlived_trial(held, institution, at):
            allowed[STAFF_MAY_WRITE] = False
        if used_up := _used_up(institution, allowed, at):
            allowed[PAUSED] = used_up
        with transaction.atomic():
            _tell_what_waits(institution, used_up, at)
            return set_entitlements(institution=institution, entitlements=allowed, at=at)


def _used_up(institution: Institution, allowed: dict[str, Any], at: datetime) -> list[str]:
    """What can wait and whose amount of this month is used."""
    used = usage_in_month(institution, day_of(institution, at))
    return sorted(key for key in PAUSES if allowed.get(key) is not None and used.get(key, 0) >= allowed[key])


def _tell_what_waits(institution: Institution, used_up: list[str], at: datetime) -> None:
    """Of each once, when it begins to wait and when it goes on."""
    now = (
        Institution.objects.select_for_update().values_list("entitlements", flat=True).get(pk=institution.pk)
    )
    before = set(now.get(PAUSED, ()))
    for kind, keys in (
        (events.USAGE_PAUSED, set(used_up) - before),
        (events.USAGE_RESUMED, before - set(used_up)),
    ):
        for key in sorted(keys):
            tell_both(kind, institution, at=at, meter=key)


def is_staff_held(institution: Institution) -> bool:
    """A bill is unpaid for so long that staff only read."""
    due = Invoice.objects.filter(institution=institution, state=InvoiceState.DUE)
    return due.filter(notices__step=STAFF_READ_ONLY).exists()


def has_outlived_trial(held: Subscription, institution: Institution, at: datetime) -> bool:
    """Its trial ended a while ago, and nothing was ordered since."""
    ends = staff_read_from(held)
    return ends is not None and institution.local(at).date() >= ends
