"""Every finished theme on the main pages: readable by day and by night, on a phone and at a desk, and as it was.

    THEMES=all pytest tests/e2e/test_themes.py                  all of them on all ten pages, in high contrast, too
    THEMES=all LOOKS=renew pytest tests/e2e/test_themes.py      and the pictures kept beside looks.py are made anew

By default one theme on three pages: the others differ by tokens alone, and those are checked without a browser
(tests/themes/test_contrast.py). The city is 고요면, in which nothing happens while tests run: its pages say the same
every time. Pictures with their letters are left where people want to look at them (tests/e2e/browser.keep_picture).
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person, keep_picture
from tests.e2e.looks import KEPT, MANY, differing, stranger_than_kept
from tests.e2e.stack import City
from tests.e2e.test_main_pages import COLOURS, EVERYTHING, axe_says, reaches_over_the_edge, show_the_whole
from tests.waiting import until
from themes.catalogue import catalogue
from themes.compile import digest, stylesheet
from themes.tokens import Tokens, parse

ALL = os.environ.get("THEMES") == "all"
WORN = sorted(catalogue()) if ALL else ["district"]
SOME = {"home", "list", "proposal"}
VIEWS = ((PHONE, "dark"), (PHONE, "light"), (DESK, "light"))
# Looked at without a picture being kept: the same shapes in other colours.
MORE_VIEWS = ((DESK, "dark"), (PHONE, "contrast"), (DESK, "contrast")) if ALL else ()


def pages_of(city: City) -> dict[str, tuple[str, str]]:
    """{name: (who opens it, address)}"""
    return {
        "home": ("stranger", city.url("/")),
        "list": ("stranger", city.url("/proposals/")),
        "proposal": ("stranger", city.url(f"/proposals/{city.scene['answered']}/")),
        "how": ("stranger", city.url("/how/")),
        "answers": ("stranger", city.url("/answers/")),
        "sign-in": ("stranger", city.url("/sign-in/")),
        "writing": ("author", city.url("/proposals/new/")),
        "me": ("author", city.url("/me/")),
        "desk-today": ("moderator", city.url("/desk/")),
        "desk-request": ("respondent", city.url(f"/desk/answers/{city.scene['prepared_request']}/")),
    }


@pytest.mark.parametrize("key", WORN)
def test_a_theme_is_readable_on_the_main_pages_and_looks_as_it_did(key, stack, come):
    tokens, found, visitors = parse({"base": key}), [], {"stranger": come()}
    pages = {name: one for name, one in pages_of(stack.goyo).items() if ALL or name in SOME}
    with wearing(stack.goyo, visitors["stranger"], key):
        # Not before: the sheet of the theme that was worn last is gone.
        for who in sorted({who for who, _address in pages.values()} - {"stranger"}):
            visitors[who] = come()
            visitors[who].signs_in(stack.goyo.url("/sign-in/"), f"{who}@example.org")
        for name, (who, address) in pages.items():
            found += looked_at(visitors[who], f"{key}-{name}", address, tokens)
    assert not found, "\n".join(found)


def looked_at(visitor: Person, name: str, address: str, tokens: Tokens) -> list[str]:
    page, found = visitor.page, []
    for width, colours in (*VIEWS, *MORE_VIEWS):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        page.goto(address)
        if colours == "contrast":  # as the page comes to whoever chose it
            page.evaluate("document.documentElement.dataset.mode = 'contrast'")
        page.evaluate("document.fonts.ready")
        painted = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--page').trim()"
        )
        if painted != tokens.colours(colours)["background-page"]:
            found.append(f"{name} {width} {colours}: the page is painted {painted}")
        if reaches_over_the_edge(page):
            found.append(f"{name} at {width} px scrolls sideways")
        show_the_whole(page, width)
        # What has nothing to do with colours is the same in all of them.
        rules = EVERYTHING if colours == "light" else COLOURS
        found += [f"{name} {width} {colours}: {sentence}" for sentence in axe_says(page, rules)]
        keep_picture(page, f"theme-{name}-{width}-{colours}")
        if (width, colours) in VIEWS:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            found.append(stranger_than_kept(page, f"{name}-{width}-{colours}"))
    return [one for one in found if one]


def test_another_theme_or_another_page_would_be_noticed():
    """The measure itself, on the kept pictures: no two themes pass for each other, and no two pages of one."""
    pictures = {one.stem: Image.open(one).convert("RGB") for one in sorted(KEPT.glob("*.webp"))}
    assert len(pictures) == len(catalogue()) * len(VIEWS) * 10
    for width, colours in VIEWS:
        homes = [pictures[f"{key}-home-{width}-{colours}"] for key in sorted(catalogue())]
        pages = [pictures[f"district-{name}-{width}-{colours}"] for name in sorted(SOME)]
        for alike in (homes, pages):
            pairs = [(one, other) for n, one in enumerate(alike) for other in alike[:n]]
            assert min(differing(one, other) for one, other in pairs) > 1.5 * MANY, (width, colours)


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
