"""Every finished theme on the main pages: readable by day and by night, on a phone and at a desk.

    THEMES=all pytest tests/e2e/test_themes.py      all of them on all ten pages; pictures are kept

By default one theme on three pages: the others differ by tokens alone, and those are checked without a browser
(tests/themes/test_contrast.py). Pictures are for people to look at; nothing is compared with a picture of yesterday,
which would fail with every word that changes. What is compared is what a theme promises: its colours and drawings.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person, artefacts
from tests.e2e.stack import City
from tests.e2e.test_main_pages import axe_says, pages_of, reaches_over_the_edge, show_the_whole, visitors
from tests.waiting import until
from themes.catalogue import catalogue
from themes.compile import digest, stylesheet
from themes.tokens import Tokens, parse

ALL = os.environ.get("THEMES") == "all"
WORN = sorted(catalogue()) if ALL else ["district"]
PAGES = {"home", "list", "proposal"}

__all__ = ["visitors"]


@pytest.mark.parametrize("key", WORN)
def test_a_theme_is_readable_on_the_main_pages(key, stack, come, request):
    tokens, found = parse({"base": key}), []
    visitors = request.getfixturevalue("visitors") if ALL else {"stranger": come()}
    with wearing(stack.haneul, visitors["stranger"], key):
        for name, (who, address) in pages_of(stack).items():
            if name == "console" or not (ALL or name in PAGES):
                continue
            found += looked_at(visitors[who], f"{key}-{name}", address, tokens)
    assert not found, "\n".join(found)


def looked_at(visitor: Person, name: str, address: str, tokens: Tokens) -> list[str]:
    page, found = visitor.page, []
    for width, colours in ((PHONE, "dark"), (PHONE, "light"), (DESK, "light")):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.goto(address)
        page.evaluate("document.fonts.ready")
        painted = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--page').trim()"
        )
        if painted != tokens.colours(colours)["background-page"]:
            found.append(f"{name} {width} {colours}: the page is painted {painted}")
        if reaches_over_the_edge(page):
            found.append(f"{name} at {width} px scrolls sideways")
        show_the_whole(page, width)
        found += [f"{name} {width} {colours}: {sentence}" for sentence in axe_says(page)]
        page.screenshot(path=artefacts() / f"theme-{name}-{width}-{colours}.png")
    return found


@contextmanager
def wearing(city: City, visitor: Person, key: str) -> Iterator[None]:
    """Published behind the servers' backs, and worn when all of them have heard of it."""
    document = {"format": 1, "base": key}
    city.facts.run(
        "INSERT INTO themes_theme (catalogue_name, tokens, document, digest, published_at)"
        " VALUES (%s, '{}', %s, '', now())",
        key,
        json.dumps(document),
    )
    try:
        _until_worn(city, visitor, digest(stylesheet(parse(document))))
        yield
    finally:
        city.facts.run("DELETE FROM themes_theme WHERE catalogue_name = %s AND digest = ''", key)


def _until_worn(city: City, visitor: Person, wanted: str) -> None:
    visitor.page.goto(city.url("/"))
    # A server that is asked for a sheet it has not heard of looks again.
    for _turn in range(20):
        _fetched(visitor, f"/theme-{wanted}.css")
    until(
        lambda: all(f"/theme-{wanted}" in _fetched(visitor, "/") for _turn in range(6)), "the theme is worn"
    )


def _fetched(visitor: Person, path: str) -> str:
    """By the browser: only it knows the way to a city on this machine."""
    return str(visitor.page.evaluate("path => fetch(path).then(answer => answer.text())", path))
