"""People with a browser: Korean, on a phone or at a desk, with or without script."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from deploy.local.paths import DATA
from tests.e2e.scene import PASSWORD

PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 900}


class NoBrowser(Exception):
    """There is no Chromium to drive."""


def chromium_path() -> str:
    """CHROMIUM, or /usr/bin/chromium. Raises NoBrowser with what to do."""
    wished = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    found = shutil.which(wished)
    if found is None:
        raise NoBrowser(
            f"The browser journeys need Chromium, and {wished} is not there.\n"
            "Install it once:  apt-get install chromium fonts-noto-cjk\n"
            "or name another:  CHROMIUM=/path/to/chromium"
        )
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=ko-KR"])
        try:
            yield browser
        finally:
            browser.close()


def artefacts() -> Path:
    """Where pictures are kept: MADANG_ARTEFACTS, or the data folder that git ignores."""
    folder = Path(os.environ.get("MADANG_ARTEFACTS") or DATA / "artefacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep_picture(page: Page, name: str, **how: Any) -> None:
    """For people to look at, where somebody said so: drawing them takes as long as looking for what is wrong."""
    if os.environ.get("MADANG_ARTEFACTS"):
        page.screenshot(path=artefacts() / f"{name}.png", **how)


class Person:
    """Somebody with a browser of their own. What goes wrong in its pages is remembered in `troubles`."""

    def __init__(self, browser: Browser, *, width: int = PHONE, script: bool = True, **wishes: Any) -> None:
        self.troubles: list[str] = []
        self.context: BrowserContext = browser.new_context(
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=script,
            reduced_motion="reduce",
            **wishes,
        )
        self.context.set_default_timeout(20_000)
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._listen(page, said))
        page.on("response", lambda answer: self._look(answer))
        return page

    def _listen(self, page: Page, said: Any) -> None:
        """What the browser refuses by the page's own policy is a fault of ours; a 4xx is told to the person."""
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.troubles.append(f"{page.url}: {said.text}")

    def _look(self, answer: Any) -> None:
        if answer.status >= 500:
            self.troubles.append(f"{answer.status} {answer.request.method} {answer.url}")

    def signs_in(self, address: str, email: str, password: str = PASSWORD) -> None:
        """`address` is the log-in page's, or one that leads there."""
        self.page.goto(address)
        self.types_log_in(email, password)

    def types_log_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.presses("form[action='/sign-in/'] button.button--large")

    def supports(self, number: int) -> None:
        """On the proposal's page, which the person has open. Panel and thumb both say so afterwards."""
        self.page.locator(f"form[action='/proposals/{number}/support/'] button:visible").first.click()
        expect(self.page.locator(".support-given:visible").first).to_be_visible()

    def presses(self, selector: str, page: Page | None = None) -> None:
        """Press and wait for the page that follows."""
        page = page or self.page
        with page.expect_navigation():
            page.locator(selector).first.click()

    def goes(self) -> None:
        self.context.close()
