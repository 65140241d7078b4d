"""The ten pages people meet most: each opens on a phone and at a desk, by day and by night, for everyone."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person, keep_picture
from tests.e2e.stack import Stack
from tests.e2e.test_operating import operator_at_the_console

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe.min.js"
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Otherwise each page is looked at thoroughly once on a phone and once at a desk, or where it is used.
LOOK_AT_ALL = os.environ.get("AXE") == "all"
# What can differ on the same page in other colours.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SERIOUS = {"serious", "critical"}


def pages_of(stack: Stack) -> dict[str, tuple[str, str]]:
    """{name: (who opens it, address)}"""
    city = stack.haneul
    return {
        "home": ("stranger", city.url("/")),
        "list": ("stranger", city.url("/proposals/")),
        "proposal": ("stranger", city.url(f"/proposals/{city.scene['answered']}/")),
        "how": ("stranger", city.url("/how/")),
        "answers": ("stranger", city.url("/answers/")),
        "writing": ("citizen", city.url("/proposals/new/")),
        "me": ("citizen", city.url("/me/")),
        "desk-today": ("moderator", city.url("/desk/")),
        "desk-request": ("respondent", city.url(f"/desk/answers/{city.scene['prepared_request']}/")),
        "console": ("operator", stack.console("/")),
    }


@pytest.fixture
def visitors(come, stack) -> dict[str, Person]:
    """Each of them logged in; they keep one browser for all pages."""
    known = {who: come() for who in ("stranger", "citizen", "moderator", "respondent", "operator")}
    for who in ("citizen", "moderator", "respondent"):
        known[who].signs_in(stack.haneul.url("/sign-in/"), f"{who}@example.org")
    operator_at_the_console(known["operator"], stack)
    return known


def test_the_main_pages_are_open_to_everyone(stack, visitors):
    """No serious finding of axe on any of the ten, on a phone by day and at a desk by night."""
    found = []
    for name, (who, address) in pages_of(stack).items():
        found += findings(visitors[who], name, address)
    assert not found, "\n".join(found)


def findings(person: Person, name: str, address: str) -> list[str]:
    """What axe has to say of it on a phone by day and at a desk by night; AXE=all: both at both."""
    page, found = person.page, []
    for width, thorough in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, (name, address)
        page.evaluate("document.fonts.ready")
        assert not reaches_over_the_edge(page), f"{name} at {width} px scrolls sideways"
        show_the_whole(page, width)
        for colours in ("dark", "light"):
            page.emulate_media(color_scheme=colours)
            if LOOK_AT_ALL or colours == thorough:
                found += [f"{name} {width} {colours}: {sentence}" for sentence in axe_says(page)]
        keep_picture(page, f"{name}-{width}")
    return found


def looked_at(page: Page, name: str) -> list[str]:
    """What axe has to say of the open page at the width it is used at; nothing over the edge at the other, either."""
    used = page.viewport_size["width"] if page.viewport_size else PHONE
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.evaluate("document.fonts.ready")
        if reaches_over_the_edge(page):
            found.append(f"{name} at {width} px scrolls sideways")
        if LOOK_AT_ALL or width == used:
            show_the_whole(page, width)
            found += [f"{name} {width}: {sentence}" for sentence in axe_says(page)]
        keep_picture(page, f"{name}-{width}", full_page=True)
    page.set_viewport_size({"width": used, "height": HEIGHTS.get(used, 900)})
    return found


def show_the_whole(page: Page, width: int) -> None:
    """A window as tall as the page: what the bar at the bottom hides while one scrolls is not hidden for good."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, HEIGHTS[width])})


def reaches_over_the_edge(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def at_rest(page: Page) -> None:
    """A colour on its way from one to another is nobody's: what ends may begin the next, further down the page."""
    page.evaluate(
        """async () => {
            const moving = () => document.getAnimations().filter(
                one => one.playState === "running" && isFinite(one.effect.getComputedTiming().endTime));
            for (let some; (some = moving()).length; )
                await Promise.allSettled(some.map(one => one.finished));
        }"""
    )


def axe_says(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What is serious. Rules that never find more than a trifle are not asked."""
    if not page.evaluate("typeof axe === 'object'"):
        # Through the debugger, as the page's own policy would not let a foreign script in.
        page.evaluate(AXE.read_text())
    at_rest(page)
    report: dict[str, Any] = page.evaluate(
        """rules => {
            const mild = axe._audit.rules.filter(one => one.impact === "minor" || one.impact === "moderate");
            const without = Object.fromEntries(mild.map(one => [one.id, {enabled: false}]));
            return axe.run(document, {runOnly: rules, rules: without, resultTypes: ["violations"]});
        }""",
        rules,
    )
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in report["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def test_axe_finds_what_is_wrong(come, haneul):
    """The measure itself: a page without a name for its picture and with grey on grey is found out."""
    page = come().page
    page.goto(haneul.url("/how/"))
    page.evaluate(
        """() => {
            const picture = document.createElement("img");
            picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
            const words = document.createElement("p");
            words.textContent = "회색 바탕에 회색 글자";
            words.style.color = "#999"; words.style.background = "#aaa";
            document.querySelector("main").append(picture, words);
        }"""
    )
    said = " ".join(axe_says(page))
    assert "image-alt" in said and "color-contrast" in said


def test_axe_is_the_file_its_makers_published():
    (package,) = json.loads((VENDOR / "manifest.json").read_text()).values()
    for name, digest in package["files"].items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert (VENDOR / package["licence_text"]).read_text().startswith("Mozilla Public License")
