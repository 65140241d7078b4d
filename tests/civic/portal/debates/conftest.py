"""A debate that runs, and one in which people have spoken."""

import pytest

from civic.debates.models import Debate
from civic.journeys.debate import opine
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.portal.debates.pages import now
from tests.civic.proposals.conftest import moderator, process  # noqa: F401


@pytest.fixture
def held(debate):  # noqa: F811
    return debate()


@pytest.fixture
def spoken(held, make_citizen):
    """Two for, one against, each with words."""
    said = [("pro", "출근길이 편해집니다"), ("pro", "아이들이 안전합니다"), ("con", "주차할 곳이 없어집니다")]
    for side, body in said:
        opine(debate=held, author=make_citizen(), side=side, body=body, at=now())
    return Debate.objects.select_related("item").get(pk=held.pk)
