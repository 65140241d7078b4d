"""An administrator enters a service, tries it with a button and opens it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from civic.identity.models import Kind, Provider, Purpose
from platform_core.access.sealing import unseal
from platform_core.events.models import Event
from tests.civic.identity.services import CLIENT, PORTONE_SECRET, SECRET
from tests.fixtures.people import new_citizen, new_staff

CHOICE = "?kind=oidc&purpose=staff"


def typed(service, **changes):
    return {
        "key": "sso",
        "name": "우리 시 통합로그인",
        "issuer": service.address,
        "client_id": CLIENT,
        "secret": SECRET,
        "domains": "Haneul.example\n@city.go.kr",
        **changes,
    }


def test_a_secret_goes_in_and_never_comes_out(haneul, visit, service, administrator):
    desk = visit(haneul, as_=administrator)
    chosen = desk.get(f"/desk/services/new/{CHOICE}").content.decode()
    assert 'name="domains"' in chosen and 'name="channel"' not in chosen and "/sign-in/back/" in chosen
    wrong = desk.post(f"/desk/services/new/{CHOICE}", typed(service, issuer="ftp://x"))
    assert wrong.status_code == 422 and "우리 시 통합로그인" in wrong.content.decode()
    assert desk.post(f"/desk/services/new/{CHOICE}", typed(service)).status_code == 302
    entered = Provider.objects.get()
    assert unseal(entered.secret) == SECRET and entered.domains == ["haneul.example", "city.go.kr"]
    page = desk.get(f"/desk/services/{entered.pk}/").content.decode()
    assert SECRET not in page and entered.secret not in page
    assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))
    # Saved without typing it again, it stays; typed anew, it is another.
    form = {name: value for name, value in typed(service, secret="").items() if name != "key"}
    desk.post(f"/desk/services/{entered.pk}/", form | {"is_open": "on"})
    entered.refresh_from_db()
    assert entered.is_open and unseal(entered.secret) == SECRET
    desk.post(f"/desk/services/{entered.pk}/", form | {"secret": "another one"})
    entered.refresh_from_db()
    assert unseal(entered.secret) == "another one" and not entered.is_open
    again = desk.post(f"/desk/services/new/{CHOICE}", typed(service))
    assert again.status_code == 422 and Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "is_good"),
    [("honest", True), ("garbage", False), ("slow", False), ("another_description", False), ("huge", False)],
)
def test_the_button_says_whether_the_service_answers(
    haneul, visit, service, enter, administrator, mode, is_good
):
    entered = enter(service, is_open=False)
    service.mode = mode
    desk = visit(haneul, as_=administrator)
    answer = desk.post(f"/desk/services/{entered.pk}/trial/", follow=True)
    entered.refresh_from_db()
    assert (entered.tried_at is not None) == is_good
    [message] = list(answer.context["messages"])
    assert message.level_tag == ("success" if is_good else "error") and len(str(message)) > 20


@pytest.mark.parametrize(("secret", "is_good"), [(PORTONE_SECRET, True), ("mistyped", False)])
def test_the_button_tells_a_mistyped_secret_of_portone(
    haneul, visit, service, enter, administrator, secret, is_good
):
    entered = enter(service, kind=Kind.PORTONE, purpose=Purpose.IDENTITY, secret=secret, channel="c")
    visit(haneul, as_=administrator).post(f"/desk/services/{entered.pk}/trial/")
    entered.refresh_from_db()
    assert (entered.tried_at is not None) == is_good


@pytest.mark.parametrize(
    "where", ["http://93.184.215.14", "https://127.0.0.1", "https://10.0.0.7", "https://[::1]"]
)
def test_nothing_inside_our_own_network_is_reached_through_a_service(
    haneul, visit, service, enter, administrator, settings, where
):
    entered = enter(service, issuer=where)
    settings.PRIVATE_PROVIDERS = False
    visit(haneul, as_=administrator).post(f"/desk/services/{entered.pk}/trial/")
    entered.refresh_from_db()
    assert entered.tried_at is None


def test_services_are_an_administrators_matter(haneul, bada, visit, service, enter, neighbour):
    entered = enter(service)
    for visitor in (visit(haneul, as_=new_citizen()), visit(haneul, as_=neighbour), visit(haneul)):
        visitor.post(f"/desk/services/{entered.pk}/removal/")
        visitor.post(f"/desk/services/{entered.pk}/", typed(service, name="fremd"))
    moderator = visit(haneul, as_=new_staff("moderator"))
    assert moderator.post(f"/desk/services/{entered.pk}/trial/").status_code == 403
    assert Provider.objects.get().name == "나무"


def test_staff_may_have_to_show_a_second_factor_and_nobody_shuts_the_desk(haneul, visit, administrator):
    desk, colleague = visit(haneul, as_=administrator), visit(haneul, as_=new_staff("moderator"))
    rules = {"youngest": "16", "second_factor": "on"}
    refused = desk.post("/desk/services/rules/", rules)
    assert refused.status_code == 422 and 'value="16"' in refused.content.decode()
    assert colleague.get("/desk/").status_code == 200
    TOTP.activate(administrator, generate_totp_secret())
    assert desk.post("/desk/services/rules/", rules)["Location"] == "/desk/services/"
    assert colleague.get("/desk/")["Location"] == "/me/account/second-factor/"
    assert desk.get("/desk/").status_code == 200
    # And whoever wants an account is asked after that age.
    assert "16" in visit(haneul).get("/sign-up/").content.decode()
    assert colleague.post("/desk/services/rules/", {"youngest": "14"}).status_code == 302
    desk.post("/desk/services/rules/", {"youngest": "14"})
    assert colleague.get("/desk/").status_code == 200
