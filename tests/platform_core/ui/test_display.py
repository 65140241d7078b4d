"""Light or dark, text size and language: a form, a cookie, and back to where one was."""

import re
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from platform_core.ui import views
from platform_core.ui.context import ui
from platform_core.ui.display import Display, display_of


def press(next_page="/proposals/?q=%EB%B2%84%EC%8A%A4", **wish):
    request = RequestFactory().post("/display/", {"next": next_page, **wish})
    return views.display(request)


def test_a_visitor_chooses_dark_and_comes_back_to_the_same_page():
    answer = press(mode="dark")
    assert answer.status_code == 302
    assert answer["Location"] == "/proposals/?q=%EB%B2%84%EC%8A%A4"
    assert answer.cookies["madang_mode"].value == "dark"


def test_the_cookie_stays_with_this_host():
    cookie = press(size="larger").cookies["madang_size"]
    assert cookie["domain"] == ""
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\\\\evil.example"]
)
def test_the_way_back_never_leaves_the_house(away):
    assert press(away, mode="light")["Location"] == "/"


def test_an_unknown_wish_changes_nothing():
    answer = press(mode="<script>", size="999", language="xx")
    assert answer.status_code == 302
    assert not answer.cookies


def test_the_worker_keeps_the_offline_page_and_knows_its_own_version():
    answer = views.worker(RequestFactory().get("/worker.js"))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript"
    assert '"/offline/"' in text
    assert re.search(r'SHELF = "offline-[0-9a-f]{12}"', text)


def test_the_offline_page_answers():
    assert views.offline(RequestFactory().get("/offline/")).status_code == 200


def test_only_a_form_changes_the_display():
    assert views.display(RequestFactory().get("/display/")).status_code == 405


def test_a_forged_cookie_counts_as_not_said():
    request = RequestFactory().get("/", headers={"cookie": 'madang_mode="><script>; madang_size=large'})
    assert display_of(request) == Display(mode="auto", size="large")


def test_the_context_needs_neither_institution_nor_database():
    request = RequestFactory().get("/x/?y=1")
    context = ui(request)
    assert context["institution"] is None
    assert context["here"] == "/x/?y=1"
    request.tenant = SimpleNamespace(name="하늘시")
    assert ui(request)["institution"].name == "하늘시"
