"""The real library, over the network, against a small Stripe of our own (stripe_fake.py); against Stripe's test mode
when STRIPE_TEST_KEY is given. Whichever ran is said in the test's name: [fake] or [test-mode].
"""

import os
from datetime import UTC, datetime

import pytest

from billing.carrying_out import carry_out_waiting, terms_of
from billing.gateway import GatewayRefused, gateway_called
from billing.gateway.by_stripe import ByStripe, Forged, opened
from billing.metering import report_to_gateways
from billing.mirroring import refresh
from billing.models import Coupon, Invoice, Party, Transfer, UsageDay
from billing.ordering import Asked, place_order
from billing.terms import turn_terms
from billing.transfers import confirm_transfer, mark_transfer, tell_gateways
from billing.webhooks import differences
from tenants.context import public
from tests.billing.conftest import NOON, days, held_by, order, version_of
from tests.billing.stripe_fake import SECRET, FakeStripe, signed

TEST_KEY = os.environ.get("STRIPE_TEST_KEY", "")


@pytest.fixture
def fake(settings):
    """Only ours: its clock is moved, and it is made to fail."""
    with FakeStripe(NOON) as ours:
        settings.STRIPE_KEY, settings.STRIPE_ADDRESS = "sk_test_ours", ours.address
        settings.STRIPE_WEBHOOK_SECRET = SECRET
        yield ours


ASKED = pytest.mark.skipif(not TEST_KEY, reason="No STRIPE_TEST_KEY: Stripe itself was not asked.")


@pytest.fixture(params=["fake", pytest.param("test-mode", marks=ASKED)])
def stripe_at(request, settings):
    """What time it is there."""
    if request.param == "fake":
        request.getfixturevalue("fake")
        return NOON
    assert TEST_KEY.startswith("sk_test_"), "Never with a key that moves money."
    settings.STRIPE_KEY, settings.STRIPE_ADDRESS = TEST_KEY, ""
    return datetime.now(UTC)


def bills_of(institution):
    with public():
        return list(Invoice.objects.filter(institution=institution).order_by("pk"))


def gateway_of(institution):
    held = held_by(institution)
    return gateway_called(held.gateway), held


def test_a_city_subscribes_changes_cancels_goes_on_and_pays_past_the_gateway(haneul, operators, stripe_at):
    with public():
        Party.objects.create(
            institution=haneul,
            name="하늘시청",
            contact_email="bills@haneul.example",
            po_number="PO-7",
            contract_number="제2026-31호",
        )
    order(haneul, plan="county", at=stripe_at, gateway="stripe", seats=2)
    stripe, held = gateway_of(haneul)
    assert (held.state, held.gateway, held.seats) == ("active", "stripe", 2)
    assert held.customer_ref.startswith("cus_") and held.subscription_ref.startswith("sub_")
    (bill,) = bills_of(haneul)
    assert (bill.net, bill.vat, bill.total, bill.currency) == (4_920_000, 492_000, 5_412_000, "KRW")
    with public():
        assert stripe.read(held).version_id == version_of("county").pk
        assert stripe.portal(held, return_to="https://haneul.example/").startswith(
            "https://billing.stripe.com/"
        )
    order(haneul, "change_at_end", "trial", at=stripe_at)
    assert held_by(haneul).next_version.plan.code == "trial"
    order(haneul, "cancel", None, at=stripe_at)
    with public():
        assert stripe.read(held).cancels_at_end
    order(haneul, "resume", None, at=stripe_at)
    with public():
        assert not stripe.read(held).cancels_at_end
    asked = place_order(
        institution=haneul,
        kind="change",
        key="dearer",
        asked=Asked(version_id=version_of("city").pk),
        at=stripe_at,
    )
    with public():
        told = stripe.preview(held, terms_of(asked, held), at=stripe_at)
    assert carry_out_waiting(at=stripe_at) == 1
    later = bills_of(haneul)[-1]
    assert (held_by(haneul).version.plan.code, held_by(haneul).seats) == ("city", 0)
    assert abs(later.total - told.total) <= 100 and later.total > 0
    one, two = operators
    marked = mark_transfer(
        invoice=bill,
        amount=bill.total,
        currency="KRW",
        came_on=stripe_at.date(),
        reference="",
        by=one,
        at=stripe_at,
    )
    confirm_transfer(transfer=marked, by=two, at=stripe_at)
    assert (tell_gateways(at=stripe_at), tell_gateways(at=stripe_at)) == (1, 0)
    with public():
        states = {one.ref: one.status for one in stripe.invoices(held)}
    assert states[bill.remote_ref] == "paid"
    assert differences(at=stripe_at) == []


def test_what_was_used_is_reported_to_meters_once_a_day(haneul, stripe_at):
    order(haneul, plan="county", at=stripe_at, gateway="stripe")
    day = (stripe_at - days(3)).date()
    with public():
        for meter, value in (("mails_per_month", 12), ("messages_per_month", 3), ("staff", 7)):
            UsageDay.objects.create(
                institution=haneul, meter=meter, day=day, value=value, counted_at=stripe_at - days(1)
            )
        # Older than the gateway takes: it is not asked for ever.
        UsageDay.objects.create(
            institution=haneul, meter="staff", day=day - days(40), value=1, counted_at=stripe_at - days(40)
        )
    assert [report_to_gateways(at=stripe_at) for _again in range(2)] == [3, 0]


