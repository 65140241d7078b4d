"""An administrator gives the city another colour without a mouse: tried on its own pages, then worn by all of them."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person
from tests.e2e.hearing import not_told_apart
from tests.e2e.test_changing_rules import tabs_to, types_over
from tests.e2e.test_main_pages import COLOURS, EVERYTHING, axe_says, reaches_over_the_edge

BRAND = "#7a1f5c"
PAINT = "getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"


@pytest.fixture
def administrator(come, bada) -> Person:
    person: Person = come(width=DESK)
    person.signs_in(bada.url("/sign-in/?next=/desk/theme/"), "admin@example.org")
    expect(person.page).to_have_url(re.compile(r"/desk/theme/$"))
    return person


def tried(page: Page) -> FrameLocator:
    return page.frame_locator("[data-frame=draft] iframe")


def paint_of(frame: FrameLocator) -> str:
    return str(
        frame.locator("html").evaluate("root => getComputedStyle(root).getPropertyValue('--brand').trim()")
    )


def presses_enter(page: Page, selector: str) -> None:
    tabs_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_colour_is_changed_by_keyboard_seen_and_published(administrator, come, bada):
    page, citizen = administrator.page, come()
    citizen.page.goto(bada.url("/"))
    before = citizen.page.evaluate(PAINT)
    presses_enter(page, "form[action='/desk/theme/drafts/'] button")
    expect(page).to_have_url(re.compile(r"/desk/theme/drafts/\d+/$"))
    expect(tried(page).locator("h1").first).to_be_visible()
    assert paint_of(tried(page)) == before

    assert not (found := not_told_apart(page)), "\n".join(found)
    tabs_to(page, "#id_brand")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        types_over(page, BRAND)
    expect(tried(page).locator("html")).to_have_css("--brand", BRAND)
    assert paint_of(page.frame_locator("[data-frame=worn] iframe")) == before
    citizen.page.reload()
    assert citizen.page.evaluate(PAINT) == before

    presses_enter(page, "#theme-form button[value=publish]")
    tabs_to(page, "[name=note]")
    page.keyboard.type("군의 새 색입니다.")
    presses_enter(page, "main form .button:not(.button--quiet)")
    expect(page).to_have_url(re.compile(r"/desk/theme/$"))
    expect(page.locator("main")).to_contain_text("군의 새 색입니다.")
    citizen.page.reload()
    assert citizen.page.evaluate(PAINT) == BRAND

    # As it was, for the journeys that come after.
    presses_enter(page, "a[href='/desk/theme/history/']")
    presses_enter(page, "a[href$='/return/']")
    presses_enter(page, "main form .button:not(.button--quiet)")
    citizen.page.reload()
    assert citizen.page.evaluate(PAINT) == before


def test_the_editor_of_themes_is_open_to_everyone(administrator, bada):
    """No serious finding of axe, on a phone and at a desk, light and dark; also with pairs that cannot be read."""
    page = administrator.page
    administrator.presses("form[action='/desk/theme/drafts/'] button")
    draft = re.sub(r"^https?://[^/]+|\?.*", "", page.url)
    page.locator("#single summary").click()
    page.select_option("[name=new_role]", "text-basic")
    page.fill("[name=new_colour]", "#c9c9c9")
    administrator.presses("#theme-form button[value=save]")
    expect(page.locator("#state button[value=mend_all]")).to_be_visible()
    addresses = [draft, "/desk/theme/", f"{draft}publication/", "/desk/theme/history/"]
    found = []
    for address in addresses:
        # Where one works, at both widths; what is only read, where it is tightest.
        for width in (PHONE, DESK) if address == draft else (PHONE,):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            for colours in ("dark", "light"):
                page.emulate_media(color_scheme=colours)
                answer = page.goto(bada.url(address))
                assert answer is not None and answer.status == 200, address
                assert not reaches_over_the_edge(page), f"{address} at {width} px scrolls sideways"
                rules = EVERYTHING if colours == "light" else COLOURS
                found += [f"{address} {width} {colours}: {sentence}" for sentence in axe_says(page, rules)]
    assert not found, "\n".join(found)
    page.goto(bada.url(f"{draft}removal/"))
    administrator.presses("main form .button--danger")
