"""Coming in with a code by letter, seeing where one is logged in, leaving without ever having had a password."""

import time

import pytest

from civic.proposals.models import Support
from platform_core.accounts import ages
from platform_core.accounts.models import SignedIn, User
from platform_core.outbound.models import OutboundMail
from tests.fixtures.people import PASSWORD, new_citizen
from tests.platform_core.accounts.letters import code_for, latest_letter

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
LIBRARY = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def asks_for_a_code(visitor, email, to="/proposals/7/"):
    return visitor.post("/sign-in/letter/", {"email": email, "next": to})


def test_a_code_by_letter_opens_the_account_and_leads_to_the_page_somebody_came_for(haneul, visit):
    kim = new_citizen(email="kim@example.org")
    visitor = visit(haneul)
    assert asks_for_a_code(visitor, "Kim@example.org")["Location"].startswith("/sign-in/letter/code/")
    assert latest_letter("kim@example.org").is_secret
    wrong = visitor.post("/sign-in/letter/code/", {"code": "0000-0000"})
    assert 'id="id_code_error"' in wrong.content.decode()
    there = visitor.post(
        "/sign-in/letter/code/", {"code": code_for("kim@example.org"), "next": "/proposals/7/"}
    )
    assert there["Location"] == "/proposals/7/" and visitor.session["_auth_user_id"] == str(kim.pk)


def test_who_has_an_account_is_not_told_by_asking_for_a_code(haneul, visit):
    """The same answer, and a letter is written either way: the clock does not tell either."""
    new_citizen(email="kim@example.org")
    known, unknown = visit(haneul), visit(haneul)
    answers = [asks_for_a_code(known, "kim@example.org"), asks_for_a_code(unknown, "who@example.org")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    pages = [visitor.get("/sign-in/letter/code/") for visitor in (known, unknown)]
    assert [page.status_code for page in pages] == [200, 200]
    letters = OutboundMail.objects.filter(to__endswith="@example.org")
    assert sorted(letters.values_list("to", flat=True)) == ["kim@example.org", "who@example.org"]
    guesses = [visitor.post("/sign-in/letter/code/", {"code": "1111-1111"}) for visitor in (known, unknown)]
    assert guesses[0].status_code == guesses[1].status_code == 200
    # And not from one network address for ever, nor for one person.
    again = [asks_for_a_code(visit(haneul), "kim@example.org") for _time in range(5)]
    assert [page.status_code for page in again] == [302] * 4 + [200]
    assert 'id="id_email_error"' in again[-1].content.decode()


def test_operators_need_their_password(db, visit):
    assert visit(None).get("/sign-in/letter/").status_code == 404


def test_a_lost_phone_is_logged_out_by_itself(haneul, visit):
    kim = new_citizen(email="kim@example.org")
    phone, library = visit(haneul, HTTP_USER_AGENT=PHONE), visit(haneul, HTTP_USER_AGENT=LIBRARY)
    for device in (phone, library):
        device.post("/sign-in/", {"login": "kim@example.org", "password": PASSWORD})
    page = library.get("/me/account/").content.decode()
    assert "Chrome, Android" in page and "Edge, Windows" in page
    lost = SignedIn.objects.get(user=kim, device="Chrome, Android")
    stranger = visit(haneul, as_=new_citizen())
    stranger.post(f"/me/account/sessions/{lost.pk}/end/")
    assert phone.get("/me/account/").status_code == 200
    library.post(f"/me/account/sessions/{lost.pk}/end/")
    assert phone.get("/me/account/").status_code == 302 and library.get("/me/account/").status_code == 200
    assert "Android" not in library.get("/me/account/").content.decode()


def test_who_never_had_a_password_can_leave_soon_after_logging_in(haneul, visit, monkeypatch):
    kim = new_citizen(email="kim@example.org")
    kim.set_unusable_password()
    kim.save()
    visitor = visit(haneul)
    asks_for_a_code(visitor, "kim@example.org")
    visitor.post("/sign-in/letter/code/", {"code": code_for("kim@example.org")})
    page = visitor.get("/me/account/leaving/").content.decode()
    assert 'name="password"' not in page
    with monkeypatch.context() as later:
        then = time.time() + 3_600
        later.setattr("platform_core.accounts.views.time.time", lambda: then)
        assert visitor.post("/me/account/leaving/", {"writings": "keep"}).status_code == 422
    assert visitor.post("/me/account/leaving/", {"writings": "keep"})["Location"] == "/left/"
    assert User.objects.get(pk=kim.pk).withdrawn_at is not None and not SignedIn.objects.exists()


# --- Age, and how many pages it takes ------------------------------------------------


def test_age_is_asked_before_anything_else_and_nothing_of_it_is_kept(haneul, visit):
    visitor = visit(haneul)
    first = visitor.get("/sign-up/?next=/proposals/7/").content.decode()
    assert 'value="old_enough"' in first and 'name="email"' not in first and "/proposals/7/" in first
    after = visitor.post("/sign-up/age/", {"age": "old_enough", "next": "/proposals/7/"})
    assert after["Location"] == "/sign-up/?next=%2Fproposals%2F7%2F"
    form = visitor.get(after["Location"]).content.decode()
    assert 'name="email"' in form and '<input type="hidden" name="fourteen_or_older" value="on">' in form
    away = visitor.post("/sign-up/age/", {"age": "old_enough", "next": "https://evil.example/", "back": "1"})
    assert away["Location"] == "/sign-up/"


def test_a_child_is_refused_clearly_and_told_what_it_can_do(haneul, visit):
    child = visit(haneul)
    child.post("/sign-up/age/", {"age": "younger"})
    page = child.get("/sign-up/").content.decode()
    assert 'name="email"' not in page and 'value="again"' in page
    child.post("/sign-up/age/", {"age": "again"})
    assert 'value="old_enough"' in child.get("/sign-up/").content.decode()


@pytest.mark.parametrize(("said", "holds"), [(None, 14), (16, 16), (12, 14), (30, 14), ("17", 14)])
def test_an_institution_may_ask_for_more_years_and_never_for_fewer(haneul, monkeypatch, said, holds):
    monkeypatch.setattr(ages, "institution_here", lambda: type("City", (), {"settings": {"youngest": said}}))
    assert ages.youngest_here() == holds


def test_from_wanting_to_support_to_having_supported_there_are_four_pages(haneul, visit, make_proposal):
    """Sign-in with the question after the age, the form, the code, and the proposal again."""
    proposal = make_proposal("학교 앞 신호등")
    kim = visit(haneul)
    wanted = kim.post(f"/proposals/{proposal.pk}/support/")["Location"]
    pages = [kim.get(wanted)]
    to = f"/proposals/{proposal.pk}/?then=support"
    assert to in pages[0].content.decode() and 'value="old_enough"' in pages[0].content.decode()
    pages.append(kim.get(kim.post("/sign-up/age/", {"age": "old_enough", "next": to})["Location"]))
    typed = {"email": "kim@example.org", "name": "나무", "password1": PASSWORD, "next": to}
    consents = {"fourteen_or_older": "on", "terms": "on", "privacy": "on"}
    pages.append(kim.get(kim.post("/sign-up/", typed | consents)["Location"]))
    answer = kim.post("/sign-up/code/", {"code": code_for("kim@example.org")})
    assert answer["Location"] == to
    pages.append(kim.get(answer["Location"]))
    assert [page.status_code for page in pages] == [200] * 4
    kim.post(f"/proposals/{proposal.pk}/support/")
    assert Support.objects.filter(proposal=proposal).count() == 1