def test_what_stripe_refuses_ends_the_order_and_takes_nothing(haneul, stripe_at):
    order(haneul, plan="county", at=stripe_at, gateway="stripe")
    with public():
        held = held_by(haneul)
        held.subscription_ref = "sub_nobody"
        with pytest.raises(GatewayRefused):
            ByStripe().cancel_at_end(held, key="nobody", at=stripe_at)


@pytest.mark.parametrize(
    "fault", [["before"], ["after"], ["", "after"], ["", "", "", "after"], ["after"] * 4]
)
def test_a_gateway_that_goes_down_in_the_middle_is_asked_again_and_charges_once(haneul, fake, fault):
    fake.fail = list(fault)
    order(haneul, gateway="stripe")
    for hours in range(1, 9):
        carry_out_waiting(at=NOON + days(1) * hours)
    assert held_by(haneul).state == "active"
    assert [len(fake.all_of(kind)) for kind in ("customer", "subscription", "invoice")] == [1, 1, 1]
    assert len(bills_of(haneul)) == 1


def test_while_stripe_is_away_the_city_is_open_and_is_subscribed_once_when_it_is_back(
    haneul, settings, visit
):
    settings.STRIPE_KEY, settings.STRIPE_ADDRESS = "sk_test_ours", "http://127.0.0.1:9"
    order(haneul, gateway="stripe")
    assert held_by(haneul).state == "trial" and visit(haneul).get("/").status_code == 200
    with FakeStripe(NOON) as back:
        settings.STRIPE_ADDRESS = back.address
        assert carry_out_waiting(at=NOON + days(1)) == 1
        assert carry_out_waiting(at=NOON + days(2)) == 0
        assert len(back.all_of("subscription")) == 1
    assert held_by(haneul).state == "active"


def test_a_term_ends_there_and_our_books_follow(haneul, fake):
    order(haneul, plan="city", gateway="stripe")
    order(haneul, "change_at_end", "county")
    fake.move_to(NOON + days(366))
    assert refresh(held=held_by(haneul), at=NOON + days(366))
    held = held_by(haneul)
    assert (held.version.plan.code, held.next_version_id) == ("county", None)
    assert [bill.net for bill in bills_of(haneul)] == [12_000_000, 4_800_000]
    order(haneul, "cancel", None, at=NOON + days(366))
    fake.move_to(NOON + days(800))
    refresh(held=held_by(haneul), at=NOON + days(800))
    assert held_by(haneul).state == "ended"
    # What follows from an end is the same, whoever billed: said, and then the site can only be read.
    turn_terms(at=NOON + days(808))
    with public():
        haneul.refresh_from_db()
        assert haneul.standing == "read_only"


def test_differences_are_reported_and_nothing_is_changed(haneul, fake):
    order(haneul, gateway="stripe")
    fake.all_of("subscription")[0]["cancel_at_period_end"] = True
    fake.all_of("invoice")[0]["status"] = "paid"
    found = differences(at=NOON)
    assert sorted(one["what"] for one in found) == ["cancels_at_end", fake.all_of("invoice")[0]["id"]]
    assert not held_by(haneul).cancels_at_end and bills_of(haneul)[0].state == "due"


def test_a_coupon_and_a_card_are_told_as_stripe_wants_them(haneul, fake):
    with public():
        Coupon.objects.create(code="OPEN26", percent=50)
    order(haneul, gateway="stripe", collection="charge_automatically", coupon="OPEN26")
    assert bills_of(haneul)[0].net == 6_000_000
    assert fake.all_of("subscription")[0]["status"] == "incomplete"


def test_the_same_key_with_other_words_is_refused_by_the_fake_as_by_stripe(haneul, fake):
    order(haneul, gateway="stripe")
    stripe, held = gateway_of(haneul)
    with public():
        assert stripe.open_customer(held, key="twice") == stripe.open_customer(held, key="twice")
        held.institution.name = "다른시"
        with pytest.raises(GatewayRefused, match="idempotent"):
            stripe.open_customer(held, key="twice")


def test_a_parameter_that_stripe_does_not_know_fails_here_too(haneul, fake):
    with public(), pytest.raises(GatewayRefused, match="unknown parameter: colour"):
        from billing.gateway.by_stripe import _asked

        with _asked():
            ByStripe()._client.customers.create({"colour": "blue"})


def test_only_what_is_signed_over_its_raw_bytes_is_opened(fake):
    payload, header = signed({"id": "evt_1", "type": "invoice.paid"})
    assert opened(payload, header)["id"] == "evt_1"
    late = signed({"id": "evt_1"}, at=1_700_000_000)
    other = signed({"id": "evt_1"}, secret="whsec_theirs")
    for bad in (
        (payload + b" ", header),
        (payload, ""),
        (payload, "t=1,v1=00"),
        late,
        other,
        (b"\xff", header),
    ):
        with pytest.raises(Forged):
            opened(*bad)
    with public() if False else pytest.raises(Forged):
        opened(*signed(["no", "event"]))  # type: ignore[arg-type]


def test_an_order_by_stripe_is_not_offered_without_its_key(haneul, settings):
    from platform_core.access import Refused

    settings.STRIPE_KEY = ""
    with pytest.raises(Refused):
        order(haneul, gateway="stripe")
    with public():
        assert not Transfer.objects.exists()
