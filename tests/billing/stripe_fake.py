"""A small Stripe of our own: what we use of its API, over the network, with a clock that is moved by hand.

It refuses parameters that Stripe's own library does not name (`stripe.params`), keeps idempotency keys, bills, renews,
follows schedules and signs what it tells. It knows nothing of rules that stand in no type: for those the same suite runs
against Stripe's test mode when STRIPE_TEST_KEY is given.
"""

import hashlib
import hmac
import json
import threading
import time
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.billing.stripe_checks import Thing, Wrong, check_parameters, nested

SECRET = "whsec_ours"


class FakeStripe:
    """`now` is its clock, in seconds. `fail`: what happens to the next writes: "before" (nothing done, 500), "after"
    (done, but the line is cut).
    """

    def __init__(self, now: datetime) -> None:
        self.now = int(now.timestamp())
        self.things: dict[str, Thing] = {}
        self.kept: dict[str, tuple[str, Thing]] = {}
        self.events: list[Thing] = []
        self.fail: list[str] = []
        # False while its own clock goes on.
        self.is_asked = True
        self.calls: list[tuple[str, str]] = []
        self._numbers = count(1)
        self._lock = threading.Lock()

    # --- Over the network ----------------------------------------------------------

    def __enter__(self) -> "FakeStripe":
        fake = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer("GET", urlsplit(self.path).query)

            def do_POST(self) -> None:
                self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

            def _answer(self, method: str, body: str) -> None:
                path = urlsplit(self.path).path.removeprefix("/v1/")
                fault = fake.fail.pop(0) if fake.fail and method == "POST" else ""
                try:
                    if fault == "before":
                        raise Wrong("We are down.", 500, "api_error")
                    with fake._lock:
                        pairs = parse_qsl(body, keep_blank_values=True)
                        status, found = (
                            200,
                            fake.ask(method, path, nested(pairs), self.headers.get("Idempotency-Key")),
                        )
                except Wrong as wrong:
                    status, found = wrong.status, wrong.body
                if fault == "after":
                    self.close_connection = True
                    return
                told = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    # --- What is asked -------------------------------------------------------------

    def ask(self, method: str, path: str, given: Thing, key: str | None) -> Thing:
        self.calls.append((method, path))
        parts = path.split("/")
        pattern = "/".join(
            "*" if place == 1 and part in self.things else part for place, part in enumerate(parts)
        )
        check_parameters(method, pattern, given)
        if key and method == "POST":
            said = json.dumps([path, given], sort_keys=True)
            if key in self.kept:
                if self.kept[key][0] != said:
                    raise Wrong(
                        "Keys for idempotent requests can only be used with the same parameters.",
                        400,
                        "idempotency_error",
                    )
                return self.kept[key][1]
        verb = ROUTES.get((method, pattern))
        if verb is None:
            raise Wrong(f"Unrecognized request URL ({method}: {path})", 404)
        found = verb(self, given, parts[1] if len(parts) > 1 else "")
        found = json.loads(json.dumps(found))
        if key and method == "POST":
            self.kept[key] = (said, found)
        return found

    def make(self, kind: str, prefix: str, **fields: Any) -> Thing:
        made = {
            "id": fields.pop("id", f"{prefix}_{next(self._numbers)}"),
            "object": kind,
            "created": self.now,
            **fields,
        }
        self.things[made["id"]] = made
        return made

    def find(self, key: str) -> Thing:
        if key not in self.things:
            raise Wrong(f"No such thing: {key}", 404, code="resource_missing")
        return self.things[key]

    def all_of(self, kind: str) -> list[Thing]:
        return [one for one in self.things.values() if one["object"] == kind]

    def listed(self, found: list[Thing]) -> Thing:
        return {"object": "list", "data": found, "has_more": False, "url": "/v1"}

    # --- Life ----------------------------------------------------------------------

    def later(self, moment: int, period: str) -> int:
        day = datetime.fromtimestamp(moment, UTC)
        months = day.month - 1 + (12 if period == "year" else 1)
        year, month = day.year + months // 12, months % 12 + 1
        return int(
            day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1])).timestamp()
        )

    def items(self, wanted: list[Thing], start: int, before: list[Thing] = ()) -> list[Thing]:
        kept = {one["id"]: one for one in before}
        for one in wanted:
            if one.get("deleted") == "true":
                kept.pop(one["id"])
                continue
            price = self.find(one["price"])
            old = kept.get(one.get("id", ""))
            made = {
                "id": one.get("id") or f"si_{next(self._numbers)}",
                "object": "subscription_item",
                "price": price,
                "quantity": int(one.get("quantity", 1)),
                "current_period_start": old["current_period_start"] if old else start,
                "current_period_end": old["current_period_end"]
                if old
                else self.later(start, price["recurring"]["interval"]),
            }
            kept[made["id"]] = made
        return list(kept.values())

    def bill(
        self, held: Thing, lines: list[tuple[str, int]], period: tuple[int, int], *, keep: bool = True
    ) -> Thing:
        """What is sent is a draft for an hour, what is charged is not; a renewal is looked at after that hour."""
        is_draft = held["collection_method"] == "send_invoice" and self.is_asked
        net = sum(amount for _what, amount in lines)
        for discount in held["discounts"]:
            if held["bills"] == 0:
                coupon = self.find(discount["coupon"])
                off = int(coupon.get("amount_off") or 0) or net * int(coupon.get("percent_off") or 0) // 100
                net -= min(off, net)
        tax = (
            max(net, 0) * sum(int(self.find(rate)["percentage"]) for rate in held["default_tax_rates"]) // 100
        )
        invoice = {
            "customer": held["customer"],
            "parent": {"type": "subscription_details", "subscription_details": {"subscription": held["id"]}},
            "currency": held["items"]["data"][0]["price"]["currency"],
            "status": ("draft" if is_draft else "open") if net > 0 else "paid",
            "subtotal": net,
            "total": net + tax,
            "total_excluding_tax": net,
            "due_date": self.now + int(held["days_until_due"] or 0) * 86_400
            if held["days_until_due"]
            else None,
            "period_start": period[0],
            "period_end": period[1],
            "status_transitions": {"paid_at": None},
            "custom_fields": self.find(held["customer"])["invoice_settings"].get("custom_fields"),
            "lines": self.listed(
                [
                    {"description": what, "amount": sum_, "period": {"start": period[0], "end": period[1]}}
                    for what, sum_ in lines
                ]
            ),
        }
        if not keep:
            return {"id": "upcoming", "object": "invoice", "created": self.now, **invoice}
        held["bills"] += 1
        made = self.make("invoice", "in", **invoice)
        self.tell("invoice.created" if made["status"] == "draft" else "invoice.finalized", made)
        return made

    def whole_term(self, held: Thing) -> Thing:
        items = held["items"]["data"]
        lines = [(one["price"]["name"], one["price"]["unit_amount"] * one["quantity"]) for one in items]
        return self.bill(held, lines, (items[0]["current_period_start"], items[0]["current_period_end"]))

    def rest(self, held: Thing, items: list[Thing], *, keep: bool) -> Thing:
        first = held["items"]["data"][0]
        start, end = first["current_period_start"], first["current_period_end"]
        worth = [
            sum(one["price"]["unit_amount"] * one["quantity"] for one in some)
            * (end - self.now)
            // (end - start)
            for some in (held["items"]["data"], items)
        ]
        lines = [("Unused time", -worth[0]), ("Remaining time", worth[1])]
        return self.bill(held, lines, (self.now, end), keep=keep)

    def move_to(self, moment: datetime) -> None:
        """Its clock: terms end, begin anew, or follow their schedule."""
        self.now, self.is_asked = int(moment.timestamp()), False
        for invoice in self.all_of("invoice"):
            if invoice["status"] == "draft":
                finalize(self, {}, invoice["id"])
        for held in self.all_of("subscription"):
            while held["status"] != "canceled" and held["items"]["data"][0]["current_period_end"] <= self.now:
                start = held["items"]["data"][0]["current_period_end"]
                if held["cancel_at_period_end"]:
                    held["status"] = "canceled"
                    self.tell("customer.subscription.deleted", held)
                    break
                phases = self.find(held["schedule"])["phases"] if held["schedule"] else []
                wanted = phases[1]["items"] if len(phases) > 1 else None
                items = wanted or [
                    {"price": one["price"]["id"], "quantity": one["quantity"]}
                    for one in held["items"]["data"]
                ]
                held["items"]["data"] = self.items(items, start)
                held["schedule"] = None
                self.whole_term(held)
                self.tell("customer.subscription.updated", held)
        self.is_asked = True

    def tell(self, kind: str, thing: Thing) -> None:
        self.events.append(
            {
                "id": f"evt_{next(self._numbers)}",
                "object": "event",
                "type": kind,
                "created": self.now,
                "livemode": False,
                "data": {"object": json.loads(json.dumps(thing))},
            }
        )


