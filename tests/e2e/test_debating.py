"""A citizen hears of a question: reads the cards by keyboard, takes a side with a reason, and changes their mind."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE
from tests.e2e.test_main_pages import findings


@pytest.fixture(scope="module")
def held(stack, hands_in) -> dict[str, Any]:
    """Opened once: {"debate": its number, "question": …}."""
    return hands_in(stack.haneul).do("hold_a_debate")


@pytest.fixture
def address(haneul, held) -> str:
    return str(haneul.url(f"/debates/{held['debate']}/"))


def people_on(page: Page, side: str) -> int:
    """As the bar says it in words."""
    said = page.locator(f"#standing .stand-legend__side--{side} .soft").first.inner_text()
    return int("".join(filter(str.isdigit, said)))


def test_cards_by_keyboard_then_a_side_with_a_reason_then_another(come, address):
    person = come(width=DESK)
    page = person.page
    page.goto(address)
    before = people_on(page, "pro"), people_on(page, "con")
    _walks_through_the_cards(page)
    _chooses(page, "pro", "아이를 태우고 다녀서 꼭 필요합니다.")
    person.types_log_in("citizen@example.org")
    expect(page.locator("#opinion-form input[value=pro]")).to_be_checked()
    expect(page.locator("#id_body")).to_have_value("아이를 태우고 다녀서 꼭 필요합니다.")
    person.presses("#opinion-form button")
    expect(page.locator("#my-stand")).to_be_visible()
    expect(page.locator(".opinion", has_text="아이를 태우고 다녀서")).to_be_visible()
    assert (people_on(page, "pro"), people_on(page, "con")) == (before[0] + 1, before[1])
    _chooses(page, "con", "의견을 읽고 생각이 바뀌었습니다.", person)
    assert (people_on(page, "pro"), people_on(page, "con")) == (before[0], before[1] + 1)
    expect(page.locator("#opinion-form input[value=con]")).to_be_checked()
    expect(page.locator(".opinion", has_text="아이를 태우고 다녀서")).to_be_visible()


def _walks_through_the_cards(page: Page) -> None:
    """The strip takes the focus and the arrow keys; its buttons lead on, and the page stays where it is."""
    strip = page.locator("[data-strip]")
    strip.focus()
    for _press in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-strip]').scrollLeft > 0")
    page.locator("#card-1 summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card-1 details p")).to_be_visible()
    page.keyboard.press("Tab")
    top = page.evaluate("window.scrollY")
    page.keyboard.press("Enter")
    expect(page.locator("#card-2 a[data-to-card]").last).to_be_focused()
    assert page.evaluate("window.scrollY") == top
    assert all(page.locator(".card-news img").nth(at).get_attribute("alt") for at in range(3))


def _chooses(page: Page, side: str, why: str, person: Any = None) -> None:
    page.locator(f".side-card--{side}").click()
    page.fill("#id_body", why)
    if person is not None:
        person.presses("#opinion-form button")
    else:
        with page.expect_navigation():
            page.locator("#opinion-form button").click()


def test_without_script_the_cards_and_the_form_work(come, address):
    person = come(width=PHONE, script=False)
    page = person.page
    page.goto(address)
    page.locator("#card-1 a").last.click()
    assert page.url.endswith("#card-2")
    page.goto(address)
    page.locator("a[href$='/cards/']").click()
    expect(page.locator(".card-pages img")).to_have_count(3)
    expect(page.locator(".card-pages")).to_contain_text("막대그래프")
    page.goto(address)
    page.locator(".side-card--other").click()
    page.fill("#id_body", "글만으로도 됩니다.")
    person.presses("#opinion-form button")
    person.types_log_in("author@example.org")
    expect(page.locator("#id_body")).to_have_value("글만으로도 됩니다.")
    person.presses("#opinion-form button")
    expect(page.locator("#my-stand")).to_be_visible()


def test_debates_are_open_to_everyone(come, haneul, address, held):
    """No serious finding of axe, on a phone by day and at a desk by night, as a stranger and signed in."""
    stranger, citizen = come(), come()
    citizen.signs_in(haneul.url("/sign-in/"), "citizen@example.org")
    opinion = haneul.facts.one(
        "SELECT min(id) FROM debates_opinion WHERE debate_id = %s AND body <> ''", held["debate"]
    )
    pages = {
        "debates": (stranger, haneul.url("/debates/")),
        "debate": (stranger, address),
        "debate-mine": (citizen, address),
        "debate-cards": (stranger, f"{address}cards/"),
        "debate-opinion": (citizen, f"{address}opinions/{opinion}/"),
    }
    found = []
    for name, (person, where) in pages.items():
        found += findings(person, name, where)
    assert not found, "\n".join(found)
