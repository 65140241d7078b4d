"""A child's path: age first, a grown-up who shows who they are and says yes, taking part, and taking it back."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from civic.identity.codes import make_codes
from civic.identity.guardians import ANSWER_WITHIN, Shown, consent, forget_unanswered, take_consent_back
from civic.identity.models import Guardianship, Purpose
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


def shows_who(visitor, place, service):
    away = re.search(rf"{place}with/mobile-id/\?press=\w+", visitor.get(place).content.decode())[0]
    return visitor.get(own(service.goes(visitor.get(away)["Location"])))


def test_a_child_takes_part_when_a_grown_up_has_shown_who_they_are_and_said_yes(
    haneul, visit, children, mobile_id
):
    child, mum = child_asks(visit, haneul), visit(haneul)
    place = link()
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
    assert visit(haneul).get(place).status_code == 404


@pytest.mark.parametrize("born", ["2012-01-01", ""])
def test_only_somebody_known_to_be_grown_up_consents(haneul, visit, children, mobile_id, born):
    child_asks(visit, haneul)
    mobile_id.person = {"sub": "m-2", "ci": "CI-OF-BROTHER", "birthdate": born}
    brother = visit(haneul)
    shows_who(brother, link(), mobile_id)
    assert brother.post(link(), YES).status_code == 200
    assert not User.objects.filter(email=YES["email"]).exists()


def test_without_a_telephone_a_code_from_the_counter_does_it(haneul, visit, children, administrator):
    child_asks(visit, haneul)
    until, by = now() + timedelta(days=9), administrator
    kinds = [[Confirmed.IDENTITY], [Confirmed.STUDIES]]
    good, other = (
        make_codes(label="창구", confirms=kind, count=1, until=until, by=by, at=now()).codes[0]
        for kind in kinds
    )
    mum, place = visit(haneul), link()
    assert mum.post(f"{place}code/", {"code": other}).status_code == 422
    assert mum.post(f"{place}code/", {"code": good})["Location"] == place
    # An address that has an account here is not taken over.
    new_citizen(email=YES["email"])
    assert mum.post(place, YES).status_code == 422
    assert mum.post(place, {**YES, "email": MUM}).status_code == 302
    assert Guardianship.objects.get().child.email == MUM
    # Each code is good once, and for one child.
    child_asks(visit, haneul)
    assert mum.post(f"{link()}code/", {"code": good}).status_code == 422
    assert mum.post(link(), {**YES, "email": "two@example.org"}).status_code == 200


def test_no_answer_and_a_no_leave_nothing(haneul, visit, children):
    child_asks(visit, haneul)
    asked, place = Guardianship.objects.get(), link()
    Guardianship.objects.update(asked_at=asked.asked_at - ANSWER_WITHIN)
    assert visit(haneul).get(place).status_code == 404
    assert forget_unanswered(at=now()) == 1
    child_asks(visit, haneul)
    assert visit(haneul).post(f"{link()}end/").status_code == 302
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
    for ends in (
        lambda: visit(haneul).post(f"{link()}end/"),
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
