"""Every address × every kind of visitor."""

import re

import pytest
from django.urls import reverse

from platform_core.outbound.actions import queue_mail
from tests.doors.addresses import addresses
from tests.doors.setting import INSTITUTION as INSTITUTION_URLS
from tests.doors.table import CONSOLE_OPERATOR_FORMS, CONSOLE_OPERATOR_PAGES, INSTITUTION

CONSOLE_URLS = "platform_core.project.urls_console"
INSTITUTION_NAMES = sorted(addresses(INSTITUTION_URLS))


def test_every_address_of_an_institution_stands_in_the_table():
    assert set(addresses(INSTITUTION_URLS)) == set(INSTITUTION)


def test_every_address_of_the_console_stands_in_the_table():
    own = {name for name in addresses(CONSOLE_URLS) if name not in INSTITUTION}
    assert own == CONSOLE_OPERATOR_PAGES | CONSOLE_OPERATOR_FORMS


WHO = ["stranger", "citizen", "respondent", "moderator", "administrator", "neighbour", "operator"]


def test_each_visitor_gets_what_the_table_says(setting, haneul, visit):
    queue_mail(to="a@example.org", subject="소식", text="안녕하세요")
    wrong = {}
    for who in WHO:
        visitor = visit(haneul, as_=setting.people[who])
        got = {name: visitor.get(setting.address(name)).status_code for name in INSTITUTION_NAMES}
        wanted = {name: INSTITUTION[name].visitors()[who] for name in INSTITUTION_NAMES}
        wrong |= {(who, name): status for name, status in got.items() if status != wanted[name]}
    assert wrong == {}


@pytest.mark.parametrize("who", ["stranger", "citizen", "neighbour"])
def test_nobody_from_a_city_reaches_the_console(setting, visit, who):
    visitor = visit(None, as_=setting.people[who])
    for name in CONSOLE_OPERATOR_PAGES | CONSOLE_OPERATOR_FORMS:
        kwargs = (
            {}
            if name in ("console:institutions", "console:new_institution", "console:library")
            else {"pk": 1}
        )
        status = visitor.get(reverse(name, kwargs=kwargs, urlconf=CONSOLE_URLS)).status_code
        assert status == (405 if name in CONSOLE_OPERATOR_FORMS else 302), name


def test_the_demos_pages_are_gone_elsewhere(haneul, visit, settings):
    settings.DEMO = False
    settings.DEBUG = False
    for path in ("/inbox/", "/inbox/1/", "/gallery/"):
        assert visit(haneul).get(path).status_code == 404


def test_no_form_is_taken_without_its_token(setting, haneul, visit):
    """CSRF: every address that changes something refuses a POST that did not come from our page."""
    visitor = visit(haneul, as_=setting.people["administrator"], enforce_csrf_checks=True)
    passed = []
    for name in INSTITUTION_NAMES:
        # One-click unsubscribing is a POST by the mail program: its token is its right.
        if name.startswith("api:") or name in ("portal:unsubscribe", "portal:digest_stop"):
            continue
        status = visitor.post(setting.address(name)).status_code
        if status not in (403, 405):
            passed.append((name, status))
    assert passed == []


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30])
def test_what_is_not_there_is_not_there_whatever_the_number(setting, haneul, visit, number):
    """Absent and not-yours alike: every address with a number, tried with one that leads nowhere."""
    visitor = visit(haneul, as_=setting.people["administrator"])
    for name, route in addresses(INSTITUTION_URLS).items():
        if "<int:" not in route:
            continue
        path = "/" + re.sub(r"<int:\w+>", number, route)
        if "<" in path:
            continue
        status = visitor.get(path).status_code
        assert status in (404, 405, 302), (name, path, status)
