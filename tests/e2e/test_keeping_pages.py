"""An administrator writes a page and puts it into the menu without a mouse, and without seeing where it is pressed."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import DESK, Person
from tests.e2e.hearing import not_told_apart
from tests.e2e.test_changing_rules import tabs_to
from tests.e2e.test_dressing import presses_enter

KEEP = "main form .button:not(.button--quiet)"


@pytest.fixture
def administrator(come, bada) -> Person:
    person: Person = come(width=DESK)
    person.signs_in(bada.url("/sign-in/?next=/desk/site/pages/new/"), "admin@example.org")
    expect(person.page).to_have_url(re.compile(r"/desk/site/pages/new/$"))
    return person


def test_a_page_is_written_published_and_linked_by_keyboard_and_by_ear(administrator, come, bada):
    page, found = administrator.page, []

    def writes(field: str, words: str) -> None:
        tabs_to(page, f"[name={field}]")
        page.keyboard.type(words)

    writes("title", "찾아오는 길")
    writes("slug", "by-keyboard")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/site/p\d+/$"))
    presses_enter(page, "a[href$='/blocks/text-1/']")
    found += not_told_apart(page)
    writes("body_ko", "항구에서 **3분**입니다.")
    presses_enter(page, KEEP)
    presses_enter(page, "a[href$='/blocks/new/partner/']")
    writes("title_ko", "항만공사")
    presses_enter(page, KEEP)
    found += not_told_apart(page)
    presses_enter(page, ".arranged li:last-child button[value=up]")
    expect(page.locator(".arranged li").first).to_contain_text("항만공사")
    presses_enter(page, "a[href$='/publication/']")
    found += not_told_apart(page)
    writes("note", "처음 엽니다.")
    presses_enter(page, KEEP)

    citizen = come()
    citizen.page.goto(bada.url("/p/by-keyboard/"))
    expect(citizen.page.locator("main strong")).to_have_text("3분")

    page.goto(bada.url("/desk/site/menu/blocks/new/page/"))
    tabs_to(page, "[name=page]")
    page.keyboard.press("ArrowDown")
    presses_enter(page, KEEP)
    expect(page.locator(".arranged li").last).to_contain_text("찾아오는 길")
    found += not_told_apart(page)
    assert not found, "\n".join(found)
    # As it was, for the journeys that come after.
    presses_enter(page, "form[action$='/discarding/'] button")
