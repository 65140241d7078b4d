"""A debate that has ended, with people on every side and some on paper, and its report."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.debates.actions import write_opinion
from civic.debates.models import Debate, Opinion
from civic.journeys.report import begin_report
from civic.results.models import Report
from tests.civic.debates.conftest import debate, moderator, process, rules_of_debate  # noqa: F401

BODIES = {
    "pro": "난임 시술 지원을 늘려야 합니다. 지하철 광고보다 낫습니다.",
    "con": "예산이 모자라니 신중해야 합니다.",
    "other": "먼저 조사부터 하면 좋겠습니다.",
}


@pytest.fixture
def ended(debate: Any, make_citizen: Any) -> Callable[..., Debate]:  # noqa: F811
    """`ended(pro=3, con=1, paper=1)`: over since yesterday; so many people of each side, `paper` of pro offline."""

    def hold(*, paper: int = 0, publish_days: int = 0, **sides: int) -> Debate:
        rules = rules_of_debate(debate={"form": "pro_con", "publish_days": publish_days})
        held = debate(rules, ago=timedelta(days=31), title="난임 시술을 지원할까요?")
        for side, many in sides.items():
            for number in range(many):
                said(
                    held,
                    make_citizen(f"{side} {number}"),
                    side,
                    at=held.opened_at + timedelta(days=1 + number % 3),
                )
        for _number in range(paper):
            said(held, None, "pro", at=held.opened_at + timedelta(days=2), body="")
        held.refresh_from_db()
        return held

    return hold


def said(
    held: Debate, author: Any, side: str, *, at: datetime, body: str | None = None, **more: Any
) -> Opinion:
    """Without an author: from paper."""
    entered = None if author is not None else _entered_by()
    words = BODIES[side] if body is None else body
    return write_opinion(debate=held, author=author, side=side, body=words, at=at, entered_by=entered, **more)


def _entered_by() -> Any:
    from platform_core.accounts.models import User

    return User.objects.order_by("pk").first()


@pytest.fixture
def report(ended: Any, moderator: Any) -> Report:  # noqa: F811
    """Begun, of three for, one against and one on paper."""
    return begin_report(debate=ended(pro=3, con=1, paper=1), by=moderator, at=timezone.now())
