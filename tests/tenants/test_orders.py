"""What can be wrong with an order."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tenants.actions import suspend
from tenants.context import public
from tenants.models import Hostname, Institution, RetiredHostname
from tenants.provisioning.order import InstitutionOrder, check_order, order_choices
from tenants.provisioning.placing import OrderRefused, place_order

GOOD = {"name": "별시", "host": "byeol.localhost", "administrator_email": "a@example.org"}


def faults(**changes):
    return check_order(InstitutionOrder(**{**GOOD, **changes}))


def test_a_good_order_has_no_faults(db):
    assert faults() == {}
    assert faults(host="participate.byeol.go.kr") == {}


@pytest.mark.parametrize(
    "host",
    [
        "", "byeol", "localhost", "www.localhost", "console.localhost", "admin.localhost", "mail.localhost",
        "api.localhost", "c0nsole.localhost", "adm1n.localhost", "Byeol.localhost", "byeol.localhost.",
        "byeol.localhost:8000", "a.byeol.localhost", "-byeol.localhost", "byeol-.localhost", "by_eol.localhost",
        "별시.localhost", "xn--h32b.localhost", "ab--cd.localhost", "byeol..localhost", "127.0.0.1", "::1",
        "byeol.123", "by eol.localhost", "http://byeol.localhost", "byeol.localhost/x", "b" * 64 + ".localhost",
        "byeol.localhost\n", ".".join(["abc"] * 70),
    ],
)  # fmt: skip
def test_a_host_that_cannot_be_given(db, host):
    assert set(faults(host=host)) == {"host"}


@pytest.mark.parametrize("host", ["haneul.localhost", "haneu1.localhost", "bada.localhost"])
def test_a_taken_host_or_one_that_looks_like_it(haneul, host):
    assert "host" in faults(host=host)


def test_the_host_of_a_suspended_institution_is_not_free(haneul):
    suspend(institution=haneul, reason="unpaid", at=timezone.now())
    assert "host" in faults(host="haneul.localhost")


def test_the_host_of_an_erased_institution_rests_a_month(db):
    RetiredHostname.objects.create(domain="gone.localhost", retired_at=timezone.now())
    assert set(faults(host="gone.localhost")) == {"host"}
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert faults(host="gone.localhost") == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "   "), ("name", "별" * 101), ("name", "별\u202e시"), ("name", "별\x00시"),
        ("administrator_email", "nobody"), ("administrator_email", ""), ("administrator_email", "a@b"),
        ("administrator_name", "이" * 31), ("kind", "kingdom"), ("languages", ()), ("languages", ("xx",)),
        ("languages", ("ko", "ko")), ("time_zone", "Asia/Nowhere"), ("time_zone", ""), ("country", "XX"),
        ("country", "kr"), ("tagline", "별" * 201),
    ],
)  # fmt: skip
def test_a_field_that_must_be_corrected(db, field, value):
    assert set(faults(**{field: value})) == {field}


def test_what_the_rooms_offer_is_checked(db, settings):
    settings.PROVISIONING_STEPS = ["tests.tenants.test_orders.step"]
    assert order_choices()["plan"] == [("small", "Small")]
    assert set(faults(plan="huge")) == {"plan"}
    assert faults(plan="small") == {}


def test_the_rooms_offer_presets_themes_and_plans(db):
    assert set(order_choices()) == {"process_preset", "theme", "plan"}
    for field in ("process_preset", "theme", "plan"):
        assert set(faults(**{field: "nothing-like-it"})) == {field}


def choices():
    return {"plan": [("small", "Small")]}


def step(institution):
    """A step of a room that offers plans."""


def test_a_refused_order_writes_nothing(db):
    with pytest.raises(OrderRefused) as refused:
        place_order(order=InstitutionOrder(**{**GOOD, "host": "www.localhost"}), at=timezone.now())
    assert set(refused.value.errors) == {"host"}
    with public():
        assert not Institution.objects.filter(name="별시").exists()


def test_the_second_of_two_simultaneous_orders_for_a_host_is_refused(haneul, monkeypatch):
    monkeypatch.setattr("tenants.provisioning.placing.check_order", lambda order: {})
    with pytest.raises(OrderRefused), public():
        place_order(order=InstitutionOrder(**{**GOOD, "host": "haneul.localhost"}), at=timezone.now())
    with public():
        assert Hostname.objects.filter(domain="haneul.localhost").count() == 1
