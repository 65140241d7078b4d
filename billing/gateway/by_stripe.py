"""The one file that talks to Stripe (an import contract says so).

What a version costs is a price there, found by its lookup key; a term is a subscription with its quantity of seats; a
change for less waits in a schedule; VAT is a tax rate. Objects are read as plain dicts. Every write carries an
idempotency key. Sums are whole numbers in the smallest unit on both sides: won are never multiplied.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings

from billing.gateway import GatewayDown, GatewayRefused, Held, RemoteInvoice, Terms
from billing.gateway.stripe_words import SEAT, VERSION, bill_of, custom_fields, held_of, net_and_tax
from billing.invoicing import buyer_of
from billing.models import Coupon, Period, PlanVersion, Subscription
from billing.pricing import Line, Quote, vat_percent
from billing.usage import ADDED_UP

# Five seconds to connect and fifteen to answer; the order waits and is taken up again.
TIMEOUT = 15
# Older than this, a signature may be somebody's who wrote it down.
SIGNATURE_LASTS = 300
MOST_READ = 100


class Forged(Exception):
    """Not signed with our secret, or too long ago."""


@contextmanager
def _asked() -> Iterator[None]:
    """Its errors in the two words the office knows."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayDown(str(error)) from error
    except stripe.IdempotencyError as error:
        raise GatewayRefused(str(error.user_message or error)) from error
    except stripe.StripeError as error:
        if (error.http_status or 500) >= 500 or error.http_status == 409:
            raise GatewayDown(str(error)) from error
        raise GatewayRefused(str(error.user_message or error)) from error


