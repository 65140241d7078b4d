"""A debate under rules of one's own, open now, and people who may take part."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.debates.models import Debate
from civic.journeys.steps import owe_from_the_beginning
from civic.processes.models import ProcessVersion
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Origin
from tests.civic.proposals.conftest import document, moderator, process  # noqa: F401


def debating(*gates: dict[str, Any], days: int = 30, **rest: Any) -> dict[str, Any]:
    return {
        "kind": "debating",
        "window": {"days": days, "counted_from": "entry"},
        "debate": {"form": "pro_con"},
        "gates": list(gates),
        **rest,
    }


def rules_of_debate(
    *gates: dict[str, Any], stages: tuple[dict[str, Any], ...] = (), **more: Any
) -> dict[str, Any]:
    """A debate, then its answer. `stages` come before it; `debate` says its form."""
    answered = {"kind": "answering", "ways": {"adopted": "closed", "partly": "closed"}}
    rest = {name: more.pop(name) for name in ("eligibility", "limits", "track") if name in more}
    return document(*stages, debating(*gates, **more), answered, **rest)


@pytest.fixture
def debate(process: Any, make_citizen: Any) -> Callable[..., Debate]:  # noqa: F811
    """`debate(rules)`: open since `ago`."""

    def hold(
        rules: dict[str, Any] | None = None,
        *,
        at: datetime | None = None,
        ago: timedelta = timedelta(hours=1),
        title: str = "자전거도로를 넓힐까요?",
    ) -> Debate:
        at = at or timezone.now() - ago
        version = ProcessVersion.objects.get(pk=process(rules or rules_of_debate()).current_version_id)
        item = submit_proposal(
            author=None,
            writing=Writing(title, "모두에게 묻습니다."),
            version=version,
            at=at,
            origin=Origin.INSTITUTION,
        )
        owe_from_the_beginning(item, at)
        found = Debate.objects.select_related("item").get(item=item)
        return found

    return hold
