"""An administrator opens a preset, changes a number by keyboard, publishes with a reason; citizens read the number."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person
from tests.e2e.test_main_pages import axe_says, reaches_over_the_edge

TABLET = 820
COUNT = "b-stage-gates-0-when-at_least"
ENOUGH = 300


def tabs_to(page: Page, selector: str) -> None:
    """Press Tab until that has the focus: what cannot be reached so cannot be used by everybody."""
    for _press in range(ENOUGH):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def types_over(page: Page, text: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


@pytest.fixture
def administrator(come, haneul) -> Person:
    person: Person = come(width=DESK)
    person.signs_in(haneul.url("/sign-in/?next=/desk/rules/"), "admin@example.org")
    expect(person.page).to_have_url(re.compile(r"/desk/rules/$"))
    return person


@pytest.fixture
def opened(administrator, haneul) -> Person:
    """A process begun from a preset, its draft before the administrator. Closed to new items afterwards."""
    page = administrator.page
    page.goto(haneul.url("/desk/rules/new/"))
    page.check("[name=preset][value=daejeon_2025]")
    page.fill("[name=name]", "동네 약속")
    administrator.presses("main form .button:not(.button--quiet)")
    expect(page).to_have_url(re.compile(r"/desk/rules/\d+/draft/$"))
    return administrator


def test_from_preset_to_the_citizens_page(opened, come, haneul):
    page = opened.page
    process = re.search(r"/desk/rules/(\d+)/", page.url)[1]
    kept = haneul.facts.one("SELECT document FROM processes_processdraft WHERE process_id = %s", int(process))
    stage = next(one["key"] for one in kept["stages"] if one.get("gates"))
    page.goto(haneul.url(f"/desk/rules/{process}/draft/stages/{stage}/"))

    tabs_to(page, f"#{COUNT}")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        types_over(page, "37")
    expect(page.locator("#beside")).to_contain_text("37")
    assert page.evaluate("document.activeElement.id") == COUNT
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(f"#{COUNT}")).to_have_value("37")

    tabs_to(page, f"#beside a[href='/desk/rules/{process}/draft/publication/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tabs_to(page, "[name=reason]")
    page.keyboard.type("주민총회에서 정했습니다.")
    tabs_to(page, "main form .button:not(.button--quiet)")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/desk/rules/{process}/$"))

    citizen: Person = come()
    citizen.page.goto(haneul.url("/how/"))
    expect(citizen.page.locator("main")).to_contain_text("37")
    expect(citizen.page.locator("main")).to_contain_text("주민총회에서 정했습니다.")

    opened.presses("form[action$='/openness/'] button")
    assert not haneul.facts.one("SELECT is_open FROM processes_process WHERE id = %s", int(process))


def test_the_editor_is_open_to_everyone(opened, haneul):
    """No serious finding of axe on the pages of the editor, on a phone, a tablet and a PC."""
    page = opened.page
    process = re.search(r"/desk/rules/(\d+)/", page.url)[1]
    base = f"/desk/rules/{process}/draft/"
    kept = haneul.facts.one("SELECT document FROM processes_processdraft WHERE process_id = %s", int(process))
    stage = next(one["key"] for one in kept["stages"] if one.get("gates"))
    addresses = [
        "/desk/rules/", "/desk/rules/new/", "/desk/rules/1/", "/desk/rules/1/corrections/", base,
        f"{base}stages/{stage}/", f"{base}stages/{stage}/before/", f"{base}parts/answers/", f"{base}parts/people/",
        f"{base}publication/",
    ]  # fmt: skip
    found = []
    for address in addresses:
        # Where one writes, at every width; what is only read, where it is tightest.
        for width in (PHONE, TABLET, DESK) if address.endswith(f"{stage}/") else (PHONE,):
            page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
            answer = page.goto(haneul.url(address))
            assert answer is not None and answer.status == 200, address
            assert not reaches_over_the_edge(page), f"{address} at {width} px scrolls sideways"
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, 900)})
            found += [f"{address} {width}: {sentence}" for sentence in axe_says(page)]
    assert not found, "\n".join(found)
    page.goto(haneul.url(f"{base}removal/"))
    opened.presses("main form .button--danger")


def test_a_number_is_changed_without_script(come, haneul):
    person: Person = come(width=TABLET, script=False)
    person.signs_in(haneul.url("/sign-in/?next=/desk/rules/1/"), "admin@example.org")
    page = person.page
    person.presses("form[action='/desk/rules/1/draft/'] button")
    page.goto(haneul.url("/desk/rules/1/draft/stages/gathering/"))
    page.fill(f"#{COUNT}", "44")
    person.presses("#card-form [name=act][value=done]")
    expect(page.locator("#stage-gathering")).to_contain_text("44")
    person.presses("form[action='/desk/rules/1/draft/undo/'] button")
    expect(page.locator("#stage-gathering")).to_contain_text("50")
    page.goto(haneul.url("/desk/rules/1/draft/removal/"))
    person.presses("main form .button--danger")
    assert haneul.facts.one("SELECT count(*) FROM processes_processdraft WHERE process_id = 1") == 0