class ByStripe:
    def __init__(self) -> None:
        address = settings.STRIPE_ADDRESS
        self._client = stripe.StripeClient(
            settings.STRIPE_KEY,
            base_addresses={"api": address} if address else None,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
            # The order itself is asked again, later, under the same key.
            max_network_retries=0,
        ).v1
        self._meters: set[str] = set()

    # --- Ordering ------------------------------------------------------------------

    def open_customer(self, held: Subscription, *, key: str) -> str:
        institution = held.institution
        buyer = buyer_of(institution)
        params: Any = {
            "name": buyer["name"],
            "metadata": {"institution": str(institution.key)},
            "invoice_settings": {"custom_fields": custom_fields(buyer)},
            "preferred_locales": [institution.default_language],
        }
        if buyer["contact_email"]:
            params["email"] = buyer["contact_email"]
        with _asked():
            return self._client.customers.create(params, {"idempotency_key": key}).id

    def subscribe(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held:
        with _asked():
            params: Any = {
                "customer": held.customer_ref,
                "items": self._items(terms.version, terms.seats),
                "collection_method": terms.collection,
                "default_tax_rates": self._tax_rates(held),
                "metadata": {"institution": str(held.institution.key)},
            }
            if terms.collection == "send_invoice":
                params["days_until_due"] = terms.days_until_due
            else:
                # The card is given in the portal; until then the first bill waits for it.
                params["payment_behavior"] = "default_incomplete"
            if terms.coupon is not None:
                params["discounts"] = [{"coupon": self._coupon(terms.coupon, terms.version.period)}]
            made = self._client.subscriptions.create(params, {"idempotency_key": key})
            self._write_now(made.id, key)
        return held_of(made.to_dict(), held)

    def preview(self, held: Subscription, terms: Terms, *, at: datetime) -> Quote:
        with _asked():
            now = self._subscription(held)
            params: Any = {
                "subscription": held.subscription_ref,
                "subscription_details": {
                    "items": self._instead(now, terms),
                    "proration_behavior": "always_invoice",
                },
            }
            bill = self._client.invoices.create_preview(params).to_dict()
        lines = tuple(Line(one["description"] or "", one["amount"]) for one in bill["lines"]["data"])
        return Quote(bill["currency"].upper(), lines, *net_and_tax(bill))

    def change(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held:
        with _asked():
            now = self._subscription(held)
            self._release(now, key)
            params: Any = {
                "items": self._instead(now, terms),
                "proration_behavior": "always_invoice",
                "cancel_at_period_end": False,
            }
            made = self._client.subscriptions.update(held.subscription_ref, params, {"idempotency_key": key})
            self._write_now(made.id, key)
        return held_of(made.to_dict(), held)

    def change_at_end(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> None:
        """A schedule of two phases: this term as it is, then one of the other version, then on by itself."""
        with _asked():
            now = self._subscription(held)
            self._release(now, key)
            if now["cancel_at_period_end"]:
                self._client.subscriptions.update(
                    held.subscription_ref,
                    {"cancel_at_period_end": False},
                    {"idempotency_key": f"{key}-keep"},
                )
            schedule = self._client.subscription_schedules.create(
                {"from_subscription": held.subscription_ref}, {"idempotency_key": f"{key}-schedule"}
            )
            first = schedule.to_dict()["phases"][0]
            phases: Any = [
                {
                    "items": [{"price": one["price"], "quantity": one["quantity"]} for one in first["items"]],
                    "start_date": first["start_date"],
                    "end_date": first["end_date"],
                },
                {
                    "items": self._items(terms.version, terms.seats),
                    "duration": {"interval": terms.version.period, "interval_count": 1},
                },
            ]
            self._client.subscription_schedules.update(
                schedule.id, {"phases": phases, "end_behavior": "release"}, {"idempotency_key": key}
            )

    def cancel_at_end(self, held: Subscription, *, key: str, at: datetime) -> None:
        self._set_cancelling(held, True, key)

    def resume(self, held: Subscription, *, key: str, at: datetime) -> None:
        self._set_cancelling(held, False, key)

    def _set_cancelling(self, held: Subscription, is_cancelled: bool, key: str) -> None:
        with _asked():
            self._release(self._subscription(held), key)
            self._client.subscriptions.update(
                held.subscription_ref, {"cancel_at_period_end": is_cancelled}, {"idempotency_key": key}
            )

    def mark_paid(self, ref: str, *, key: str) -> None:
        """Paid already is as good."""
        with _asked():
            if self._client.invoices.retrieve(ref).status != "paid":
                self._client.invoices.pay(ref, {"paid_out_of_band": True}, {"idempotency_key": key})

    def portal(self, held: Subscription, *, return_to: str) -> str:
        if not held.customer_ref:
            return ""
        with _asked():
            made = self._client.billing_portal.sessions.create(
                {"customer": held.customer_ref, "return_url": return_to}
            )
            return made.url

    def report_usage(self, held: Subscription, meter: str, value: int, at: datetime, *, key: str) -> None:
        params: Any = {
            "event_name": f"madang_{meter}",
            "identifier": key,
            "timestamp": int(at.timestamp()),
            "payload": {"stripe_customer_id": held.customer_ref, "value": str(value)},
        }
        with _asked():
            self._open_meter(params["event_name"], is_added_up=meter in ADDED_UP)
            self._client.billing.meter_events.create(params, {"idempotency_key": key})

    # --- Reading -------------------------------------------------------------------

    def read(self, held: Subscription) -> Held | None:
        if not held.subscription_ref:
            return None
        with _asked():
            return held_of(self._subscription(held), held)

    def invoices(self, held: Subscription) -> list[RemoteInvoice]:
        """The latest MOST_READ of this customer, the oldest first."""
        if not held.customer_ref:
            return []
        with _asked():
            found = self._client.invoices.list({"customer": held.customer_ref, "limit": MOST_READ})
        bills = sorted((one.to_dict() for one in found.data), key=lambda one: (one["created"], one["id"]))
        return [bill_of(one, held) for one in bills]

    def _write_now(self, subscription: str, key: str) -> None:
        """Bills that are sent lie there as drafts for an hour; whoever has just ordered gets theirs at once."""
        drafts = self._client.invoices.list(
            {"subscription": subscription, "status": "draft", "limit": MOST_READ}
        )
        for one in drafts.data:
            self._client.invoices.finalize_invoice(
                one.id, {"auto_advance": True}, {"idempotency_key": f"{key}-bill-{one.id}"}
            )

    # --- What it is made of --------------------------------------------------------

    def _subscription(self, held: Subscription) -> dict[str, Any]:
        found: dict[str, Any] = self._client.subscriptions.retrieve(held.subscription_ref).to_dict()
        return found

    def _release(self, now: dict[str, Any], key: str) -> None:
        """What waited for the end of the term is chosen anew."""
        if schedule := now.get("schedule"):
            self._client.subscription_schedules.release(
                schedule, {}, {"idempotency_key": f"{key}-release-{schedule}"}
            )

    def _open_meter(self, name: str, *, is_added_up: bool) -> None:
        """An event whose meter nobody made is refused. Asked once for each of our own lives."""
        if name not in self._meters:
            found = self._client.billing.meters.list({"status": "active", "limit": MOST_READ})
            self._meters |= {one.event_name for one in found.data}
        if name in self._meters:
            return
        params: Any = {
            "display_name": name,
            "event_name": name,
            "default_aggregation": {"formula": "sum" if is_added_up else "last"},
            "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
            "value_settings": {"event_payload_key": "value"},
        }
        self._client.billing.meters.create(params, {"idempotency_key": f"meter-{name}"})
        self._meters.add(name)

    def _items(self, version: PlanVersion, seats: int) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [{"price": self._price(version, is_seat=False), "quantity": 1}]
        if seats:
            items.append({"price": self._price(version, is_seat=True), "quantity": seats})
        return items

    def _instead(self, now: dict[str, Any], terms: Terms) -> list[dict[str, Any]]:
        """The items of the other version, each in the place of its kind."""
        there = {
            (one["price"].get("lookup_key") or "").startswith(SEAT): one["id"] for one in now["items"]["data"]
        }
        wanted = self._items(terms.version, terms.seats)
        changed = [
            {**one, "id": there[bool(place)]} if bool(place) in there else one
            for place, one in enumerate(wanted)
        ]
        if len(wanted) == 1 and True in there:
            changed.append({"id": there[True], "deleted": True})
        return changed

    def _price(self, version: PlanVersion, *, is_seat: bool) -> str:
        """Found by its lookup key; versions never change, so neither do their prices."""
        name = f"{SEAT if is_seat else VERSION}{version.pk}"
        known = self._client.prices.list({"lookup_keys": [name], "limit": 1}).data
        if known:
            return known[0].id
        params: Any = {
            "currency": version.currency.lower(),
            "unit_amount": version.seat_price if is_seat else version.price,
            "recurring": {"interval": version.period},
            "product_data": {"name": f"{version.plan.name} {version.number}"},
            "lookup_key": name,
            "tax_behavior": "exclusive",
        }
        return self._client.prices.create(params, {"idempotency_key": name}).id

    def _tax_rates(self, held: Subscription) -> list[str]:
        percent = vat_percent(held.institution)
        if not percent:
            return []
        for rate in self._client.tax_rates.list({"active": True, "limit": MOST_READ}).data:
            known = rate.to_dict()
            if known["metadata"].get("madang") == "vat" and known["percentage"] == percent:
                return [rate.id]
        params: Any = {
            "display_name": "부가가치세",
            "percentage": percent,
            "inclusive": False,
            "country": "KR",
            "metadata": {"madang": "vat"},
        }
        return [self._client.tax_rates.create(params, {"idempotency_key": f"madang-vat-{percent}"}).id]

    def _coupon(self, coupon: Coupon, period: str) -> str:
        name = f"madang-{coupon.pk}-{period}"
        params: Any = {"id": name, "name": coupon.code, "duration": "once"}
        if coupon.bills > 1:
            months = coupon.bills * (12 if period == Period.YEAR else 1)
            params |= {"duration": "repeating", "duration_in_months": months}
        if coupon.percent:
            params["percent_off"] = coupon.percent
        else:
            params |= {"amount_off": coupon.amount, "currency": coupon.currency.lower()}
        try:
            self._client.coupons.create(params, {"idempotency_key": name})
        except stripe.InvalidRequestError as error:
            if error.code != "resource_already_exists":
                raise
        return name


# --- What it tells us ----------------------------------------------------------------


def opened(payload: bytes, signature: str) -> dict[str, Any]:
    """The event in `payload`, once its signature over the raw bytes holds. Raises Forged."""
    try:
        stripe.WebhookSignature.verify_header(
            payload.decode(), signature, settings.STRIPE_WEBHOOK_SECRET, SIGNATURE_LASTS
        )
        told = json.loads(payload)
    except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError) as error:
        raise Forged(str(error)) from error
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise Forged("This is no event.")
    return told


def is_live() -> bool:
    """Whether our key moves real money."""
    return "_live_" in settings.STRIPE_KEY[:9]