def signed(event: Thing, *, secret: str = SECRET, at: float | None = None) -> tuple[bytes, str]:
    """The raw bytes and the header, as Stripe sends them."""
    payload, moment = json.dumps(event).encode(), int(at or time.time())
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    return payload, f"t={moment},v1={mac}"


# --- Verbs ---------------------------------------------------------------------------


def open_customer(on: FakeStripe, given: Thing, _key: str) -> Thing:
    return on.make("customer", "cus", **{"invoice_settings": {}, **given})


def make_price(on: FakeStripe, given: Thing, _key: str) -> Thing:
    amount = given["unit_amount"]
    if not amount.isdigit():
        raise Wrong(f"Invalid integer: {amount}")
    named = {"unit_amount": int(amount), "name": given.pop("product_data")["name"]}
    return on.make("price", "price", **{**given, **named})


def find_prices(on: FakeStripe, given: Thing, _key: str) -> Thing:
    return on.listed([one for one in on.all_of("price") if one.get("lookup_key") in given["lookup_keys"]])


def make_tax_rate(on: FakeStripe, given: Thing, _key: str) -> Thing:
    return on.make("tax_rate", "txr", **{**given, "percentage": float(given["percentage"])})


def make_coupon(on: FakeStripe, given: Thing, _key: str) -> Thing:
    if given["id"] in on.things:
        raise Wrong("Coupon already exists.", code="resource_already_exists")
    return on.make("coupon", "co", **given)


