"""Who collects the money: one interface, two ways behind it.

`by_invoice` writes our own bills, which are paid by bank transfer; `by_stripe` is the one file that talks to Stripe.
Every verb is told an idempotency `key`: asked again with the same one, a gateway does and charges nothing twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from billing.models import Coupon, PlanVersion, Subscription
from billing.pricing import Quote


class GatewayDown(Exception):
    """Nobody answered, or not in time. What was asked may have been done: ask again with the same key."""


class GatewayRefused(Exception):
    """It answered, and will not. The message is the gateway's own."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is ordered."""

    version: PlanVersion
    seats: int = 0
    collection: str = "send_invoice"
    days_until_due: int = 30
    coupon: Coupon | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription as the gateway holds it. `ends_on`: first day after what is ordered."""

    customer: str
    subscription: str
    starts_on: date
    ends_on: date
    status: str = "active"
    cancels_at_end: bool = False
    version_id: int | None = None
    seats: int = 0


@dataclass(frozen=True, slots=True)
class RemoteInvoice:
    """A bill as the gateway holds it; sums in the smallest unit."""

    ref: str
    status: str
    currency: str
    net: int
    vat: int
    lines: tuple[tuple[str, int], ...]
    due_on: date | None
    period: tuple[date, date]
    paid_at: datetime | None


class Gateway(Protocol):
    """Each raises GatewayDown or GatewayRefused; `held` is our row of the subscription."""

    def open_customer(self, held: Subscription, *, key: str) -> str: ...

    def subscribe(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held: ...

    def preview(self, held: Subscription, terms: Terms, *, at: datetime) -> Quote: ...

    def change(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held: ...

    def change_at_end(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> None: ...

    def cancel_at_end(self, held: Subscription, *, key: str, at: datetime) -> None: ...

    def resume(self, held: Subscription, *, key: str, at: datetime) -> None: ...

    def mark_paid(self, ref: str, *, key: str) -> None:
        """It was paid past the gateway, by bank transfer."""

    def portal(self, held: Subscription, *, return_to: str) -> str:
        """Where the customer keeps cards and addresses; empty where there is no such place."""

    def read(self, held: Subscription) -> Held | None: ...

    def invoices(self, held: Subscription) -> list[RemoteInvoice]: ...

    def report_usage(self, held: Subscription, meter: str, value: int, at: datetime, *, key: str) -> None: ...


GATEWAYS = {
    "invoice": "billing.gateway.by_invoice.ByInvoice",
    "stripe": "billing.gateway.by_stripe.ByStripe",
}


def gateway_called(name: str) -> Gateway:
    """Loaded when it is first needed: most processes never speak to Stripe."""
    made: Any = import_string(GATEWAYS[name])
    gateway: Gateway = made()
    return gateway


def offered() -> list[str]:
    """Those that can be ordered by here: Stripe only where its key is set."""
    return [name for name in GATEWAYS if name != "stripe" or settings.STRIPE_KEY]
