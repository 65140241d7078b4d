"""app.js in a real browser, on a page of plain HTML."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from deploy.local.browser import find_browser
from platform_core.ui.stitch import HERE

ADDRESS = "http://haneul.localhost:8000/"
APP = (HERE / "static" / "ui" / "app.js").read_text(encoding="utf-8")
PAGE = """<!doctype html><html lang="ko"><body data-saving="Saving" data-saved="Saved" data-not-saved="Not saved"
 data-offline="You are offline"><div id="status" role="status"></div>
<form method="post" action="/propose/" data-guard data-unsaved data-autosave-url="/draft/">
 <input name="draft" type="hidden" value=""><input id="title" name="title" maxlength="10" data-limit="10">
 <span id="count" data-counter-for="title" data-words="{used} of {limit}" data-over="{over} too many"></span>
 <input type="file" name="photo" multiple><span data-save-state></span><button id="send">Send</button></form>
<details class="menu"><summary>Menu</summary><a href="#">x</a></details>
<script src="/app.js" defer></script></body></html>"""


class House:
    """Answers the browser and remembers what was posted."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, str]] = []
        self.draft_status = 200

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS.rstrip("/"))
        if route.request.method == "POST":
            self.posted.append((path, route.request.post_data or ""))
        if path == "/app.js":
            route.fulfill(body=APP, content_type="text/javascript")
        elif path == "/draft/":
            route.fulfill(status=self.draft_status, headers={"X-Draft": "41"}, body="")
        elif path == "/propose/":
            pass  # never answers: the person presses again
        else:
            route.fulfill(body=PAGE, content_type="text/html")


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    if path is None:
        pytest.skip("needs a Chromium")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(browser, house) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.route("**/*", house.answer)
    page.goto(ADDRESS)
    yield page
    context.close()


def test_a_counter_counts_what_people_see_as_one_character(page):
    page.fill("#title", "막차 👨‍👩‍👧‍👦 각")  # the last one is decomposed Hangul
    assert page.inner_text("#count") == "6 of 10"


def test_a_text_too_long_is_kept_and_said(page):
    page.fill("#title", "가" * 12)
    assert page.input_value("#title") == "가" * 12
    assert page.inner_text("#count") == "2 too many"
    page.fill("#title", "가" * 1_510)
    assert page.inner_text("#count") == "1,500 too many"


def test_a_draft_is_saved_a_few_seconds_after_the_last_change(page, house):
    page.fill("#title", "막차 연장")
    page.clock.run_for(2_000)
    assert house.posted == []
    with page.expect_response("**/draft/"):
        page.clock.run_for(2_000)
    page.wait_for_function("document.querySelector('[data-save-state]').textContent === 'Saved'")
    assert "막차 연장" in house.posted[0][1]
    assert page.input_value("[name=draft]") == "41"


def test_a_draft_that_was_not_saved_says_so_and_tries_again(page, house):
    house.draft_status = 503
    page.fill("#title", "막차 연장")
    with page.expect_response("**/draft/"):
        page.clock.run_for(4_000)
    page.wait_for_function("document.querySelector('[data-save-state]').textContent === 'Not saved'")
    house.draft_status = 200
    with page.expect_response("**/draft/"):
        page.clock.run_for(16_000)
    page.wait_for_function("document.querySelector('[data-save-state]').textContent === 'Saved'")


def test_two_presses_send_one_request(page, house):
    page.evaluate("document.querySelector('#send').click(); document.querySelector('#send').click()")
    page.wait_for_timeout(200)
    assert [path for path, _body in house.posted] == ["/propose/"]


def test_nothing_is_sent_into_a_lost_connection(page, house):
    page.context.set_offline(True)
    page.fill("#title", "막차")
    page.click("#send")
    assert page.inner_text("#offline") == "You are offline"
    assert page.input_value("#title") == "막차"
    page.context.set_offline(False)
    page.wait_for_selector("#offline", state="detached")
    assert house.posted == []


def test_chosen_files_are_listed_before_they_are_sent(page):
    page.set_input_files(
        "[type=file]", [{"name": "정류장.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2048}]
    )
    assert page.inner_text(".file__name") == "정류장.jpg"
    assert page.inner_text(".file__size") == "2 KB"


def test_escape_closes_a_menu_and_gives_the_focus_back(page):
    page.click("summary")
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('.menu').open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