def subscribe(on: FakeStripe, given: Thing, _key: str) -> Thing:
    on.find(given["customer"])
    if given["collection_method"] == "charge_automatically" and "days_until_due" in given:
        raise Wrong("days_until_due is for send_invoice.")
    made = on.make(
        "subscription",
        "sub",
        customer=given["customer"],
        status="active" if given["collection_method"] == "send_invoice" else "incomplete",
        collection_method=given["collection_method"],
        days_until_due=given.get("days_until_due"),
        default_tax_rates=given.get("default_tax_rates", []),
        discounts=given.get("discounts", []),
        cancel_at_period_end=False,
        schedule=None,
        bills=0,
        items=on.listed(on.items(given["items"], on.now)),
    )
    on.tell("customer.subscription.created", made)
    on.whole_term(made)
    return made


def change(on: FakeStripe, given: Thing, key: str) -> Thing:
    held = on.find(key)
    if "items" in given:
        items = on.items(given["items"], on.now, held["items"]["data"])
        if given.get("proration_behavior") == "always_invoice":
            on.rest(held, items, keep=True)
        held["items"]["data"] = items
    if "cancel_at_period_end" in given:
        held["cancel_at_period_end"] = given["cancel_at_period_end"] == "true"
    on.tell("customer.subscription.updated", held)
    return held


def preview(on: FakeStripe, given: Thing, _key: str) -> Thing:
    held = on.find(given["subscription"])
    return on.rest(
        held, on.items(given["subscription_details"]["items"], on.now, held["items"]["data"]), keep=False
    )


