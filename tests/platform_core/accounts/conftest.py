import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """Limits are counted in the cache, which no transaction rolls back."""
    cache.clear()
