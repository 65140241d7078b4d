"""Logging in, forgetting the password, logging out: each in one's own institution."""

import pytest
from django.contrib.sessions.models import Session

from civic.people.models import Role
from platform_core.accounts import guesses
from platform_core.accounts.models import User
from tenants.context import institution_context
from tests.fixtures.people import PASSWORD
from tests.platform_core.accounts.letters import code_for, latest_letter


def log_in(browser, user, password=PASSWORD, **more):
    return browser.post("/sign-in/", {"login": user.email, "password": password, **more})


def test_a_citizen_logs_in_and_goes_on(haneul, visit, citizen):
    kim = visit(haneul)
    assert log_in(kim, citizen, next="/proposals/3/")["Location"] == "/proposals/3/"
    assert kim.get("/me/account/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "http://bada.localhost/", "javascript:alert(1)", "/\\evil"],
)
def test_nobody_is_sent_to_another_house_after_logging_in(haneul, visit, citizen, elsewhere):
    assert log_in(visit(haneul), citizen, next=elsewhere)["Location"] == "/"


def test_staff_land_on_the_desk(haneul, visit, make_staff):
    assert log_in(visit(haneul), make_staff(Role.MODERATOR))["Location"] == "/desk/"


def test_a_wrong_password_is_said_plainly_and_keeps_the_address(haneul, visit, citizen):
    page = log_in(visit(haneul), citizen, "not the one").content.decode()
    assert f'value="{citizen.email}"' in page and 'role="alert"' in page
    assert "not the one" not in page


def test_a_forgotten_password_is_replaced_with_a_code(haneul, visit, citizen):
    kim = visit(haneul)
    assert kim.post("/password/reset/", {"email": citizen.email})["Location"] == "/password/reset/code/"
    code = code_for(citizen.email).replace("-", " ")
    assert kim.post("/password/reset/code/", {"code": code})["Location"] == "/password/reset/new/"
    new = {"password1": "brand new battery horse", "password2": "brand new battery horse"}
    assert kim.post("/password/reset/new/", new)["Location"] == "/"
    assert kim.get("/me/account/").status_code == 200
    assert log_in(visit(haneul), citizen, "brand new battery horse").status_code == 302
    assert log_in(visit(haneul), citizen, PASSWORD).status_code == 200


def test_asking_for_an_unknown_address_looks_the_same(haneul, visit, citizen):
    known = visit(haneul).post("/password/reset/", {"email": citizen.email})
    unknown = visit(haneul).post("/password/reset/", {"email": "who@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "http://haneul.localhost:8000/sign-up/" in latest_letter("who@example.org").text


def test_a_reset_begun_here_cannot_be_finished_next_door(haneul, bada, visit, make_citizen):
    here, there = (
        make_citizen(email="kim@example.org", at=haneul),
        make_citizen(email="kim@example.org", at=bada),
    )
    kim, neighbour = visit(haneul), visit(bada)
    kim.post("/password/reset/", {"email": here.email})
    neighbour.cookies.update(kim.cookies)
    assert neighbour.get("/password/reset/code/")["Location"] == "/sign-in/"
    assert log_in(visit(bada), there).status_code == 302


def test_the_cookie_of_one_institution_is_a_strangers_in_the_next(haneul, bada, visit, make_citizen):
    kim = visit(haneul, as_=make_citizen(at=haneul))
    neighbour = visit(bada)
    neighbour.cookies.update(kim.cookies)
    answer = neighbour.get("/me/account/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_even_a_copied_session_row_opens_nothing_next_door(haneul, bada, visit, make_citizen):
    here = make_citizen(email="kim@example.org", at=haneul)
    kim = visit(haneul, as_=here)
    with institution_context(haneul):
        row = Session.objects.get(pk=kim.cookies["session"].value)
    with institution_context(bada):
        twin = {"pk": here.pk, "email": here.email, "name": here.name, "password": here.password}
        User.objects.filter(pk=here.pk).delete()
        User.objects.create(**twin)
        copy = {"session_data": row.session_data, "expire_date": row.expire_date}
        Session.objects.create(pk=row.pk, **copy)
    neighbour = visit(bada)
    neighbour.cookies.update(kim.cookies)
    assert neighbour.get("/me/account/").status_code == 302


def test_logging_out_takes_a_button_not_a_link(haneul, visit, citizen):
    kim = visit(haneul, as_=citizen)
    assert kim.get("/sign-out/").status_code == 200
    assert kim.get("/me/account/").status_code == 200
    assert kim.post("/sign-out/").status_code == 302
    assert kim.get("/me/account/").status_code == 302


def test_guessing_one_account_is_stopped_and_others_may_still_come_in(haneul, visit, citizen, make_citizen):
    stranger = visit(haneul)
    for _ in range(11):
        answer = log_in(stranger, citizen, "guess again!")
    assert "error-summary" in answer.content.decode()
    assert log_in(stranger, citizen).status_code == 200
    assert log_in(stranger, make_citizen()).status_code == 302


def test_guessing_spread_over_institutions_is_counted_together(
    haneul, bada, visit, make_citizen, monkeypatch
):
    monkeypatch.setattr(guesses.PASSWORDS, "most", 4)
    here, there = make_citizen(at=haneul), make_citizen(at=bada)
    for _ in range(2):
        log_in(visit(haneul), here, "guess again!")
        log_in(visit(bada), there, "guess again!")
    assert log_in(visit(bada), there).status_code == 200
    elsewhere = visit(bada, REMOTE_ADDR="203.0.113.9")
    assert log_in(elsewhere, there).status_code == 302


def test_the_sender_cannot_choose_the_address_that_is_counted(
    haneul, visit, make_citizen, monkeypatch, settings
):
    monkeypatch.setattr(guesses.PASSWORDS, "most", 3)
    kim = make_citizen()
    for number in range(3):
        log_in(visit(haneul, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"), kim, "guess again!")
    assert log_in(visit(haneul, HTTP_X_FORWARDED_FOR="198.51.100.77"), kim).status_code == 200
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert log_in(visit(haneul, HTTP_X_FORWARDED_FOR="198.51.100.77"), kim).status_code == 302


def test_a_password_of_a_million_characters_is_refused_before_it_is_hashed(haneul, visit, citizen):
    assert log_in(visit(haneul), citizen, "x" * 1_000_000).status_code == 200
