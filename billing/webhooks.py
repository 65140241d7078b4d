"""What a gateway tells us: believed in nothing but that something happened to a customer of ours.

Signature on the raw bytes, stored once by the event's own id, acted on in a task: the subscription and its bills are
read again from the gateway. So the order in which events come, how often, and how late makes no difference.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from billing import events
from billing.gateway import GatewayDown, GatewayRefused, gateway_called
from billing.mirroring import changes_of, refresh
from billing.models import GatewayEvent, Invoice, Subscription
from billing.models.subscriptions import Gateway
from billing.telling import tell_both
from tenants.context import public

log = logging.getLogger("madang.billing")
# Only these are of interest; the others are stored as done.
ABOUT = ("customer.subscription.", "invoice.", "subscription_schedule.")
LONGEST_WAIT = timedelta(hours=1)
KEPT = timedelta(days=90)


def store_event(*, told: Mapping[str, Any], live: bool, at: datetime) -> GatewayEvent | None:
    """Once by its id; None when it was seen before. `told` has been opened: its signature holds.

    One of the other mode (test or live) is stored as done: it is no news of ours.
    """
    is_ours = bool(told.get("livemode")) == live
    kind = str(told.get("type", ""))[:100]
    wanted = is_ours and kind.startswith(ABOUT)
    with public():
        known = GatewayEvent.objects.filter(event_id=str(told["id"])[:255])
        if known.exists():
            return None
        made = GatewayEvent(
            event_id=str(told["id"])[:255],
            kind=kind,
            customer_ref=_customer(told)[:255],
            made_at=_made_at(told, at),
            received_at=at,
            acted_at=None if wanted else at,
            outcome="" if wanted else ("other_kind" if is_ours else "other_mode"),
        )
        # Two may come at the same instant: the second leaves no row.
        GatewayEvent.objects.bulk_create([made], ignore_conflicts=True)
    return made


def _customer(told: Mapping[str, Any]) -> str:
    data = told.get("data")
    thing = data.get("object") if isinstance(data, dict) else None
    customer = thing.get("customer") if isinstance(thing, dict) else None
    if isinstance(customer, dict):
        customer = customer.get("id")
    return customer if isinstance(customer, str) else ""


def _made_at(told: Mapping[str, Any], at: datetime) -> datetime:
    created = told.get("created")
    try:
        return datetime.fromtimestamp(int(str(created)), UTC)
    except (ValueError, OverflowError, OSError):
        return at


def act_on_waiting(*, at: datetime, limit: int = 500) -> int:
    """Read again what waiting events are about: each customer once, however many events. Returns how many are done."""
    with public():
        waiting = GatewayEvent.objects.filter(acted_at=None).filter(Q(retry_at=None) | Q(retry_at__lte=at))
        found = list(waiting.order_by("pk").values_list("pk", "customer_ref")[:limit])
    customers: dict[str, list[int]] = {}
    for pk, customer in found:
        customers.setdefault(customer, []).append(pk)
    return sum(_act(customer, pks, at) for customer, pks in customers.items())


def _act(customer: str, pks: list[int], at: datetime) -> int:
    """By our own book of customers: what the event says of institutions is not looked at."""
    with public():
        mine = GatewayEvent.objects.filter(pk__in=pks, acted_at=None)
        held = (
            Subscription.objects.select_related("institution", "version__plan", "plan")
            .filter(customer_ref=customer)
            .first()
            if customer
            else None
        )
        if held is None:
            return mine.update(acted_at=at, outcome="unknown_customer")
        try:
            refresh(held=held, at=at)
        except GatewayDown as down:
            log.warning("Events of customer %s wait: %s", customer, down)
            mine.update(attempts=models.F("attempts") + 1, retry_at=at + timedelta(minutes=1))
            return 0
        except GatewayRefused as refused:
            return mine.update(acted_at=at, outcome=f"refused: {refused}"[:200])
        return mine.update(acted_at=at, outcome="read_again")


def forget_old_events(*, before: datetime) -> int:
    with public():
        return GatewayEvent.objects.filter(acted_at__lt=before).delete()[0]


def differences(*, at: datetime) -> list[dict[str, Any]]:
    """What the gateway holds and our books do not say, or the other way round. Nothing is changed.

    Each difference is written down as an event; an empty list is how it should be.
    """
    with public():
        theirs = Subscription.objects.filter(gateway=Gateway.STRIPE).exclude(subscription_ref="")
        found = list(theirs.select_related("institution", "version__plan", "plan").order_by("pk"))
        told = [fact for held in found for fact in _differences_of(held)]
        for one in told:
            held = one.pop("held")
            with transaction.atomic():
                tell_both(events.DIFFERED, held.institution, at=at, **one)
    return told


def _differences_of(held: Subscription) -> list[dict[str, Any]]:
    gateway = gateway_called(held.gateway)
    try:
        now, bills = gateway.read(held), gateway.invoices(held)
    except GatewayDown:
        return []
    except GatewayRefused as refused:
        return [{"held": held, "what": "subscription", "ours": held.subscription_ref, "theirs": str(refused)}]
    found: list[dict[str, Any]] = []
    if now is not None:
        for name, value in changes_of(held, now).items():
            found.append({"held": held, "what": name, "ours": str(getattr(held, name)), "theirs": str(value)})
    ours = dict(Invoice.objects.filter(institution=held.institution).values_list("remote_ref", "state"))
    wanted = {"open": "due", "uncollectible": "due", "paid": "paid"}
    for bill in bills:
        there, here = wanted.get(bill.status, "void"), ours.get(bill.ref, "missing")
        if bill.status != "draft" and there != here:
            found.append({"held": held, "what": bill.ref, "ours": here, "theirs": there})
    return found
