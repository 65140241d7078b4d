"""Events come often, late, out of order and forged: our books end as if each had come once, in its order.

Small by default; whole (a thousand events) with BILLING_EVENTS=1000.
"""

import json
import os
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from billing import mirroring
from billing.gateway import Held, RemoteInvoice
from billing.gateway.by_stripe import Forged, opened
from billing.models import GatewayEvent, Invoice, Subscription
from billing.models.subscriptions import Gateway
from billing.webhooks import ABOUT, act_on_waiting, store_event
from tenants.context import public
from tests.billing.conftest import NOON, days, held_by, version_of
from tests.billing.stripe_fake import SECRET, signed

EVENTS, LATEST = int(os.environ.get("BILLING_EVENTS", "80")), timedelta(hours=6)
KINDS = ("customer.subscription.updated", "invoice.finalized", "invoice.paid", "customer.updated")


class World:
    """What the gateway holds, moment by moment. Only `read` and `invoices` are asked of it."""

    def __init__(self, customers):
        self.held = {
            customer: Held(
                customer, f"sub_{customer}", NOON.date(), (NOON + days(365)).date(), version_id=version
            )
            for customer, version in customers.items()
        }
        self.bills = {customer: {} for customer in customers}

    def read(self, held):
        return self.held[held.customer_ref]

    def invoices(self, held):
        return list(self.bills[held.customer_ref].values())

    def happen(self, number, customer, rolled):
        """Something small, by the dice."""
        bills = self.bills[customer]
        due = [one for one in bills.values() if one.status == "open"]
        if rolled < 0.3 and len(bills) < 20:
            period = (NOON.date(), (NOON + days(365)).date())
            bills[f"in_{number}"] = RemoteInvoice(
                f"in_{number}", "open", "KRW", 1_000, 100, (("Term", 1_000),), None, period, None
            )
        elif rolled < 0.6 and due:
            bills[due[0].ref] = replace(due[0], status="paid" if rolled < 0.5 else "void")
        else:
            now = self.held[customer]
            self.held[customer] = replace(now, cancels_at_end=not now.cancels_at_end, seats=number % 7)


@pytest.fixture
def customers(haneul, bada):
    found = {}
    for institution, plan in ((haneul, "city"), (bada, "county")):
        customer = f"cus_{plan}"
        found[customer] = version_of(plan).pk
        with public():
            Subscription.objects.filter(institution=institution).update(
                gateway=Gateway.STRIPE, customer_ref=customer, subscription_ref=f"sub_{customer}"
            )
    return found


def books():
    with public():
        return (
            list(
                Subscription.objects.exclude(customer_ref="")
                .order_by("pk")
                .values_list("customer_ref", "version_id", "seats", "cancels_at_end", "state", "term_ends_on")
            ),
            sorted(Invoice.objects.values_list("remote_ref", "state", "total")),
            [one.entitlements for one in sorted_institutions()],
        )


def sorted_institutions():
    from tenants.models import Institution

    return list(Institution.objects.exclude(subscription__customer_ref="").order_by("pk"))


def event(number, customer, kind):
    created = int((NOON + timedelta(seconds=30 * number)).timestamp())
    thing = {"object": "x", "customer": customer, "metadata": {"institution": "somebody-elses"}}
    return {
        "id": f"evt_{number}",
        "type": kind,
        "created": created,
        "livemode": False,
        "data": {"object": thing},
    }


def delivered(dice, script):
    """(when, number, payload, header): each event 1 to 5 times up to six hours late, and one in ten of all forged."""
    for number, customer, kind, _rolled in script:
        told = event(number, customer, kind)
        for _again in range(dice.randint(1, 5)):
            late = timedelta(seconds=dice.random() * LATEST.total_seconds())
            yield NOON + timedelta(seconds=30 * number) + late, number, *signed(told)
        if dice.random() < 0.3:
            forged = {**told, "id": f"evt_forged_{number}"}
            yield NOON + timedelta(seconds=30 * number), number, *signed(forged, secret="whsec_guessed")


