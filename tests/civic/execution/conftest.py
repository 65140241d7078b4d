"""Something adopted at 하늘시, carried out by its roads department."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from civic.execution.models import Execution
from civic.execution.planning import Plan
from civic.journeys import carry_out
from civic.journeys.answer import answer
from civic.proposals.models import Proposal
from tests.civic.journeys.test_answer import ADOPTED
from tests.civic.scenes import (  # noqa: F401
    administrator,
    category,
    moderator,
    owe,
    parks,
    propose,
    respondent,
    roads,
)

SEOUL = ZoneInfo("Asia/Seoul")


def seoul(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SEOUL)


@pytest.fixture
def adopted(owe, roads, respondent) -> Proposal:  # noqa: F811
    """Now being carried out, with nothing told of it."""
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    return Proposal.objects.get(pk=request.proposal_id)


@pytest.fixture
def execution(adopted) -> Execution:
    return Execution.objects.get(items__proposal=adopted)


@pytest.fixture
def planned(execution, roads, respondent) -> Execution:  # noqa: F811
    plan = Plan(
        aims="가로등 열두 개를 세웁니다.", department=roads, contact="02-120", ends_on=date(2027, 6, 30)
    )
    carry_out.plan(execution=execution, plan=plan, reason="", by=respondent, at=timezone.now())
    return Execution.objects.get(pk=execution.pk)


def refused(call: Any, **kwargs: Any) -> str:
    """The code of the refusal."""
    from platform_core.access import Refused

    with pytest.raises(Refused) as refusal:
        call(**kwargs)
    assert str(refusal.value.verdict.sentence)
    return refusal.value.verdict.code
