"""The test session: one database at head, and two standing institutions in it.

하늘시 (haneul) and 바다군 (bada) are opened once through the real provisioning. Each test runs in a
transaction that is rolled back; what needs several connections asks for `fresh_institution`.
"""

import gc
import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings

from platform_core.access import memory as remembering
from platform_core.access.memory import Memory
from tenants import queries as hosts
from tenants.watching import answering
from tests.fixtures.serving import prepare_static_files_once, tell_of_whole_pages_only
from tests.fixtures.shuffling import shuffle

pytest_plugins = [
    "tests.fixtures.institutions",
    "tests.fixtures.people",
    "tests.fixtures.visiting",
    "tests.fixtures.proposing",
    "tests.fixtures.naming",
    "tests.fixtures.later",
    "tests.doors.setting",
]


def pytest_configure() -> None:
    """Pages are rendered without `collectstatic` having run, and passwords are not slow on purpose.

    Processes that test share a Valkey: each clears and counts in a database of its own. The first eight are left
    to the servers that tests start.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ANSWERS_WRITTEN_EVERY = 0
    # Counted in a cache that no test rolls back: one test is not another one's crowd.
    settings.HOT_CODES_BY_ADDRESS = settings.HOT_CODES_BY_ALL = 1_000_000
    settings.MOST_CODES_BY_ADDRESS = settings.MOST_CODES_TO_ONE = 1_000_000
    settings.PASSWORD_HASHERS = ["tests.fixtures.hashing.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
    prepare_static_files_once(pytest.MonkeyPatch())
    tell_of_whole_pages_only(pytest.MonkeyPatch())
    # What is drawn at random is the same in every run: somebody else's change is not stopped by chance.
    hypothesis.settings.register_profile("same", derandomize=not os.environ.get("ANEW"))
    hypothesis.settings.load_profile("same")
    if os.environ.get("SHUFFLED"):
        shuffle(pytest.MonkeyPatch())
    if os.environ.get("BUCKET"):
        from tests.fixtures.bucket import keep_everything_there

        keep_everything_there()
    cache = settings.CACHES["default"]
    if "://" in cache["LOCATION"]:
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        cache["LOCATION"] = f"{cache['LOCATION'].partition('?')[0]}?db={8 + number % 8}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.scheduling import WholeFiles

    return WholeFiles(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        from tests.scheduling import longest_first

        longest_first(items)


def pytest_collection_finish() -> None:
    """What has been imported stays: looking through all of it for garbage again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Flushing tables, which transactional tests do, would take the standing institutions away."""
    marker = item.get_closest_marker("django_db")
    is_transactional = bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))
    if is_transactional or "transactional_db" in getattr(item, "fixturenames", ()):
        pytest.fail("Use the fixture fresh_institution instead of a transactional database.", pytrace=False)


@pytest.fixture(autouse=True)
def memories_of_one_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process remembers for seconds: never what another test rolled back, and to the end of this one.

    Otherwise a visit would cost a query more whenever the seconds happen to be over.
    """
    for memory in Memory.every:
        monkeypatch.setattr(memory, "seconds", 3_600)
    monkeypatch.setattr(hosts, "HOST_MEMORY_SECONDS", 3_600)
    monkeypatch.setattr(remembering, "ONE_PAGE_SECONDS", 3_600)
    _forget()
    yield
    _forget()


def _forget() -> None:
    hosts.forget_hosts()
    answering._counts.clear()
    for memory in Memory.every:
        memory.forget_everywhere()