@pytest.mark.parametrize("seed", [20261123])
def test_a_thousand_events_shuffled_repeated_forged_and_late_end_as_one_ordered_delivery(
    customers, monkeypatch, settings, seed
):
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    dice = random.Random(seed)
    names = [*customers, "cus_unknown"]
    script = [(n, dice.choice(names), dice.choice(KINDS), dice.random()) for n in range(EVENTS)]

    def play(deliveries, *, batch):
        world, happened = World(customers), 0
        monkeypatch.setattr(mirroring, "gateway_called", lambda _name: world)
        refused = 0
        for place, (when, number, payload, header) in enumerate(deliveries):
            while happened < EVENTS and (
                happened <= number or NOON + timedelta(seconds=30 * happened) <= when
            ):
                _n, customer, kind, rolled = script[happened]
                # What is no news of a subscription or a bill changes neither.
                if customer in customers and kind.startswith(ABOUT):
                    world.happen(happened, customer, rolled)
                happened += 1
            try:
                store_event(told=opened(payload, header), live=False, at=when)
            except Forged:
                refused += 1
            if place % batch == 0:
                act_on_waiting(at=when)
        act_on_waiting(at=NOON + days(2), limit=10_000)
        return refused

    ordered = [
        (NOON + timedelta(seconds=30 * n), n, *signed(event(n, customer, kind)))
        for n, customer, kind, _ in script
    ]
    with transaction.atomic():
        play(ordered, batch=EVENTS // 10)
        wanted = books()
        transaction.set_rollback(True)
    shuffled = sorted(delivered(dice, script), key=lambda one: (one[0], one[1]))
    forged = play(shuffled, batch=EVENTS // 7)
    assert len(shuffled) > 2.5 * EVENTS and forged > 0.2 * EVENTS
    assert books() == wanted and len(wanted[1]) > 5
    with public():
        assert (
            GatewayEvent.objects.count() == EVENTS and not GatewayEvent.objects.filter(acted_at=None).exists()
        )
        assert not GatewayEvent.objects.filter(event_id__startswith="evt_forged").exists()


def test_an_event_of_another_mode_or_of_a_strangers_customer_changes_nothing(haneul, customers, monkeypatch):
    monkeypatch.setattr(mirroring, "gateway_called", lambda _name: pytest.fail("nobody is asked"))
    live = {**event(1, "cus_city", KINDS[0]), "livemode": True}
    assert store_event(told=live, live=False, at=NOON).outcome == "other_mode"
    assert store_event(told=event(2, "cus_stranger", KINDS[0]), live=False, at=NOON).acted_at is None
    assert (
        store_event(told={"id": "evt_3", "type": "invoice.paid", "data": "odd"}, live=False, at=NOON)
        is not None
    )
    assert store_event(told=event(2, "cus_city", KINDS[0]), live=False, at=NOON) is None
    act_on_waiting(at=NOON)
    assert held_by(haneul).version.plan.code == "trial"
    with public():
        outcomes = list(GatewayEvent.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["other_mode", "unknown_customer", "unknown_customer"]


def test_the_door_takes_what_is_signed_once_and_nothing_else(haneul, customers, visit, settings):
    settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_KEY = SECRET, "sk_test_x"
    door = visit(None, enforce_csrf_checks=True)
    payload, header = signed(event(7, "cus_city", "customer.updated"))

    def post(body, signature):
        return door.post(
            "/billing/stripe/", body, content_type="application/json", headers={"Stripe-Signature": signature}
        ).status_code

    assert [post(payload, header), post(payload, header)] == [200, 200]
    assert post(json.dumps(json.loads(payload), indent=1), header) == 400
    assert post(payload, "") == 400 and post(b"x" * 600_000, header) == 413
    assert door.get("/billing/stripe/").status_code == 405
    with public():
        assert GatewayEvent.objects.count() == 1
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert post(payload, header) == 404
