"""A citizen signs up on a phone."""

import pytest
from django.core.cache import cache

from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context
from tests.fixtures.people import PASSWORD
from tests.platform_core.accounts.letters import code_for, latest_letter

WISH = {
    "email": "Kim@Example.org",
    "name": "나무 아래",
    "password1": PASSWORD,
    "fourteen_or_older": "on",
    "terms": "on",
    "privacy": "on",
}


def test_a_citizen_joins_with_a_code_and_returns_to_where_they_were(haneul, visit):
    kim = visit(haneul)
    answer = kim.post("/sign-up/?next=/proposals/7/", {**WISH, "next": "/proposals/7/"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-up/code/")
    page = kim.get("/sign-up/code/").content.decode()
    assert (
        "kim@example.org" in page and 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    )
    answer = kim.post("/sign-up/code/", {"code": code_for("kim@example.org")})
    assert (answer.status_code, answer["Location"]) == (302, "/proposals/7/")
    user = User.objects.get(email="kim@example.org")
    assert user.name == "나무 아래" and kim.session["_auth_user_id"] == str(user.pk)


def test_what_was_agreed_to_is_written_down_with_its_version(haneul, visit):
    visit(haneul).post("/sign-up/", WISH)
    consent = Event.objects.get(kind="accounts.consent.given")
    user = User.objects.get(email="kim@example.org")
    assert consent.subject_id == user.pk and consent.actor_id == user.pk
    assert set(consent.data) == {"terms", "privacy", "fourteen_or_older"} and consent.data["terms"]


@pytest.mark.parametrize("box", ["terms", "privacy", "fourteen_or_older"])
def test_nobody_joins_without_agreeing(haneul, visit, box):
    answer = visit(haneul).post("/sign-up/", {name: value for name, value in WISH.items() if name != box})
    page = answer.content.decode()
    assert answer.status_code == 200 and f'id="id_{box}_error"' in page and 'value="나무 아래"' in page
    assert not User.objects.filter(email="kim@example.org").exists()


@pytest.mark.parametrize("name", ["하늘시", "하늘시청", "관리자", " 관 리 자 ", "Admin", "…", "가" * 21])
def test_nobody_can_be_called_like_the_institution_or_nothing(haneul, visit, name):
    answer = visit(haneul).post("/sign-up/", {**WISH, "name": name})
    assert answer.status_code == 200 and 'id="id_name_error"' in answer.content.decode()


@pytest.mark.parametrize("name", ["하늘시민", "관리자꿈나무", "👨‍👩‍👧‍👦 가족"])
def test_ordinary_names_are_welcome(haneul, visit, name):
    assert visit(haneul).post("/sign-up/", {**WISH, "name": name}).status_code == 302


def test_a_name_is_kept_composed_and_without_hidden_marks(haneul, visit):
    visit(haneul).post("/sign-up/", {**WISH, "name": "\u1112\u1161\u11ab\u202e솔 "})
    assert User.objects.get(email="kim@example.org").name == "한솔"


def test_somebody_who_has_an_account_is_told_by_letter_and_nobody_else_learns_it(haneul, visit, make_citizen):
    make_citizen(email="kim@example.org")
    stranger = visit(haneul)
    new = visit(haneul).post("/sign-up/", {**WISH, "email": "new@example.org"})
    known = stranger.post("/sign-up/", WISH)
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert stranger.get("/sign-up/code/").status_code == 200
    letter = latest_letter("kim@example.org")
    assert "http://haneul.localhost:8000/password/reset/" in letter.text
    assert User.objects.filter(email="kim@example.org").count() == 1


def test_a_wrong_code_can_be_tried_again_and_a_new_one_asked_for(haneul, visit):
    kim = visit(haneul)
    kim.post("/sign-up/", WISH)
    assert 'id="id_code_error"' in kim.post("/sign-up/code/", {"code": "0000-0000"}).content.decode()
    first = code_for("kim@example.org")
    # One letter in twenty seconds: pressing again at once says so, and leads back to the page.
    too_fast = kim.post("/sign-up/code/", {"action": "resend"})
    assert too_fast.status_code == 429 and 'href="/sign-up/code/"' in too_fast.content.decode()
    cache.clear()
    assert kim.post("/sign-up/code/", {"action": "resend"}).status_code == 302
    assert code_for("kim@example.org") != first
    first = code_for("kim@example.org")
    assert kim.post("/sign-up/code/", {"code": first}).status_code == 302


def test_guessing_codes_ends_after_five_tries(haneul, visit):
    kim = visit(haneul)
    kim.post("/sign-up/", WISH)
    code = code_for("kim@example.org")
    answers = [kim.post("/sign-up/code/", {"code": "0000-0000"}) for _ in range(5)]
    assert answers[-1].status_code == 302
    kim.post("/sign-up/code/", {"code": code})
    assert "_auth_user_id" not in kim.session


def test_a_mistyped_address_can_be_mended(haneul, visit):
    kim = visit(haneul)
    kim.post("/sign-up/", {**WISH, "email": "kim@exmaple.org"})
    kim.post("/sign-up/code/", {"action": "change", "email": "kim@example.org"})
    kim.post("/sign-up/code/", {"code": code_for("kim@example.org")})
    assert User.objects.get(pk=kim.session["_auth_user_id"]).email == "kim@example.org"


def test_the_letter_comes_from_this_institution_whatever_host_was_claimed(haneul, visit):
    kim = visit(haneul, HTTP_X_FORWARDED_HOST="bada.localhost")
    kim.post("/sign-up/", WISH)
    letter = latest_letter("kim@example.org")
    assert "하늘시" in letter.subject and "bada" not in letter.text + letter.html
    assert letter.is_secret and letter.user.email == "kim@example.org"


def test_the_same_address_is_two_people_in_two_institutions(haneul, bada, visit, make_citizen):
    make_citizen(email="kim@example.org", at=haneul)
    kim = visit(bada)
    kim.post("/sign-up/", WISH)
    with institution_context(bada):
        kim.post("/sign-up/code/", {"code": code_for("kim@example.org")})
        assert User.objects.filter(email="kim@example.org").count() == 1
    with institution_context(haneul):
        assert not OutboundMail.objects.filter(to="kim@example.org").exists()


def test_a_code_of_one_institution_opens_nothing_in_another(haneul, bada, visit):
    kim = visit(haneul)
    kim.post("/sign-up/", WISH)
    with institution_context(haneul):
        code = code_for("kim@example.org")
    neighbour = visit(bada)
    neighbour.cookies.update(kim.cookies)
    assert neighbour.post("/sign-up/code/", {"code": code})["Location"] == "/sign-in/"


def test_nobody_signs_up_at_the_console(db, visit):
    page = visit(None).get("/sign-up/")
    assert page.status_code == 200 and 'name="password1"' not in page.content.decode()
    visit(None).post("/sign-up/", WISH)
    assert not User.objects.filter(email="kim@example.org").exists()
