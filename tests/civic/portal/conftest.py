"""What the portal remembers between requests must not travel from one test to the next."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection

from tenants.context import in_public


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if connection.connection is not None and not in_public():
        cache.clear()
