"""The terms change: people are asked again, kindly, and lose nothing."""

import pytest
from django.utils import timezone

from platform_core.accounts import consent
from platform_core.accounts.consent import agreed_versions, consents_of, record_consent
from platform_core.events.models import Event

PAGE = "/me/account/agreements/"


@pytest.fixture
def member(haneul, citizen):
    record_consent(user=citizen, at=timezone.now())
    return citizen


@pytest.fixture
def new_words(monkeypatch):
    return lambda: monkeypatch.setattr(consent, "PLATFORM_VERSION", "2027-01-01")


def test_nobody_is_asked_while_the_words_are_the_same(haneul, visit, member):
    assert visit(haneul, as_=member).get("/me/").status_code == 200


def test_after_a_change_one_agrees_and_goes_on_where_one_was(haneul, visit, member, new_words):
    browser = visit(haneul, as_=member)
    new_words()
    asked = browser.get("/proposals/?sort=new")
    assert asked.status_code == 302 and asked["Location"].startswith(f"{PAGE}?next=%2Fproposals%2F")
    page = browser.get(asked["Location"])
    assert page.status_code == 200 and 'name="terms"' in page.content.decode()
    assert browser.post(PAGE, {"terms": "on", "next": "/me/"}).status_code == 422, (
        "each is agreed to by itself"
    )
    said = browser.post(PAGE, {"terms": "on", "privacy": "on", "next": "/proposals/?sort=new"})
    assert said["Location"] == "/proposals/?sort=new"
    assert browser.get("/proposals/?sort=new").status_code == 200
    assert visit(haneul, as_=member).get("/me/").status_code == 200
    assert agreed_versions(member) == {"terms": "2027-01-01", "privacy": "2027-01-01"}
    assert [one.purpose for one in consents_of(member)] == ["terms", "privacy"] * 2
    assert Event.objects.filter(kind="accounts.consent.given").count() == 2


def test_what_is_sent_in_that_moment_is_not_lost(haneul, visit, member, make_proposal, new_words):
    proposal = make_proposal()
    browser = visit(haneul, as_=member)
    new_words()
    assert "agreements" not in browser.post(f"/proposals/{proposal.pk}/support/").headers.get("Location", "")
    assert proposal.supports.filter(citizen=member).exists()


def test_reading_the_words_leaving_and_logging_out_are_always_open(haneul, visit, member, new_words):
    browser = visit(haneul, as_=member)
    new_words()
    for page in ("/terms/", "/privacy/", "/me/account/leaving/", "/sign-out/"):
        assert browser.get(page).status_code == 200
    assert visit(haneul).get("/proposals/").status_code == 200


def test_nobody_is_led_away_from_the_house(haneul, visit, member, new_words):
    browser = visit(haneul, as_=member)
    new_words()
    said = browser.post(PAGE, {"terms": "on", "privacy": "on", "next": "https://elsewhere.example/"})
    assert said["Location"] == PAGE


def test_a_neighbour_is_asked_at_home_only(haneul, bada, visit, neighbour, new_words):
    new_words()
    assert visit(haneul, as_=neighbour).get(PAGE).status_code == 302
    assert visit(bada, as_=neighbour).get("/me/").status_code == 200, "invited staff never agreed to anything"
