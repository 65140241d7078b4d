"""A program orders an institution as an operator would: the same checks, and never twice for one key."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.utils import timezone

from platform_core.access import Refused
from tenants.context import public
from tenants.designs.catalogue import text_of
from tenants.machines.tokens import make_token, operator_of
from tenants.models import Institution, OperatorToken, ProgramOrder
from tenants.provisioning.removal import remove_everything

ORDERS = "/api/v1/institutions/"
QUICK = ["tenants.provisioning.steps.open_doors"]
ORDER = {
    "name": "달마을도서관",
    "address": "dal-maeul",
    "administrator_email": "first@example.org",
    "kind": "library",
}


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PROVISIONING_STEPS = QUICK


@pytest.fixture
def secret(operator):
    told = generate_totp_secret()
    with public():
        TOTP.activate(operator, told)
    return told


@pytest.fixture
def key(operator, secret):
    return make_token(operator=operator, name="조달", days=30, at=timezone.now())


@pytest.fixture
def program(visit, key):
    """`program.post(body, key)`: without a cookie."""
    return Program(visit(None), key)


class Program:
    def __init__(self, visitor, key) -> None:
        self.visitor, self.said = visitor, {"Authorization": f"Token {key}"}

    def order(self, body=ORDER, key="order-0001"):
        headers = {**self.said, "Idempotency-Key": key}
        return self.visitor.post(ORDERS, body, content_type="application/json", headers=headers)

    def read(self, address):
        return self.visitor.get(address, headers=self.said)


def houses() -> int:
    with public():
        return Institution.objects.filter(name=ORDER["name"]).count()


def test_a_program_orders_and_asks_until_it_is_open(program):
    answer = program.order()
    assert answer.status_code == 201
    said = answer.json()
    assert (said["name"], said["standing"]) == (ORDER["name"], "open")
    assert [one["state"] for one in said["steps"]] == ["done"]
    assert program.read(answer["Location"]).json() == said
    assert set(said) == {"number", "name", "address", "standing", "ordered_at", "opened_at", "steps"}


def test_a_lost_answer_is_asked_again_and_no_second_one_is_opened(program):
    first = program.order()
    again = program.order()
    assert (again.status_code, again.json()["number"]) == (200, first.json()["number"])
    other = program.order({**ORDER, "address": "other-place"})
    assert (other.status_code, other.json()["code"]) == (409, "key_used_otherwise")
    assert program.order(key="").json()["code"] == "no_idempotency_key"
    assert houses() == 1


def test_a_key_opens_no_second_one_when_the_first_is_gone_and_says_nothing_of_it(program):
    first = program.order().json()["number"]
    with public():
        remove_everything(Institution.objects.get(pk=first))
        (kept,) = ProgramOrder.objects.all()
    assert (kept.institution_id, kept.digest) == (None, "") and "order-0001" not in kept.key
    again = program.order()
    assert (again.status_code, again.json()["code"]) == (409, "order_gone")
    assert program.order(key="order-0002").status_code == 201
    assert houses() == 1


def test_what_is_wrong_is_said_by_field_and_may_be_corrected_under_the_same_key(program):
    wrong = program.order({**ORDER, "address": "www", "country": "XX"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")
    assert set(wrong.json()["fields"]) == {"address", "country"}
    assert set(program.order({"name": ""}).json()["fields"]) >= {"name", "address", "administrator_email"}
    hostile = program.order({**ORDER, "blueprint_file": "format = 1\n[gardens]\nx = 1\n"})
    assert "gardens" in hostile.json()["fields"]["blueprint_file"][0]
    assert program.order().status_code == 201


def test_a_second_one_of_the_same_name_is_asked_about_first(program):
    program.order()
    twin = {**ORDER, "address": "dal-maeul-two"}
    asked = program.order(twin, key="order-0002")
    assert (asked.status_code, asked.json()["code"], set(asked.json()["fields"])) == (
        409,
        "look_twice",
        {"name"},
    )
    assert program.order({**twin, "looked_at": True}, key="order-0002").status_code == 201
    assert houses() == 2


def test_a_blueprint_goes_with_it(program):
    said = program.order({**ORDER, "kind": "", "blueprint_file": text_of("school")}).json()
    with public():
        assert Institution.objects.get(pk=said["number"]).kind == "school"


def test_a_key_ends_with_its_time_its_taking_back_and_the_second_factor(
    program, operator, secret, visit, key
):
    now = timezone.now()
    assert operator_of(key, now) == operator
    assert operator_of(key, now + timedelta(days=31)) is None
    assert operator_of(key[:-1] + ("a" if key[-1] != "a" else "b"), now) is None
    console = visit(None, as_=operator)
    with public():
        pk = OperatorToken.objects.get().pk
        Authenticator.objects.all().delete()
    assert program.order().status_code == 401
    with pytest.raises(Refused):
        make_token(operator=operator, name="x", days=7, at=now)
    with public():
        TOTP.activate(operator, secret)
    console.post(f"/programs/{pk}/removal/")
    assert program.order().status_code == 401
    assert visit(None).post(ORDERS, ORDER, content_type="application/json").status_code == 401
    # A person's session is no key: what a page does is done on pages.
    assert console.post(ORDERS, ORDER, content_type="application/json").status_code == 401
    assert houses() == 0


def test_a_key_is_made_with_the_second_factor_once_more_and_shown_once(operator, secret, visit):
    console = visit(None, as_=operator)
    wrong = console.post("/programs/", {"name": "조달", "days": "30", "code": "000000"})
    assert wrong.status_code == 422 and "조달" in wrong.content.decode()
    cache.clear()
    with time_machine.travel(timezone.now(), tick=False):
        code = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
        made = console.post("/programs/", {"name": "조달", "days": "30", "code": code})
    key = made.context["key"]
    assert operator_of(key, timezone.now()) == operator
    assert key not in console.get("/programs/").content.decode()
    with public():
        assert key.partition(".")[2] not in str(OperatorToken.objects.values())


def test_a_runaway_program_is_slowed_down(program, monkeypatch):
    monkeypatch.setattr("platform_core.console.api.keys.OrderThrottle.rate", "2/min")
    codes = [program.order().status_code for _ in range(3)]
    assert codes == [201, 200, 429]


def test_the_document_describes_this_door_alone(visit, program):
    said = visit(None).get("/api/v1/openapi.json").json()
    assert program.read("/api/v1/openapi.json").json() == said
    assert set(said["paths"]) == {"/api/v1/institutions/", "/api/v1/institutions/{id}/"} or set(
        said["paths"]
    ) == {"/api/v1/institutions/", "/api/v1/institutions/{pk}/"}
    order = said["paths"]["/api/v1/institutions/"]["post"]
    assert order["security"] == [{"operator_token": []}]
    assert "Idempotency-Key" in [one["name"] for one in order["parameters"]]