def make_schedule(on: FakeStripe, given: Thing, _key: str) -> Thing:
    held = on.find(given["from_subscription"])
    if held["schedule"]:
        raise Wrong("It is attached to a schedule already.")
    items = held["items"]["data"]
    phase = {
        "items": [{"price": one["price"]["id"], "quantity": one["quantity"]} for one in items],
        "start_date": items[0]["current_period_start"],
        "end_date": items[0]["current_period_end"],
    }
    made = on.make("subscription_schedule", "sub_sched", subscription=held["id"], phases=[phase])
    held["schedule"] = made["id"]
    return made


def change_schedule(on: FakeStripe, given: Thing, key: str) -> Thing:
    schedule = on.find(key)
    for one in given["phases"][1]["items"]:
        on.find(one["price"])
    schedule["phases"] = given["phases"]
    on.tell(
        "subscription_schedule.updated",
        {**schedule, "customer": on.find(schedule["subscription"])["customer"]},
    )
    return schedule


def release(on: FakeStripe, _given: Thing, key: str) -> Thing:
    schedule = on.find(key)
    on.find(schedule["subscription"])["schedule"] = None
    return schedule


def find_invoices(on: FakeStripe, given: Thing, _key: str) -> Thing:
    found = [
        one
        for one in on.all_of("invoice")
        if given.get("customer", one["customer"]) == one["customer"]
        and given.get("status", one["status"]) == one["status"]
        and given.get("subscription", "") in ("", one["parent"]["subscription_details"]["subscription"])
    ]
    return on.listed(found)


def finalize(on: FakeStripe, _given: Thing, key: str) -> Thing:
    invoice = on.find(key)
    if invoice["status"] != "draft":
        raise Wrong("This invoice is already finalized.")
    invoice["status"] = "open"
    on.tell("invoice.finalized", invoice)
    return invoice


def pay(on: FakeStripe, _given: Thing, key: str) -> Thing:
    invoice = on.find(key)
    if invoice["status"] == "paid":
        raise Wrong("Invoice is already paid", code="invoice_already_paid")
    invoice["status"], invoice["status_transitions"]["paid_at"] = "paid", on.now
    held = on.find(invoice["parent"]["subscription_details"]["subscription"])
    held["status"] = "active" if held["status"] == "incomplete" else held["status"]
    on.tell("invoice.paid", invoice)
    return invoice


def measured(on: FakeStripe, given: Thing, _key: str) -> Thing:
    if given["event_name"] not in [one["event_name"] for one in on.all_of("billing.meter")]:
        raise Wrong(f"No active meter found for event name: {given['event_name']}.")
    on.find(given["payload"]["stripe_customer_id"])
    if on.now - int(given["timestamp"]) > 35 * 86_400:
        raise Wrong("The event timestamp is too old.")
    return on.make("billing.meter_event", "mev", **given)


ROUTES: dict[tuple[str, str], Callable[[FakeStripe, Thing, str], Thing]] = {
    ("POST", "customers"): open_customer,
    ("POST", "prices"): make_price,
    ("GET", "prices"): find_prices,
    ("POST", "tax_rates"): make_tax_rate,
    ("GET", "tax_rates"): lambda on, given, key: on.listed(on.all_of("tax_rate")),
    ("POST", "coupons"): make_coupon,
    ("POST", "subscriptions"): subscribe,
    ("GET", "subscriptions/*"): lambda on, given, key: on.find(key),
    ("POST", "subscriptions/*"): change,
    ("POST", "subscription_schedules"): make_schedule,
    ("POST", "subscription_schedules/*"): change_schedule,
    ("POST", "subscription_schedules/*/release"): release,
    ("POST", "invoices/create_preview"): preview,
    ("GET", "invoices"): find_invoices,
    ("POST", "invoices/*/finalize"): finalize,
    ("GET", "invoices/*"): lambda on, given, key: on.find(key),
    ("POST", "invoices/*/pay"): pay,
    ("POST", "billing_portal/sessions"): lambda on, given, key: on.make(
        "billing_portal.session", "bps", url=f"https://billing.stripe.com/p/{given['customer']}"
    ),
    ("GET", "billing/meters"): lambda on, given, key: on.listed(on.all_of("billing.meter")),
    ("POST", "billing/meters"): lambda on, given, key: on.make("billing.meter", "mtr", **given),
    ("POST", "billing/meter_events"): measured,
}
