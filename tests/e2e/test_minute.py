"""From wanting to support to having supported, on a phone, by somebody who has no account yet.

Small by default: the pages are counted, nobody waits, and the way with a new account is left to test_joining.
`MINUTE=whole` goes both and types as people do on a phone and says the
seconds: 2.6 letters a second (31 words a minute), 1.5 s of looking before the first touch on each page, 6 s for
leaving to the letters and coming back with the code, which is typed too.
"""

import os
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_joining import code_from_the_inbox

IS_WHOLE = os.environ.get("MINUTE") == "whole"
LETTER, LOOKING, FETCHING = (385, 1.5, 6.0) if IS_WHOLE else (0, 0.0, 0.0)
EMAIL, PASSWORD = "{way}@example.org", "느린 거북이 여섯 마리"
MOST_SCREENS, MOST_SECONDS = 4, 60


class Thumb:
    """One thumb, and how many pages it has been on."""

    def __init__(self, page: Page) -> None:
        self.page, self.screens, self.asked_for = page, 0, 0.0
        page.on("framenavigated", lambda frame: self._arrive(frame == page.main_frame))

    def _arrive(self, is_page: bool) -> None:
        self.screens += is_page

    def looks(self) -> None:
        time.sleep(LOOKING)

    def types(self, field: str, words: str) -> None:
        self.page.locator(field).tap() if IS_WHOLE else self.page.locator(field).click()
        self.page.keyboard.type(words, delay=LETTER)

    def presses(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()

    def types_the_code(self, person: Any, city: Any, email: str) -> None:
        """Reading it costs our test other seconds than a person: those of the person count."""
        begun = time.monotonic()
        code = code_from_the_inbox(person, city, email)
        self.asked_for += time.monotonic() - begun - FETCHING
        self.types("[name=code]", code.replace("-", ""))


@pytest.mark.parametrize("way", ["account", "once"] if IS_WHOLE else ["once"])
def test_within_four_screens_and_a_minute(come, haneul, way, capsys):
    """With a new account, and without one where the rules allow that."""
    number = haneul.scene["fresh" if way == "account" else "once"]
    person, email = come(has_touch=True), EMAIL.format(way=f"minute-{way}")
    page = person.page
    page.goto(haneul.url(f"/proposals/{number}/"))
    thumb, begun = Thumb(page), time.monotonic()
    if way == "account":
        page.locator("a:visible", has=page.locator("svg")).filter(has_text="공감").first.click()
        page.wait_for_url("**/sign-in/**")
        thumb.looks()
        thumb.presses("main button[name=age][value=old_enough]")
        thumb.looks()
        thumb.types("[name=email]", email)
        thumb.types("[name=name]", "새내기")
        thumb.types("[name=password1]", PASSWORD)
        for consent in ("privacy", "terms"):
            page.check(f"[name={consent}]")
        thumb.presses("form[action='/sign-up/'] button.button--large")
    else:
        thumb.presses(f"a[href='/proposals/{number}/one-time/support/']")
        thumb.looks()
        thumb.presses("main button[name=age][value=old_enough]")
        thumb.looks()
        thumb.types("[name=email]", email)
        page.check("[name=agreed]")
        thumb.presses("form:has([name=email]) button.button--large")
    thumb.looks()
    thumb.types_the_code(person, haneul, email)
    thumb.presses("form:has([name=code]) button.button--large")
    if way == "account":
        thumb.looks()
        person.supports(number)
    expect(page.locator("main")).to_be_visible()
    seconds = time.monotonic() - begun - thumb.asked_for
    query = "SELECT count(*) FROM proposals_support WHERE proposal_id = %s"
    assert haneul.facts.one(query.replace("%s", str(number))) >= 1
    with capsys.disabled():
        print(f"\n{way}: {thumb.screens} screens, {seconds:.1f} s{'' if IS_WHOLE else ' without typing'}")
    assert thumb.screens <= MOST_SCREENS
    assert not IS_WHOLE or seconds <= MOST_SECONDS
