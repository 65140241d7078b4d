"""Which of the processes that test side by side runs what: whole files, the longest pieces of work first."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# One process keeps the servers, workers and browsers, which would be started by each of them otherwise.
SERVERS = "tests/e2e/"
LONG = (
    SERVERS,
    "tests/hostile/",
    "tests/doors/",
    "tests/civic/agreement/",
    "tests/tenants/",
    "tests/civic/journeys/",
    "tests/civic/processes/",
)


class WholeFiles(LoadScopeScheduling):
    """A file's tests stay together, so that what is made for a file is made once."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        # In the order of longest_first() rather than by the number of tests.
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return "servers" if nodeid.startswith(SERVERS) else nodeid.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> None:
    """Nobody waits at the end for a process that has just begun with something long."""
    items.sort(key=lambda item: [item.nodeid.startswith(begin) for begin in LONG], reverse=True)
