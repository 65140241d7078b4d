"""A child's path: age first, a grown-up who shows who they are and says yes, taking part, and taking it back."""

import re

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from civic.identity.codes import use_code
from civic.identity.guardians import ANSWER_WITHIN, Shown, consent, forget_unanswered, take_consent_back
from civic.identity.models import Guardianship, Kind, Purpose
from civic.people.models import Confirmed
from civic.proposals.models import Support
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tenants.actions import keep_setting
from tests.civic.identity.test_coming_in import own
from tests.civic.identity.test_who_it_is import everything_stored
from tests.fixtures.people import new_citizen
from tests.fixtures.proposing import new_proposal
from tests.platform_core.accounts.letters import code_for, latest_letter

MUM = "mum@example.org"
YES = {"name": "초록 연필", "email": "kid@example.org", "guardian": "on", "terms": "on", "privacy": "on"}


@pytest.fixture
def children(haneul):
    cache.clear()
    keep_setting(institution=haneul, name="children", value=8, at=now())


@pytest.fixture
def mobile_id(service, enter):
    service.person = {"sub": "m-1", "ci": "CI-OF-MUM", "birthdate": "1985-05-17"}
    enter(service, key="mobile-id", purpose=Purpose.IDENTITY, person_claim="ci")
    return service


def child_asks(visit, haneul):
    child = visit(haneul)
    child.post("/sign-up/age/", {"age": "younger"})
    assert "/sign-up/guardian/" in child.get("/sign-up/").content.decode()
    asked = child.post("/sign-up/guardian/", {"email": MUM})
    assert asked.status_code == 200
    return child


def link():
    return re.search(r"/guardian/[\w-]+/", latest_letter(MUM).text)[0]


def opens(visitor):
    """The letter's link leads on: from here on no address says what it said."""
    return visitor.get(link())["Location"]


def shows_who(visitor, place, service):
    away = re.search(rf"{place}with/mobile-id/\?press=\w+", visitor.get(place).content.decode())[0]
    return visitor.get(own(service.goes(visitor.get(away)["Location"])))


def test_a_child_takes_part_when_a_grown_up_has_shown_who_they_are_and_said_yes(
    haneul, visit, children, mobile_id
):
    child, mum = child_asks(visit, haneul), visit(haneul)
    letter, place = link(), opens(mum)
    assert letter.split("/")[2] not in place and visit(haneul).get(place).status_code == 404
    first = mum.get(place).content.decode()
    assert 'name="guardian"' not in first  # nobody consents unseen
    assert mum.post(place, YES).status_code == 200 and not User.objects.filter(email=YES["email"]).exists()
    assert shows_who(mum, place, mobile_id)["Location"] == place
    unsaid = mum.post(place, {**YES, "guardian": ""})
    assert unsaid.status_code == 422 and "초록 연필" in unsaid.content.decode()
    assert mum.post(place, YES)["Location"] == place
    kid = User.objects.get(email=YES["email"])
    # The child comes in with a code, and is counted like anybody.
    child.post("/sign-in/letter/", {"email": kid.email})
    child.post("/sign-in/letter/code/", {"code": code_for(kid.email)})
    assert child.session["_auth_user_id"] == str(kid.pk)
    item = new_proposal()
    child.post(f"/proposals/{item.pk}/support/")
    assert Support.objects.get(proposal=item).citizen == kid
    # A no on the page that was opened before closes nothing.
    assert mum.post(f"{place}end/").status_code == 422
    # Of the grown-up a mark and a sealed address: neither who nor how old.
    OutboundMail.objects.all().delete()
    stored = everything_stored()
    assert not [one for one in ("CI-OF-MUM", "1985-05-17", 'm-1"', MUM) if one in stored]
    # And any day the grown-up takes it back.
    assert mum.post(f"{place}end/", {"writings": "remove"}).status_code == 302
    while announce_pending():
        pass
    kid.refresh_from_db()
    assert kid.withdrawn_at is not None and child.get("/me/").status_code == 302
    held = Guardianship.objects.get()
    assert held.ended_at and not held.mail and not held.person_key
    assert visit(haneul).get(letter).status_code == 404 and mum.get(place).status_code == 404


@pytest.mark.parametrize("born", ["2012-01-01", ""])
def test_only_somebody_known_to_be_grown_up_consents(haneul, visit, children, mobile_id, born):
    child_asks(visit, haneul)
    mobile_id.person = {"sub": "m-2", "ci": "CI-OF-BROTHER", "birthdate": born}
    brother = visit(haneul)
    place = opens(brother)
    shows_who(brother, place, mobile_id)
    assert brother.post(place, YES).status_code == 200
    assert not User.objects.filter(email=YES["email"]).exists()


