"""Every page that somebody comes to by following links, in a city full of everything, is open to everyone.

AXE=all: about ten minutes for each of the six on a quiet machine. What the main pages and the journeys look at each
time stands in their own files.
"""

import os
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlsplit

import pytest
from playwright.sync_api import Error

from deploy.local.paths import ROOT
from deploy.local.program import module
from tests.e2e.browser import DESK, HEIGHTS, PHONE, Person, artefacts
from tests.e2e.stack import Stack
from tests.e2e.test_main_pages import COLOURS, EVERYTHING, axe_says, reaches_over_the_edge, show_the_whole

pytestmark = pytest.mark.skipif(os.environ.get("AXE") != "all", reason="AXE=all opens every page")

HOST, PASSWORD = "full.localhost", "madang-demo"
BEGINNINGS = {
    "stranger": ("/", "/how/", "/effect/", "/guide/", "/sign-up/"),
    "citizen": ("/me/", "/proposals/new/", "/"),
    "respondent": ("/desk/",),
    "moderator": ("/desk/",),
    "administrator": ("/desk/",),
    "head": ("/desk/",),
}
# What citizens open is looked at as a citizen and as somebody who works here; the others stay at the desk.
AT_THE_DESK = ("moderator", "administrator", "head")
# An administrator meets some 250 kinds of pages; so many end a walk that would never end.
MOST = 400
# They end the visit, or belong to somebody else's journey; of a picture a browser makes a page of its own.
NOT_FOLLOWED = re.compile(r"^/(sign-out|logout|static|media|kiosk/end)/|.*\.png$")


def kind_of(address: str) -> str:
    """Pages of one kind differ in numbers, keys and what they are asked; one of each is looked at."""
    parts = urlsplit(address)
    path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27,}(?=/|$)", "/KEY", parts.path)
    path = re.sub(r"/[0-9a-f]{16,}(?=/|$)", "/KEY", path)
    path = re.sub(r"(?<=/)v?\d[\d-]*(?=/|$|\.)", "N", path)
    return path + "?" + "&".join(sorted({name for name, _value in parse_qsl(parts.query)}))


@pytest.fixture(scope="module")
def people(stack: Stack) -> dict[str, str]:
    """Of the fullest of the demo's cities, which stands at HOST here: {who: address of their account}."""
    call(stack, haneul="elsewhere.localhost")
    manage(stack, "fill_demo", "--only", "haneul")
    call(stack, haneul=HOST)
    call(stack, elsewhere="haneul.localhost")
    (here,) = (place for place in manage(stack, "demo_logins").split("\n\n") if "haneul." in place)
    return dict(re.findall(r"^\s+(\w+)\s+(\S+@\S+)$", here, re.MULTILINE))


def call(stack: Stack, **names: str) -> None:
    """Two cities of one name: the browser journeys' own steps aside for a moment."""
    for name, domain in names.items():
        change = "UPDATE public.tenants_hostname SET domain = %s WHERE domain = %s"
        stack.haneul.facts.run(change, domain, f"{name}.localhost")


def manage(stack: Stack, *words: str) -> str:
    done = subprocess.run(
        [*module("manage"), *words],
        env=stack.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.mark.parametrize("who", BEGINNINGS)
def test_every_page_that_links_lead_to_is_open_to_everyone(
    come, stack: Stack, people: dict[str, str], who: str
):
    person = come()
    base = f"http://{HOST}:{stack.port}"
    if who != "stranger":
        person.signs_in(f"{base}/sign-in/", people[who], PASSWORD)
    found = []
    with (artefacts() / f"axe-{who}.txt").open("w", buffering=1) as said:
        within = f"{base}/desk/" if who in AT_THE_DESK else f"{base}/"
        for address in pages(person, base, BEGINNINGS[who], within):
            here = looked_at(person, f"{who} {kind_of(address)}")
            print(address, *here, sep="\n  ", file=said)
            found += here
    assert not found, "\n".join(found)


def pages(person: Person, base: str, beginnings: tuple[str, ...], within: str) -> Iterator[str]:
    """Address after address, each open in the person's page; one of every kind, below `within`."""
    waiting, known = deque(base + one for one in beginnings), {kind_of(base + one) for one in beginnings}
    opened = 0
    while waiting and opened < MOST:
        address = waiting.popleft()
        if not opens(person, address):
            continue
        opened += 1
        yield address
        for link in person.page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)"):
            link = urldefrag(link)[0]
            is_ours = link.startswith(within) and not NOT_FOLLOWED.match(urlsplit(link).path)
            if is_ours and (kind := kind_of(link)) not in known:
                known.add(kind)
                waiting.append(link)


def opens(person: Person, address: str) -> bool:
    """Whether it is a page; a file that is saved instead of shown is none."""
    try:
        answer = person.page.goto(address)
    except Error:
        return False
    return answer is not None and answer.status == 200 and "text/html" in answer.headers["content-type"]


def looked_at(person: Person, name: str) -> list[str]:
    page, found = person.page, []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.evaluate("document.fonts.ready")
        if reaches_over_the_edge(page):
            found.append(f"{name} at {width} px scrolls sideways")
        show_the_whole(page, width)
        found += [f"{name} {width}: {sentence}" for sentence in axe_says(page, EVERYTHING)]
    page.emulate_media(color_scheme="dark")
    found += [f"{name} dark: {sentence}" for sentence in axe_says(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found
