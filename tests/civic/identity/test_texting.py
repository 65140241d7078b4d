"""문자 메시지: codes to mobile phones, by whatever service is entered; over real HTTP."""

import re
from hashlib import sha256
from hmac import new as hmac

import pytest

from civic.identity.models import Kind, PersonKey, Provider, Purpose
from civic.identity.texting import fill, number_of
from civic.processes.kinds import Identity
from civic.processes.persons import persona_of
from civic.proposals.counting import exact_count
from civic.proposals.models import Support
from platform_core.accounts.models import User
from platform_core.outbound.texts import texts_sent
from tests.civic.identity.services import CLIENT, SECRET
from tests.civic.identity.test_one_time import ONCE, item_under, rules, to
from tests.civic.identity.test_who_it_is import everything_stored
from tests.fixtures.people import new_citizen

PHONE = "010-1234-5678"
WHERE = {
    Kind.NHN: "/sms/v3.0/appKeys/{key}/sender/sms",
    Kind.SOLAPI: "/messages/v4/send",
    Kind.TEXTS: "/texts",
}
OWN = {
    "header": "X-Own-Key",
    "body": {"rcv": "{to}", "from": "{from}", "msg": ["{text}"]},
    "good": {"path": "result.code", "value": "ok"},
}


@pytest.fixture
def texts(service, enter):
    """`texts(Kind.NHN)`: a service that the administrator has opened."""

    def entered(kind=Kind.NHN, **more):
        where = service.address + WHERE[kind]
        return enter(
            service,
            key="texts",
            kind=kind,
            purpose=Purpose.TEXT,
            issuer=where,
            channel="0212345678",
            more=OWN if kind == Kind.TEXTS else {},
            **more,
        )

    return entered


def code_in(service):
    return re.search(r"\d{4}-\d{4}", str(service.texts[-1][0]))[0]


@pytest.mark.parametrize("kind", list(WHERE))
def test_the_button_sends_one_message_and_says_what_came_of_it(
    haneul, visit, service, texts, administrator, kind
):
    entered, desk = texts(kind, is_open=False), visit(haneul, as_=administrator)
    assert 'type="tel"' in desk.get(f"/desk/services/{entered.pk}/").content.decode()
    desk.post(f"/desk/services/{entered.pk}/trial/", {"to": PHONE})
    assert Provider.objects.get().tried_at is not None
    [(said, headers)] = service.texts
    assert "01012345678" in str(said) and "0212345678" in str(said) and haneul.name in str(said)
    if kind == Kind.SOLAPI:
        found = re.match(
            r"HMAC-SHA256 apiKey=(\S+), date=(\S+), salt=(\w+), signature=(\w+)", headers["Authorization"]
        )
        key, date, salt, signature = found.groups()
        assert (
            key == CLIENT and signature == hmac(SECRET.encode(), f"{date}{salt}".encode(), sha256).hexdigest()
        )
    else:
        assert headers["X-Own-Key" if kind == Kind.TEXTS else "X-Secret-Key"] == SECRET
    Provider.objects.update(tried_at=None)
    for mode, number in (("unsent", PHONE), ("slow", PHONE), ("garbage", PHONE), ("honest", "02-123-4567")):
        service.mode = mode
        desk.post(f"/desk/services/{entered.pk}/trial/", {"to": number})
        assert Provider.objects.get().tried_at is None, mode
    # What a service did not take is not counted.
    assert texts_sent(since=entered.made_at) == 1


def test_an_administrator_describes_a_service_that_nobody_knows(haneul, visit, service, administrator):
    desk, choice = visit(haneul, as_=administrator), "?kind=texts&purpose=text"
    typed = {"key": "own", "name": "우리 문자", "issuer": f"{service.address}/texts", "client_id": CLIENT}
    typed |= {"secret": SECRET, "sender": "02-1234-5678", "header": "X-Own-Key", "body": '{"rcv": "{to}"}'}
    wrong = desk.post(f"/desk/services/new/{choice}", typed)
    assert wrong.status_code == 422 and "id_body_error" in wrong.content.decode()
    typed |= {"body": '{"rcv": "{to}", "msg": "{text}"}', "good_path": "result.code", "good_value": "OK"}
    assert desk.post(f"/desk/services/new/{choice}", typed).status_code == 302
    entered = Provider.objects.get()
    assert entered.channel == "0212345678" and SECRET not in str(entered.more)
    page = desk.get(f"/desk/services/{entered.pk}/").content.decode()
    assert SECRET not in page and "X-Own-Key" in page and "result.code" in page
    desk.post(f"/desk/services/{entered.pk}/trial/", {"to": PHONE})
    entered.refresh_from_db()
    assert entered.tried_at is not None and service.texts[-1][0]["rcv"] == "01012345678"
    for kind, purpose in (("texts", "sign_in"), ("kakao", "text")):
        assert desk.get(f"/desk/services/new/?kind={kind}&purpose={purpose}").status_code == 422


