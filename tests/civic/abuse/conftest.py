"""People, and the supports they give, each from an address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.journeys.support import give_support
from platform_core.access.sources import whence
from tests.fixtures.people import new_citizen


@pytest.fixture
def administrator(haneul, make_staff):
    return make_staff("administrator", name="관리자")


@pytest.fixture
def crowd(haneul):
    """`crowd(proposal, 5, address="10.0.0.1", days=3)`: so many accounts of that age support it from there."""

    def support(proposal, count, *, address="203.0.113.7", days=30):
        people = [
            new_citizen("한 사람", joined_at=timezone.now() - timedelta(days=days)) for _ in range(count)
        ]
        for one in people:
            give_support(proposal=proposal, citizen=one, whence=whence(address))
        return people

    return support
