"""A city is ordered and lives: the operator, its first administrator and its first citizen, one after the other."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import DESK, Person
from tests.e2e.database import Facts
from tests.e2e.scene import PASSWORD
from tests.e2e.stack import City
from tests.e2e.test_dressing import BRAND, PAINT
from tests.e2e.test_joining import code_from_the_inbox
from tests.e2e.test_operating import operator_at_the_console
from tests.waiting import until

TITLE = "새별군에 처음으로 올리는 제안입니다"


@pytest.fixture
def saebyeol(stack) -> City:
    """Not ordered yet."""
    return City("saebyeol.localhost", stack.port, Facts(stack.database_url, "public"), {})


def test_a_city_is_ordered_opened_dressed_and_used(come, stack, saebyeol):
    operator = operator_at_the_console(come(width=DESK), stack)
    orders_it(operator)

    administrator: Person = come(width=DESK)
    accepts_the_invitation(administrator, saebyeol)
    citizen: Person = come()
    citizen.page.goto(saebyeol.url())
    before = citizen.page.evaluate(PAINT)
    chooses_a_colour(administrator, saebyeol)
    citizen.page.reload()
    assert before != BRAND and citizen.page.evaluate(PAINT) == BRAND

    joins(citizen, saebyeol)
    proposes(citizen, saebyeol)
    stranger: Person = come()
    stranger.page.goto(saebyeol.url("/proposals/"))
    expect(stranger.page.get_by_text(TITLE)).to_be_visible()


def orders_it(operator: Person) -> None:
    """By name, address and blueprint; its steps are done before the operator's eyes."""
    page = operator.page
    page.locator("a[href='/institutions/new/']").first.click()
    page.fill("[name=name]", "새별군")
    page.fill("[name=subdomain]", "saebyeol")
    page.select_option("[name=blueprint]", "county")
    page.fill("[name=administrator_name]", "첫 관리자")
    page.fill("[name=administrator_email]", "first@saebyeol.example")
    operator.presses("main form.panel button[type=submit]")
    page.wait_for_url(re.compile(r"/institutions/\d+/$"))
    expect(page.locator("h1")).to_have_text("새별군")
    expect(page.locator("main")).to_contain_text("open_doors")


def accepts_the_invitation(administrator: Person, city: City) -> None:
    page = administrator.page

    def invited() -> bool:
        page.goto(city.url("/inbox/"))
        return page.locator("tr", has_text="first@saebyeol.example").count() == 1

    until(invited, "the first administrator has the invitation")
    administrator.presses("tr:has-text('first@saebyeol.example') a")
    page.goto(str(page.locator("a[href*='/invitation/']").first.get_attribute("href")))
    page.fill("[name=name]", "첫 관리자")
    page.fill("[name=password]", PASSWORD)
    administrator.presses("main form button.button--large, main form button[type=submit]")
    expect(page).to_have_url(re.compile(r"/desk/$"))


def chooses_a_colour(administrator: Person, city: City) -> None:
    page = administrator.page
    page.goto(city.url("/desk/theme/"))
    administrator.presses("form[action='/desk/theme/drafts/'] button")
    page.fill("#id_brand", BRAND)
    expect(page.frame_locator("[data-frame=draft] iframe").locator("html")).to_have_css("--brand", BRAND)
    administrator.presses("#theme-form button[value=publish]")
    page.fill("[name=note]", "군의 색입니다.")
    administrator.presses("main form .button:not(.button--quiet)")
    expect(page.locator("main")).to_contain_text("군의 색입니다.")


def joins(citizen: Person, city: City) -> None:
    page = citizen.page
    page.goto(city.url("/sign-in/?next=/proposals/new/"))
    citizen.presses("main button[name=age][value=old_enough]")
    page.fill("[name=email]", "neighbour@example.org")
    page.fill("[name=name]", "첫 이웃")
    page.fill("[name=password1]", PASSWORD)
    for consent in ("privacy", "terms"):
        page.check(f"[name={consent}]")
    citizen.presses("form[action='/sign-up/'] button.button--large")
    page.fill("[name=code]", code_from_the_inbox(citizen, city, "neighbour@example.org"))
    citizen.presses("form:has([name=code]) button.button--large")


def proposes(citizen: Person, city: City) -> None:
    page = citizen.page
    page.goto(city.url("/proposals/new/"))
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", "역 앞 화단에 **앉을 곳**이 있으면 좋겠습니다.")
    citizen.presses("[name=do][value=publish]")
    expect(page.locator("h1")).to_have_text(TITLE)
