"""Carrying out what was ordered. Whoever takes an order up again asks the gateway under the same key."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from billing import events
from billing.dunning import relieve
from billing.gateway import Gateway, GatewayDown, GatewayRefused, Held, Terms, gateway_called
from billing.mirroring import mirror_invoices
from billing.models import Coupon, Order, OrderKind, OrderState, PlanVersion, Subscription, SubscriptionState
from billing.next_term import withdraw_next_bill
from billing.telling import tell_both
from platform_core.access import Refused
from tenants.context import public

log = logging.getLogger("madang.billing")
LONGEST_WAIT = timedelta(hours=1)


def carry_out(*, order: Order, at: datetime) -> bool:
    """Ask the gateway, and write down what it did. False when it is down (the sweep asks again, under the same key) or
    another worker has the order; a refusal is written down and ends it.
    """
    if not _lease(order, at):
        return False
    with public():
        held = Subscription.objects.select_related("institution", "version__plan", "plan").get(
            institution_id=order.institution_id
        )
        try:
            done = _ask(gateway_called(held.gateway), held, order, at)
        except GatewayDown as down:
            _note(order, str(down))
            return False
        except (GatewayRefused, Refused) as refused:
            _refuse(order, held, str(refused), at)
            return False
        _finish(order, held, done, at)
        mirror_invoices(held=held, at=at)
        order.refresh_from_db()
    return True


def carry_out_waiting(*, at: datetime, limit: int = 100) -> int:
    """Orders that were cut short, or whose gateway was down; returns how many were finished."""
    with public():
        waiting = Order.objects.filter(state=OrderState.WAITING).filter(
            Q(retry_at=None) | Q(retry_at__lte=at)
        )
        found = list(waiting.order_by("pk")[:limit])
    return sum(carry_out(order=order, at=at) for order in found)


def _lease(order: Order, at: datetime) -> bool:
    """Ours until `retry_at`: whoever comes meanwhile goes on to the next."""
    wait = min(timedelta(seconds=30 * 2 ** min(order.attempts, 10)), LONGEST_WAIT)
    with public():
        free = Order.objects.filter(pk=order.pk, state=OrderState.WAITING, attempts=order.attempts)
        free = free.filter(Q(retry_at=None) | Q(retry_at__lte=at))
        return bool(free.update(attempts=models.F("attempts") + 1, retry_at=at + wait))


def _ask(gateway: Gateway, held: Subscription, order: Order, at: datetime) -> Held | None:
    key = f"order-{order.key}"
    match order.kind:
        case OrderKind.SUBSCRIBE:
            if not held.customer_ref and (customer := gateway.open_customer(held, key=f"{key}-customer")):
                # Kept at once: should the next step fail, the same customer is asked for it.
                Subscription.objects.filter(pk=held.pk).update(customer_ref=customer)
                held.customer_ref = customer
            return gateway.subscribe(held, terms_of(order, held), key=key, at=at)
        case OrderKind.CHANGE:
            return gateway.change(held, terms_of(order, held), key=key, at=at)
        case OrderKind.CHANGE_AT_END:
            gateway.change_at_end(held, terms_of(order, held), key=key, at=at)
        case OrderKind.CANCEL:
            gateway.cancel_at_end(held, key=key, at=at)
        case OrderKind.RESUME:
            gateway.resume(held, key=key, at=at)
    return None


def terms_of(order: Order, held: Subscription) -> Terms:
    asked = order.asked
    coupon = Coupon.objects.filter(code__iexact=asked["coupon"]).first() if asked["coupon"] else None
    return Terms(
        version=PlanVersion.objects.select_related("plan").get(pk=asked["version"]),
        seats=asked["seats"],
        collection=asked["collection"],
        days_until_due=held.days_until_due,
        coupon=coupon,
    )


def _finish(order: Order, held: Subscription, done: Held | None, at: datetime) -> None:
    """In one transaction: the subscription as it now is, what it allows, and that the order is done."""
    changes: dict[str, Any] = {}
    match order.kind:
        case OrderKind.SUBSCRIBE | OrderKind.CHANGE:
            assert done is not None
            terms = terms_of(order, held)
            changes = {
                "plan": terms.version.plan,
                "version": terms.version,
                "seats": terms.seats,
                "state": SubscriptionState.ACTIVE,
                "subscription_ref": done.subscription,
                "term_starts_on": done.starts_on,
                "term_ends_on": done.ends_on,
                "next_version": None,
                "cancels_at_end": False,
                "trial_ends_on": None,
            }
            if terms.coupon is not None:
                changes |= {"coupon": terms.coupon, "coupon_bills_left": terms.coupon.bills - 1}
        case OrderKind.CHANGE_AT_END:
            terms = terms_of(order, held)
            changes = {"next_version": terms.version, "next_seats": terms.seats, "cancels_at_end": False}
        case OrderKind.CANCEL:
            changes = {"cancels_at_end": True, "next_version": None}
        case OrderKind.RESUME:
            changes = {"cancels_at_end": False, "next_version": None}
    with transaction.atomic():
        mine = Order.objects.filter(pk=order.pk, state=OrderState.WAITING)
        if not mine.update(state=OrderState.DONE, finished_at=at, last_error=""):
            return
        # The clock of terms bills under this lock: before us, and we withdraw it, or after us, as ordered now.
        locked = Subscription.objects.select_for_update().get(pk=held.pk)
        if order.kind != OrderKind.SUBSCRIBE:
            withdraw_next_bill(locked, at)
        Subscription.objects.filter(pk=held.pk).update(**changes)
        tell_both(events.ORDER_DONE, held.institution, at=at, what=order.kind, order=order.pk)
        relieve(institution=held.institution, at=at)


def _note(order: Order, error: str) -> None:
    log.warning("Order %s waits: %s", order.pk, error)
    Order.objects.filter(pk=order.pk).update(last_error=error[:500])


def _refuse(order: Order, held: Subscription, error: str, at: datetime) -> None:
    with transaction.atomic():
        mine = Order.objects.filter(pk=order.pk, state=OrderState.WAITING)
        if not mine.update(state=OrderState.REFUSED, finished_at=at, last_error=error[:500]):
            return
        if order.asked["coupon"]:
            given_back = Coupon.objects.filter(code__iexact=order.asked["coupon"], uses__gt=0)
            given_back.update(uses=models.F("uses") - 1)
        tell_both(
            events.ORDER_REFUSED, held.institution, at=at, what=order.kind, order=order.pk, why=error[:500]
        )
