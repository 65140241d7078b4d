"""Processes of every shape, opened in the institution the test stands in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.people.models import Role
from civic.processes.actions import publish_rules
from civic.processes.models import Process, ProcessVersion
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal, ProposalStat
from platform_core.accounts.models import User

ANSWERS = {"department": {"days": 10}}


def document(*stages: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """A set of rules from its stages; the end is added."""
    return {"format": 2, "answers": ANSWERS, "stages": [*stages, {"kind": "closed"}], **rest}


def gathering(*gates: dict[str, Any], days: int = 30, **rest: Any) -> dict[str, Any]:
    return {"kind": "gathering", "window": {"days": days}, "gates": list(gates), **rest}


def at_least(
    count: int, to: str = "answering", counter: str = "support", key: str = "enough"
) -> dict[str, Any]:
    return {"key": key, "when": {"counter": counter, "at_least": count}, "to": to}


@pytest.fixture
def process(haneul: Any) -> Callable[..., Process]:
    """`process(document)`: one more process of 하늘시, open under these rules."""

    def open_process(rules: dict[str, Any], key: str = "other") -> Process:
        made, _new = Process.objects.get_or_create(key=key, defaults={"name": key})
        publish_rules(process=made, document=rules, reason="처음", by=None, at=timezone.now())
        made.refresh_from_db()
        return made

    return open_process


@pytest.fixture
def submitted(process: Any, make_citizen: Any) -> Callable[..., Proposal]:
    """`submitted(document)`: a proposal under these rules, published `ago`."""

    def submit(
        rules: dict[str, Any], *, at: datetime | None = None, ago: timedelta = timedelta(hours=1)
    ) -> Proposal:
        version = ProcessVersion.objects.get(pk=process(rules).current_version_id)
        return submit_proposal(
            author=make_citizen("제안한 사람"),
            writing=Writing("밤길에 가로등을", "어둡습니다."),
            version=version,
            at=at or timezone.now() - ago,
        )

    return submit


@pytest.fixture
def moderator(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="운영 담당")


def count(proposal: Proposal, **counts: int) -> None:
    """As if rolled up."""
    ProposalStat.objects.filter(proposal=proposal).update(**counts)
