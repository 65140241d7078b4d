"""OpenID Connect as a browser does it: an administrator enters a service, somebody comes in with it, and again."""

import re

import pytest
from playwright.sync_api import expect

from tests.civic.identity.services import CLIENT, SECRET, open_service
from tests.e2e.browser import DESK


@pytest.fixture
def service():
    opened, server = open_service()
    yield opened
    server.shutdown()
    server.server_close()


def test_somebody_comes_in_with_a_service_that_the_desk_has_entered(come, stack, service):
    goyo, desk = stack.goyo, come(width=DESK)
    choice = "/desk/services/new/%3Fkind%3Doidc%26purpose%3Dsign_in"
    desk.signs_in(goyo.url(f"/sign-in/?next={choice}"), "admin@example.org")
    typed = {"key": "tree", "name": "나무 로그인", "issuer": service.address, "client_id": CLIENT}
    for name, value in {**typed, "secret": SECRET}.items():
        desk.page.fill(f"[name={name}]", value)
    desk.presses("form:has([name=issuer]) button")
    desk.presses("form[action$='/trial/'] button")
    desk.page.check("[name=is_open]")
    desk.presses("form:has([name=issuer]) button")

    service.person = {"sub": "7", "email": "tree@example.org", "email_verified": True}
    citizen = come()
    page = citizen.page
    page.goto(goyo.url("/sign-in/?next=/proposals/"))
    citizen.presses("a[href^='/sign-in/with/tree/']")
    if page.locator("main button[name=age][value=old_enough]").count():
        citizen.presses("main button[name=age][value=old_enough]")
    page.fill("[name=name]", "나무 아래")
    for box in page.locator("form:has([name=name]) [type=checkbox]").all():
        box.check()
    citizen.presses("form:has([name=name]) button.button--large")
    expect(page).to_have_url(re.compile("/proposals/$"))
    # The next time there is no page of ours between, and the person is who they were.
    citizen.context.clear_cookies()
    page.goto(goyo.url("/sign-in/?next=/me/account/ways/"))
    citizen.presses("a[href^='/sign-in/with/tree/']")
    expect(page).to_have_url(re.compile("/me/account/ways/$"))
    expect(page.get_by_text("나무 로그인").first).to_be_visible()
