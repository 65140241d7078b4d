"""People come in with a service's account: there and back over real HTTP."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from civic.identity import presets
from civic.identity.linking import link
from civic.identity.models import Kind, Provider, Purpose, WayIn
from civic.people.actions import invite_staff
from civic.people.models import Role
from civic.people.rules import is_administrator
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tests.fixtures.people import PASSWORD, new_citizen, new_staff
from tests.platform_core.accounts.letters import code_for

PAGE = "/proposals/7/"
CONSENT = {"name": "나무 아래", "fourteen_or_older": "on", "terms": "on", "privacy": "on"}


def goes_and_comes_back(visitor, service, *, key="tree", to=PAGE):
    """Presses the button, signs in there, and is sent back to us; our answer to that."""
    away = visitor.get(f"/sign-in/with/{key}/?next={to}")
    assert away.status_code == 302 and away["Location"].startswith(service.address), away["Location"]
    return visitor.get(own(service.goes(away["Location"])))


def own(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def who_is_in(visitor):
    return visitor.session.get("_auth_user_id")


def test_somebody_new_comes_with_a_confirmed_address_and_returns_to_the_page_they_came_for(
    haneul, visit, service, enter
):
    enter(service)
    service.person = {"sub": "77", "email": "kim@example.org", "email_verified": True, "name": "실명"}
    kim = visit(haneul)
    assert goes_and_comes_back(kim, service)["Location"] == "/sign-in/joining/"
    asked = kim.get("/sign-in/joining/").content.decode()
    assert 'value="old_enough"' in asked and 'name="name"' not in asked  # age before anything else
    there = kim.post("/sign-up/age/", {"age": "old_enough", "next": "/sign-in/joining/", "back": "1"})
    assert there["Location"] == "/sign-in/joining/"
    form = kim.get("/sign-in/joining/").content.decode()
    assert "kim@example.org" in form and "실명" not in form and 'name="password1"' not in form
    assert kim.post("/sign-in/joining/", {**CONSENT, "name": ""}).status_code == 422
    answer = kim.post("/sign-in/joining/", CONSENT)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    user = User.objects.get(email="kim@example.org")
    assert who_is_in(kim) == str(user.pk) and not user.has_usable_password()
    assert WayIn.objects.get(user=user).subject == "77"
    assert Event.objects.filter(kind="accounts.consent.given", subject_id=user.pk).exists()
    # And the next time without any page of ours between.
    again = visit(haneul)
    assert goes_and_comes_back(again, service)["Location"] == PAGE and who_is_in(again) == str(user.pk)


def test_a_child_is_told_what_it_can_do_whatever_service_it_comes_with(haneul, visit, service, enter):
    enter(service)
    child = visit(haneul)
    goes_and_comes_back(child, service)
    child.post("/sign-up/age/", {"age": "younger", "next": "/sign-in/joining/", "back": "1"})
    for address in ("/sign-in/joining/", "/sign-up/"):
        page = child.get(address).content.decode()
        assert 'name="name"' not in page and 'value="again"' in page
    assert not User.objects.filter(email="kim@example.org").exists()


def test_an_address_that_nobody_confirmed_takes_over_nothing(haneul, visit, service, enter):
    """Neither an account that is there, nor one that its owner makes later."""
    enter(service)
    owner = new_citizen(email="owner@example.org")
    service.person = {"sub": "9", "email": "owner@example.org", "email_verified": False}
    thief = visit(haneul)
    goes_and_comes_back(thief, service)
    thief.post("/sign-up/age/", {"age": "old_enough"})
    known = thief.post("/sign-in/joining/", {**CONSENT, "email": "owner@example.org"})
    assert who_is_in(thief) is None and not WayIn.objects.exists()
    stranger = visit(haneul)
    service.person = {"sub": "10"}
    goes_and_comes_back(stranger, service)
    stranger.post("/sign-up/age/", {"age": "old_enough"})
    unknown = stranger.post("/sign-in/joining/", {**CONSENT, "email": "later@example.org"})
    # Whoever tries learns nothing from the answers, and has laid no way into either account.
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not WayIn.objects.exists() and who_is_in(stranger) is None
    assert EmailAddress.objects.get(email="later@example.org").verified is False
    # The one who can read the letter is in, and only now the service opens the account.
    stranger.post("/sign-up/code/", {"code": code_for("later@example.org")})
    done = stranger.get("/sign-in/completion/")
    assert done["Location"] == PAGE
    assert WayIn.objects.get().user.email == "later@example.org" and owner.ways_in.count() == 0


def test_a_confirmed_address_of_an_account_here_asks_for_that_account_first(haneul, visit, service, enter):
    enter(service)
    owner = new_citizen(email="owner@example.org")
    service.person = {"sub": "9", "email": "Owner@example.org", "email_verified": True}
    visitor = visit(haneul)
    goes_and_comes_back(visitor, service)
    visitor.post("/sign-up/age/", {"age": "old_enough"})
    page = visitor.get("/sign-in/joining/").content.decode()
    assert "/sign-in/?next=%2Fsign-in%2Fcompletion%2F" in page and who_is_in(visitor) is None
    visitor.post(
        "/sign-in/", {"login": "owner@example.org", "password": PASSWORD, "next": "/sign-in/completion/"}
    )
    assert visitor.get("/sign-in/completion/")["Location"] == PAGE
    assert WayIn.objects.get().user == owner


LIES = (
    "for_another_client from_another of_another_attempt too_old of_nobody party unsigned signed_with_our_secret"
    " another_key garbage huge"
).split()


@pytest.mark.parametrize("lie", LIES)
def test_a_service_that_lies_lets_nobody_in(haneul, visit, service, enter, lie):
    provider = enter(service)
    person = new_citizen()
    link(user=person, provider=provider, subject="1001", at=person.joined_at)
    visitor = visit(haneul)
    away = visitor.get(f"/sign-in/with/tree/?next={PAGE}")["Location"]
    back = own(service.goes(away))
    service.mode = lie
    answer = visitor.get(back)
    assert answer["Location"] == f"/sign-in/?next={PAGE.replace('/', '%2F')}" and who_is_in(visitor) is None
    assert "나무" in visitor.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("trouble", ["slow", "garbage", "another_description", "down"])
def test_a_service_that_cannot_be_asked_is_said_so_and_the_page_is_not_lost(
    haneul, visit, service, enter, trouble
):
    provider = enter(service)
    service.mode = trouble
    if trouble == "down":  # a port on which nobody listens
        Provider.objects.filter(pk=provider.pk).update(issuer="http://127.0.0.1:9")
    visitor = visit(haneul)
    answer = visitor.get(f"/sign-in/with/tree/?next={PAGE}")
    assert answer["Location"] == f"/sign-in/?next={PAGE.replace('/', '%2F')}"
    page = visitor.get(answer["Location"]).content.decode()
    assert "나무" in page and f'value="{PAGE}"' in page


def test_nothing_of_one_city_opens_another(haneul, bada, visit, services, enter):
    """Neither an answer, nor a session, nor the same person at the same service."""
    service = services[0]
    provider = enter(service)
    person = new_citizen()
    link(user=person, provider=provider, subject="1001", at=person.joined_at)
    with institution_context(bada):
        enter(service, by=new_staff())
    there = visit(haneul)
    back = own(service.goes(there.get("/sign-in/with/tree/")["Location"]))
    neighbour = visit(bada)
    assert neighbour.get(back)["Location"] == "/sign-in/"
    neighbour.cookies.update(there.cookies)
    assert neighbour.get(back)["Location"] == "/sign-in/" and who_is_in(neighbour) is None
    # The answer is still good where it belongs, once.
    assert there.get(back).status_code == 302 and who_is_in(there) == str(person.pk)
    there.post("/sign-out/")
    there.get(back)
    assert who_is_in(there) is None
    # Who comes to the other city with the same account is somebody new there.
    assert goes_and_comes_back(visit(bada), service)["Location"] == "/sign-in/joining/"


def test_a_made_up_or_refused_answer_changes_nothing(haneul, visit, service, enter):
    enter(service)
    visitor = visit(haneul)
    away = visitor.get("/sign-in/with/tree/?next=https://evil.example/")["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"] and len(asked["nonce"][0]) > 40
    assert visitor.get("/sign-in/back/?code=x&state=made-up")["Location"] == "/sign-in/"
    state = asked["state"][0]
    assert visitor.get(f"/sign-in/back/?error=access_denied&state={state}")["Location"] == "/sign-in/"
    # An attempt that came back is over, and a closed service takes nobody.
    assert visitor.get(own(service.goes(away)))["Location"] == "/sign-in/" and who_is_in(visitor) is None
    Provider.objects.update(is_open=False)
    assert visitor.get("/sign-in/with/tree/").status_code == 404


def test_naver_speaks_another_language_and_is_understood(haneul, visit, service, enter, monkeypatch):
    where = {"authorize": "/naver/authorize", "token": "/naver/token", "profile": "/naver/me"}
    naver = presets.Preset(**{name: service.address + path for name, path in where.items()})
    monkeypatch.setitem(presets.PRESETS, Kind.NAVER, naver)
    provider = enter(service, key="naver", kind=Kind.NAVER, issuer="", name="네이버")
    person = new_citizen()
    link(user=person, provider=provider, subject="n-5", at=person.joined_at)
    service.person = {"sub": "-", "id": "n-5", "email": "anybody@example.org"}
    visitor = visit(haneul)
    assert goes_and_comes_back(visitor, service, key="naver")["Location"] == PAGE
    assert who_is_in(visitor) == str(person.pk)


def test_linking_and_unlinking_never_cuts_the_last_way_in(haneul, visit, service, enter):
    enter(service)
    person = new_citizen()
    visitor = visit(haneul, as_=person)
    page = visitor.get("/me/account/ways/").content.decode()
    press = page.split("/link/?press=")[1].split('"')[0]
    # Only from our own page, and with the password once more.
    assert visitor.get("/me/account/ways/tree/link/?press=guess")["Location"].startswith(
        "/me/account/confirm"
    )
    visitor.post("/me/account/confirmation/", {"password": PASSWORD})
    assert visitor.get("/me/account/ways/tree/link/?press=guess")["Location"] == "/me/account/ways/"
    away = visitor.get(f"/me/account/ways/tree/link/?press={press}")["Location"]
    assert visitor.get(own(service.goes(away)))["Location"] == "/me/account/ways/"
    way = WayIn.objects.get(user=person)
    # Somebody else's cannot be taken, nor linked a second time.
    other = new_citizen()
    assert visit(haneul, as_=other).post(f"/me/account/ways/{way.pk}/removal/").status_code == 404
    assert visitor.post(f"/me/account/ways/{way.pk}/removal/").status_code == 302
    assert not WayIn.objects.exists()
    link(user=person, provider=way.provider, subject="1001", at=person.joined_at)
    EmailAddress.objects.filter(user=person).update(verified=False)
    person.set_unusable_password()
    person.save()
    alone = visit(haneul, as_=person)
    assert alone.post(f"/me/account/ways/{WayIn.objects.get().pk}/removal/").status_code == 409
    assert WayIn.objects.count() == 1


def test_staff_come_by_their_own_service_when_they_work_here_or_are_invited(
    haneul, visit, service, enter, administrator
):
    enter(service, purpose=Purpose.STAFF, domains=["haneul.example"])
    stranger = visit(haneul)
    for claims in (
        {"sub": "1", "email": "nobody@haneul.example", "email_verified": True},
        {"sub": "2", "email": "kim@elsewhere.example", "email_verified": True},
        {"sub": "3", "email": administrator.email, "email_verified": True},
    ):
        service.person = claims
        assert goes_and_comes_back(stranger, service, to="/desk/")["Location"].startswith("/sign-in/")
        assert who_is_in(stranger) is None
    invite_staff(
        email="park@haneul.example",
        role=Role.ADMINISTRATOR,
        department=None,
        by=administrator,
        at=administrator.joined_at,
    )
    service.person = {"sub": "4", "email": "Park@haneul.example", "email_verified": False}
    assert goes_and_comes_back(stranger, service, to="/desk/")["Location"].startswith("/sign-in/")
    service.person["email_verified"] = True
    assert goes_and_comes_back(stranger, service, to="/desk/")["Location"] == "/desk/"
    park = User.objects.get(email="park@haneul.example")
    assert who_is_in(stranger) == str(park.pk) and is_administrator(park)
    # The next time by the service's number, whatever the address is by then; a citizen gets nowhere with it.
    service.person = {"sub": "4", "email": "new@haneul.example", "email_verified": True}
    again = visit(haneul)
    goes_and_comes_back(again, service)
    assert who_is_in(again) == str(park.pk)
    park.staff_roles.all().delete()
    cache.clear()
    left = visit(haneul)
    goes_and_comes_back(left, service)
    assert who_is_in(left) is None