def test_one_phone_is_one_person_and_its_number_is_not_kept(haneul, visit, service, texts):
    assert 'href="/me/confirmations/phone/"' not in _confirmations(visit, haneul, new_citizen())
    texts()
    first, second = new_citizen(email="first@example.org"), new_citizen()
    kim = visit(haneul, as_=first)
    assert 'href="/me/confirmations/phone/"' in _confirmations(visit, haneul, first)
    assert kim.post("/me/confirmations/phone/", {"phone": "12"}).status_code == 422
    kim.post("/me/confirmations/phone/", {"phone": PHONE, "next": "/proposals/new/"})
    assert kim.post("/me/confirmations/phone/code/", {"code": "0000-0000"}).status_code == 422
    back = kim.post("/me/confirmations/phone/code/", {"code": code_in(service)})
    assert back["Location"] == "/proposals/new/"
    assert persona_of(User.objects.get(pk=first.pk)).identity == Identity.PHONE
    assert "01012345678" not in everything_stored() and PersonKey.objects.get().user == first
    other = visit(haneul, as_=second)
    other.post("/me/confirmations/phone/", {"phone": "+82 10 1234 5678"})
    same = other.post("/me/confirmations/phone/code/", {"code": code_in(service)})
    assert same.status_code == 409 and "f•••@example.org" in same.content.decode()
    assert persona_of(User.objects.get(pk=second.pk)).identity == Identity.NONE
    # Messages cost: three to one number, then it waits.
    assert [other.post("/me/confirmations/phone/", {"phone": PHONE}).status_code for _ in range(2)] == [
        302,
        422,
    ]


def _confirmations(visit, haneul, person):
    return visit(haneul, as_=person).get("/me/confirmations/").content.decode()


def test_without_an_account_by_telephone_and_then_with_one(haneul, visit, service, texts):
    item = item_under(rules(support=ONCE))
    kim = visit(haneul)
    kim.post("/sign-up/age/", {"age": "old_enough", "next": to(item), "back": "1"})
    assert 'name="phone"' not in kim.get(to(item)).content.decode()
    texts()
    assert 'name="phone"' in kim.get(to(item)).content.decode()
    service.mode = "slow"  # what is down is said, and the letter stays
    down = kim.post(to(item), {"phone": PHONE, "email": "", "agreed": "on"})
    assert down.status_code == 422 and 'id="id_phone_error"' in down.content.decode()
    service.mode = "honest"
    assert kim.post(to(item), {"email": "", "agreed": "on"}).status_code == 422
    kim.post(to(item), {"phone": PHONE, "email": "", "agreed": "on"})
    kim.post("/one-time/code/", {"code": code_in(service)})
    assert exact_count(item) == 1
    # Whoever confirms that phone for an account has it all, once.
    account = new_citizen()
    mine = visit(haneul, as_=account)
    mine.post(f"/proposals/{item.pk}/support/")
    assert exact_count(item) == 2
    mine.post("/me/confirmations/phone/", {"phone": PHONE})
    mine.post("/me/confirmations/phone/code/", {"code": code_in(service)})
    assert exact_count(item) == 1 and Support.objects.get().citizen == account


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("010-1234-5678", "01012345678"),
        ("+82 10 1234 5678", "01012345678"),
        ("+44 7700 900123", "+447700900123"),
        ("010-1234-５678", "01012345678"),  # one phone in whatever digits
        ("010-1234-٥678", "01012345678"),
        ("02-123-4567", ""),
        ("kim@example.org", ""),
        ("0101234", ""),
    ],
)
def test_numbers_as_people_write_them(said, number):
    assert number_of(said) == number


def test_what_is_filled_in_is_never_read_as_a_template():
    blanks = {"to": "{text}", "from": "1", "text": "{to}{from}"}
    assert fill({"a": "{to}", "b": ["{text}", 3]}, blanks) == {"a": "{text}", "b": ["{to}{from}", 3]}


def test_a_secret_that_no_header_carries_is_said_and_breaks_nothing(haneul, visit, texts, administrator):
    entered, desk = texts(Kind.TEXTS, secret="우리 열쇠"), visit(haneul, as_=administrator)
    assert desk.post(f"/desk/services/{entered.pk}/trial/", {"to": PHONE}).status_code == 302
    assert Provider.objects.get().tried_at is None
    kim = visit(haneul, as_=new_citizen())
    assert kim.post("/me/confirmations/phone/", {"phone": PHONE}).status_code == 422


def test_a_phone_of_ones_own_is_among_the_codes_that_are_counted(haneul, visit, texts, settings):
    texts()
    kim, settings.MOST_CODES_BY_ADDRESS = visit(haneul, as_=new_citizen()), 2
    numbers = [f"010-1234-567{number}" for number in range(3)]
    sent = [kim.post("/me/confirmations/phone/", {"phone": number}).status_code for number in numbers]
    assert sent == [302, 302, 422]
    settings.HOT_CODES_BY_ADDRESS = 1
    assert 'name="wait"' in kim.get("/me/confirmations/phone/").content.decode()
