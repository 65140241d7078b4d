"""My account: what a person can see and change about themselves."""

import pytest

from platform_core.accounts.actions import change_language, change_name
from platform_core.accounts.models import User
from tests.fixtures.people import PASSWORD
from tests.platform_core.accounts.letters import code_for, latest_letter

PAGES = [
    "/me/account/",
    "/me/account/name/",
    "/me/account/e-mail/",
    "/me/account/password/",
    "/me/account/second-factor/",
    "/me/account/leaving/",
]


def confirm(browser, password=PASSWORD):
    return browser.post("/me/account/confirmation/", {"password": password})


@pytest.fixture
def kim(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    confirm(browser)
    return browser


@pytest.mark.parametrize("path", PAGES)
def test_a_person_sees_their_own_pages_and_a_stranger_is_asked_to_log_in(haneul, visit, kim, path):
    assert kim.get(path).status_code == 200
    answer = visit(haneul).get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("path", PAGES)
def test_a_neighbour_is_a_stranger_on_every_page(haneul, visit, neighbour, path):
    assert visit(haneul, as_=neighbour).get(path).status_code == 302


def test_a_new_name_stands_everywhere(kim, citizen):
    assert kim.post("/me/account/name/", {"name": "새 이름"}).status_code == 302
    assert User.objects.get(pk=citizen.pk).name == "새 이름"
    refused = kim.post("/me/account/name/", {"name": "하늘시"})
    assert refused.status_code == 422 and 'value="하늘시"' in refused.content.decode()


def test_changing_to_the_same_name_changes_nothing(haneul, citizen, django_assert_num_queries):
    from django.utils import timezone

    with django_assert_num_queries(0):
        assert change_name(user=citizen, name=f" {citizen.name} ", at=timezone.now()) is False


def test_a_language_is_remembered_with_the_person_and_on_the_device(kim, citizen):
    answer = kim.post("/me/account/language/", {"language": "en"})
    assert answer.cookies["language"].value == "en"
    assert User.objects.get(pk=citizen.pk).language == "en"
    assert "My account" in kim.get("/me/account/").content.decode()
    kim.post("/me/account/language/", {"language": "xx"})
    assert User.objects.get(pk=citizen.pk).language == "en"
    with pytest.raises(ValueError, match="not spoken"):
        change_language(user=citizen, language="xx")


def test_a_new_address_counts_once_its_code_was_entered(kim, citizen):
    old = citizen.email
    kim.post("/me/account/e-mail/", {"email": "new@example.org", "action_add": ""})
    assert User.objects.get(pk=citizen.pk).email == old
    assert kim.post("/sign-up/code/", {"code": code_for("new@example.org")}).status_code == 302
    assert User.objects.get(pk=citizen.pk).email == "new@example.org"
    assert latest_letter(old).to == old  # the old address is told


def test_changing_the_address_asks_for_the_password_again(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    answer = browser.post("/me/account/e-mail/", {"email": "new@example.org", "action_add": ""})
    assert answer["Location"].startswith("/me/account/confirmation/")


def test_a_changed_password_ends_all_other_sessions(haneul, visit, kim, citizen):
    elsewhere = visit(haneul, as_=citizen)
    new = {"oldpassword": PASSWORD, "password1": "quite another staple", "password2": "quite another staple"}
    assert kim.post("/me/account/password/", new).status_code == 302
    assert kim.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302


def test_one_button_ends_all_other_sessions(haneul, visit, kim, citizen):
    elsewhere = visit(haneul, as_=citizen)
    assert kim.post("/me/account/sessions/").status_code == 302
    assert kim.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/sign-up/",
        "/password/reset/",
        "/sign-in/closed/",
        "/left/",
        "/password/reset/done/",
        "/privacy/",
        "/terms/",
    ],
)
def test_open_pages_speak_plainly_and_without_inline_code(haneul, visit, path):
    page = visit(haneul).get(path)
    text = page.content.decode()
    assert page.status_code == 200 and 'lang="ko"' in text
    assert " style=" not in text and "<script>" not in text and "placeholder=" not in text.split("<main")[1]


@pytest.mark.parametrize("path", ["/sign-up/", "/sign-in/"])
def test_every_field_has_a_label_and_tells_browsers_what_it_is(haneul, visit, path):
    stranger = visit(haneul)
    stranger.post("/sign-up/age/", {"age": "old_enough"})
    form = stranger.get(path).context["form"]
    text = stranger.get(path).content.decode()
    for bound in form:
        if bound.field.widget.input_type != "checkbox":
            assert f'for="{bound.id_for_label}"' in text
            assert "autocomplete" in bound.field.widget.attrs, bound.name
