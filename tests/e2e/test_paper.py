"""Offline equals online: a sheet with somebody who also took part online, and a tablet in the hall."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, Person
from tests.e2e.test_main_pages import looked_at
from tests.waiting import until

SUPPORTS = "SELECT count(*) FROM proposals_support WHERE proposal_id = %s"
# Somebody nobody knows, and somebody with an account here.
KIM, CITIZEN = ("김순이", "010-1234-5678"), ("김하늘", "citizen@example.org")


def is_fine(page: Page, name: str) -> None:
    found = looked_at(page, name)
    assert found == []


def types_the_sheet(person: Person, address: str, rows: list[tuple[str, str]]) -> None:
    """With the keyboard alone: from cell to cell."""
    page = person.page
    page.goto(f"{address}typing/")
    page.locator("[name=row-1-name]").focus()
    for name, contact in rows:
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(contact)
        page.keyboard.press("Tab")
    is_fine(page, "paper-typing")
    person.presses("[name=do][value=save]")


def test_a_paper_sheet_counts_somebody_who_also_took_part_online_once(come, haneul):
    item = haneul.scene["on_paper"]
    citizen = come()
    citizen.signs_in(haneul.url(f"/sign-in/?next=/proposals/{item}/"), CITIZEN[1])
    citizen.supports(item)
    before = haneul.facts.one(SUPPORTS, item)

    moderator, administrator = come(width=DESK), come(width=DESK)
    moderator.signs_in(haneul.url("/sign-in/?next=/desk/paper/new/"), "moderator@example.org")
    page = moderator.page
    page.fill("[name=number]", str(item))
    page.fill("[name=place]", "중앙시장")
    page.fill("[name=rows]", "4")
    moderator.presses("main form button.button")
    address = page.url
    is_fine(page, "paper-sheet-new")
    page.goto(f"{address}print/")
    expect(page.locator(".paper__row")).to_have_count(4)
    is_fine(page, "paper-print")

    types_the_sheet(moderator, address, [KIM, CITIZEN])
    administrator.signs_in(haneul.url("/sign-in/?next=/desk/paper/"), "admin@example.org")
    types_the_sheet(administrator, address, [("김 순이", "01012345678"), (CITIZEN[0], "citizen@example.com")])
    is_fine(administrator.page, "paper-differences")

    # The third look, with the paper in hand.
    administrator.page.goto(f"{address}rows/2/")
    is_fine(administrator.page, "paper-row")
    administrator.presses("[name=do][value=first]")
    administrator.presses("form[action$='carrying-out/'] button")
    # A worker does it; the page asks by itself until it is done.
    expect(administrator.page.locator("#carrying progress")).to_have_count(0, timeout=30_000)
    is_fine(administrator.page, "paper-carried-out")
    assert haneul.facts.one(SUPPORTS, item) == before + 1

    stranger = come()
    stranger.page.goto(haneul.url(f"/proposals/{item}/paper/"))
    expect(stranger.page.locator("main")).to_contain_text("중앙시장")
    expect(stranger.page.locator("main")).not_to_contain_text(KIM[0])
    is_fine(stranger.page, "paper-public")
    for name in ("counter", "kiosks", "foldings"):
        administrator.page.goto(haneul.url(f"/desk/paper/{name}/"))
        is_fine(administrator.page, f"paper-{name}")


@pytest.fixture
def tablet(come, haneul):
    """Switched on by a moderator, who is not signed in on it."""

    def switched_on(**wishes) -> Person:
        officer = come(width=DESK)
        officer.signs_in(haneul.url("/sign-in/?next=/desk/paper/kiosks/"), "moderator@example.org")
        officer.page.fill("[name=name]", "1층 태블릿")
        officer.page.fill("[name=place]", "민원실")
        officer.presses("form:has([name=place]) button.button")
        code = officer.page.locator(".kiosk-code").inner_text()
        person = come(width=1024, **wishes)
        person.page.goto(haneul.url("/kiosk/"))
        person.page.fill("[name=code]", code)
        person.presses("form:has([name=code]) button.button")
        return person

    return switched_on


def test_at_a_kiosk_somebody_takes_part_and_leaves_nothing_behind(come, haneul, tablet):
    item = haneul.scene["fresh"]
    person = tablet()
    page = person.page
    is_fine(page, "kiosk-start")
    person.presses(".kiosk__way")
    is_fine(page, "kiosk-proposals")
    page.goto(haneul.url(f"/kiosk/proposals/{item}/"))
    is_fine(page, "kiosk-proposal")
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, header button, input:not([type=hidden])")]
           .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
    )
    assert small == []
    person.presses(f"a[href='/kiosk/proposals/{item}/support/']")
    is_fine(page, "kiosk-support")
    before = haneul.facts.one(SUPPORTS, item)
    page.check("[name=way][value=counter]")
    page.fill("[name=name]", "박나무")
    page.fill("[name=contact]", "1955-03-02")
    person.presses("main form button.button")
    number = page.locator(".kiosk__number").inner_text()
    is_fine(page, "kiosk-done")
    person.presses("a[href='/kiosk/end/']")

    # Nothing of the person remains: no session, nothing behind Back, nothing in the device's stores.
    assert {cookie["name"] for cookie in person.context.cookies()} <= {"kiosk", "csrf"}
    for _press in range(4):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("박나무")
        for field in page.locator("main input:visible:not([type=radio])").all():
            assert field.input_value() == ""
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "박나무" not in kept and "1955" not in kept and "visits" not in kept

    officer = come(width=DESK)
    officer.signs_in(haneul.url("/sign-in/?next=/desk/paper/kiosks/"), "moderator@example.org")
    line = officer.page.locator(".lines li", has_text="박나무").filter(has_text=number)
    with officer.page.expect_navigation():
        line.locator("a").click()
    is_fine(officer.page, "kiosk-visit")
    officer.page.fill("[name=seen]", "주민등록증")
    officer.presses("main form button.button")
    assert haneul.facts.one(SUPPORTS, item) == before + 1
    assert haneul.facts.one("SELECT count(*) FROM paper_kioskvisit") == 0


def test_with_a_letters_code_nobody_waits_at_the_counter(come, haneul, tablet):
    item = haneul.scene["fresh"]
    person = tablet()
    page = person.page
    page.goto(haneul.url(f"/kiosk/proposals/{item}/support/"))
    page.check("[name=way][value=mail]")
    page.fill("[name=contact]", "neu@example.org")
    person.presses("main form button.button")
    is_fine(page, "kiosk-code")
    page.fill("[name=code]", code_for(come(), haneul, "neu@example.org"))
    person.presses("main form button.button")
    expect(page).to_have_url(re.compile(r"/kiosk/done/"))
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("neu@example.org")
    supported = "SELECT count(*) FROM paper_contactkey k JOIN proposals_support s ON s.citizen_id = k.user_id"
    assert haneul.facts.one(f"{supported} WHERE s.proposal_id = %s AND k.means = 'mail'", item) == 1


def code_for(person: Person, city, email: str) -> str:
    inbox = person.page

    def letter() -> bool:
        inbox.goto(city.url("/inbox/"))
        return inbox.locator("tr", has_text=email).count() > 0

    until(letter, f"a letter to {email} lies in the inbox")
    inbox.locator("tr", has_text=email).first.locator("a").click()
    inbox.wait_for_url("**/inbox/*/")
    found = re.search(r"\b\d{6}\b", inbox.locator(".prose").inner_text())
    assert found
    return found[0]


def test_a_kiosk_that_is_left_clears_itself(haneul, tablet):
    item = haneul.scene["fresh"]
    person = tablet()
    page = person.page
    page.clock.install()
    page.goto(haneul.url(f"/kiosk/proposals/{item}/support/"))
    page.fill("[name=name]", "잊고 간 사람")
    page.clock.fast_forward(91_000)
    expect(page.locator("#kiosk-still")).to_be_visible()
    # Whoever is still there stays, with everything typed.
    page.keyboard.press("Enter")
    expect(page.locator("#kiosk-still")).to_be_hidden()
    assert page.input_value("[name=name]") == "잊고 간 사람"
    page.clock.fast_forward(91_000)
    expect(page.locator("#kiosk-still")).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(page).to_have_url(haneul.url("/kiosk/"))
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("잊고 간 사람")
    for field in page.locator("main input:visible:not([type=radio])").all():
        assert field.input_value() == ""


def test_without_script_a_refresh_clears_the_kiosk(haneul, tablet):
    item = haneul.scene["fresh"]
    person = tablet(script=False)
    page = person.page
    page.goto(haneul.url(f"/kiosk/proposals/{item}/support/"))
    # Its time is long; what it leads to is what a person sees afterwards.
    refresh = page.locator("head meta[http-equiv=refresh]").get_attribute("content")
    assert refresh == "300;url=/kiosk/end/"
    page.fill("[name=name]", "잊고 간 사람")
    page.goto(haneul.url("/kiosk/end/"))
    expect(page).to_have_url(haneul.url("/kiosk/"))
    page.go_back()
    assert page.input_value("[name=name]") == ""