def test_without_a_telephone_a_code_from_the_counter_does_it(haneul, visit, children, administrator):
    """Of a batch for guardians: one that a school gave its pupils makes nobody a grown-up."""
    child_asks(visit, haneul)
    desk, asked = visit(haneul, as_=administrator), {"label": "창구", "count": 1, "days": 9}
    assert desk.post("/desk/codes/", {**asked, "use": "guardians", "confirms": "identity"}).status_code == 422
    assert desk.post("/desk/codes/", {**asked, "use": "accounts"}).status_code == 422
    good = _code_on(desk.post("/desk/codes/", {**asked, "use": "guardians"}))
    pupils = _code_on(desk.post("/desk/codes/", {**asked, "use": "accounts", "confirms": "identity"}))
    mum = visit(haneul)
    place = opens(mum)
    assert mum.post(f"{place}code/", {"code": pupils}).status_code == 422
    # Nor does hers say anything of an account, and trying it there does not use it up.
    kim = new_citizen()
    with pytest.raises(Refused):
        use_code(code=good, user=kim, at=now())
    assert mum.post(f"{place}code/", {"code": good})["Location"] == place
    assert use_code(code=pupils, user=kim, at=now()) == (Confirmed.IDENTITY,)
    # An address that has an account here is not taken over.
    new_citizen(email=YES["email"])
    assert mum.post(place, YES).status_code == 422
    assert mum.post(place, {**YES, "email": MUM}).status_code == 302
    assert Guardianship.objects.get().child.email == MUM
    # Each code is good once, and for one child.
    child_asks(visit, haneul)
    other = opens(mum)
    assert mum.post(f"{other}code/", {"code": good}).status_code == 422
    assert mum.post(other, {**YES, "email": "two@example.org"}).status_code == 200
    # Both letters are open in her browser: each page is of its own child.
    assert other != place and mum.get(place).status_code == 200


def _code_on(page):
    return re.search(r"<code>([\w-]+)</code>", page.content.decode())[1]


def test_no_script_of_a_service_stands_where_the_letters_link_can_be_read(
    haneul, visit, children, enter, service
):
    enter(service, key="window", kind=Kind.PORTONE, purpose=Purpose.IDENTITY, channel="channel-key-1")
    child_asks(visit, haneul)
    mum, letter = visit(haneul), link()
    place = opens(mum)
    away = re.search(rf"{place}with/window/\?press=\w+", mum.get(place).content.decode())[0]
    page = mum.get(away)
    assert page.status_code == 200 and 'id="portone"' in page.content.decode()
    assert (
        letter.split("/")[2] not in away + page.content.decode()
        and f'href="{place}"' in page.content.decode()
    )


def test_no_answer_and_a_no_leave_nothing(haneul, visit, children):
    child_asks(visit, haneul)
    asked, place = Guardianship.objects.get(), link()
    Guardianship.objects.update(asked_at=asked.asked_at - ANSWER_WITHIN)
    assert visit(haneul).get(place).status_code == 404
    assert forget_unanswered(at=now()) == 1
    child_asks(visit, haneul)
    mum = visit(haneul)
    assert mum.post(f"{opens(mum)}end/").status_code == 302
    assert not Guardianship.objects.exists()


def test_where_children_are_not_taken_in_a_child_is_told_so(haneul, bada, visit, children):
    """And the link of one city opens nothing in another."""
    child_asks(visit, haneul)
    place = link()
    assert visit(bada).get(place).status_code == 404
    elsewhere = visit(bada)
    elsewhere.post("/sign-up/age/", {"age": "younger"})
    page = elsewhere.get("/sign-up/").content.decode()
    assert "/sign-up/guardian/" not in page and 'value="again"' in page
    assert elsewhere.get("/sign-up/guardian/").status_code == 409


def test_the_letter_is_forgotten_with_the_address(haneul, visit, children):
    mum = visit(haneul)
    for ends in (
        lambda: mum.post(f"{opens(mum)}end/"),
        lambda: forget_unanswered(at=now() + ANSWER_WITHIN),
    ):
        child_asks(visit, haneul)
        OutboundMail.objects.update(state="sent")
        ends()
        assert not OutboundMail.objects.filter(to=MUM).exists() and not Guardianship.objects.exists()


def test_two_presses_of_no_are_one(haneul, visit, children):
    child_asks(visit, haneul)
    held = Guardianship.objects.get()
    assert take_consent_back(guardianship=held, keep_writings=False, at=now())
    assert not take_consent_back(guardianship=held, keep_writings=False, at=now())
    with pytest.raises(Refused):
        consent(
            guardianship=held, shown=Shown("code"), name="초록", email=YES["email"], language="", at=now()
        )
