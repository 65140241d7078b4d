"""One running Madang for all browser journeys, and people who visit it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import NoBrowser, Person, artefacts, chromium
from tests.e2e.hands import Hands, everybodys_hands
from tests.e2e.stack import City, Stack, running_stack

Come = Callable[..., Person]


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed when this folder's tests are done: its event loop must not meet other tests' database."""
    for old in artefacts().glob("failed-*.png"):
        old.unlink()
    try:
        with chromium() as running:
            yield running
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="package")
def hands_in(stack: Stack) -> Iterator[Callable[[City], Hands]]:
    """`hands_in(bada).do("…")`: people there who need no browser."""
    with everybodys_hands(stack.environment) as program:
        yield lambda city: Hands(program, city.scene["schema"])


@pytest.fixture
def haneul(stack: Stack) -> City:
    return stack.haneul


@pytest.fixture
def bada(stack: Stack) -> City:
    return stack.bada


@pytest.fixture
def come(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Come]:
    """`come(width=DESK, script=False)`: somebody with a browser. No page of theirs may break or be blocked."""
    here: list[Person] = []

    def arrive(**wishes: Any) -> Person:
        here.append(Person(browser, **wishes))
        return here[-1]

    yield arrive
    if request.node.stash.get(FAILED, False):
        _keep_pictures(request.node.name, here)
    troubles = [trouble for person in here for trouble in person.troubles]
    for person in here:
        person.goes()
    assert troubles == []


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    outcome = yield
    if call.when == "call":
        item.stash[FAILED] = outcome.get_result().failed  # type: ignore[attr-defined]


def _keep_pictures(name: str, people: list[Person]) -> None:
    pages: list[Page] = [page for person in people for page in person.context.pages]
    for number, page in enumerate(pages):
        page.screenshot(path=artefacts() / f"failed-{name}-{number}.png", full_page=True)
