"""A ballot under rules of one's own, open now, and people who may vote."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.ballots.models import Ballot
from civic.ballots.options import Writing as OptionWriting
from civic.ballots.options import add_option
from civic.journeys.ballot_leading import approve_ballot, prepare_ballot
from civic.journeys.steps import owe_from_the_beginning
from civic.processes.models import Process, ProcessVersion
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Origin, Proposal
from platform_core.accounts.models import User
from tests.civic.proposals.conftest import document, moderator, process  # noqa: F401

MORE_FOR = {
    "key": "passed",
    "when": {"part": "in_favour", "of": "votes", "more_than": "1/2"},
    "to": "answering",
}


def voting(*gates: dict[str, Any], days: int = 14, **rest: Any) -> dict[str, Any]:
    window = {"days": days, "counted_from": "entry"}
    return {"kind": "voting", "window": window, "gates": list(gates), **rest}


def rules_of_vote(*gates: dict[str, Any], **more: Any) -> dict[str, Any]:
    answered = {"kind": "answering", "ways": {"adopted": "closed", "partly": "closed"}}
    rest = {name: more.pop(name) for name in ("eligibility", "limits", "track") if name in more}
    return document(voting(*(gates or (MORE_FOR,)), **more), answered, **rest)


def item_under(version: ProcessVersion, title: str = "광장을 나무로 채울까요?", *, ago: int = 1) -> Proposal:
    at = timezone.now() - timedelta(hours=ago)
    item = submit_proposal(
        author=None, writing=Writing(title, "묻습니다."), version=version, at=at, origin=Origin.INSTITUTION
    )
    owe_from_the_beginning(item, at)
    return item


def opened(item: Proposal, by: User, options: tuple[Any, ...] = (), **terms: Any) -> Ballot:
    """Prepared, with these options (a title, or a title and a cost), approved, and so open."""
    at = timezone.now() - timedelta(minutes=10)
    ballot = prepare_ballot(item=item, by=by, at=at, **terms)
    for one in options:
        title, cost = one if isinstance(one, tuple) else (one, None)
        add_option(ballot=ballot, writing=OptionWriting(title, cost=cost), by=by, at=at)
    approve_ballot(ballot=ballot, by=by, at=at)
    return Ballot.objects.select_related("item").get(pk=ballot.pk)


@pytest.fixture
def ballot(process: Any, moderator: User) -> Callable[..., Ballot]:  # noqa: F811
    """`ballot(rules, options=…, kind=…)`: open for ten minutes."""

    def hold(rules: dict[str, Any] | None = None, *, options: tuple[Any, ...] = (), **terms: Any) -> Ballot:
        made: Process = process(rules or rules_of_vote())
        version = ProcessVersion.objects.get(pk=made.current_version_id)
        return opened(item_under(version), moderator, options, **terms)

    return hold


def numbers(ballot: Ballot) -> list[int]:
    """Of its options, as they stand."""
    return list(ballot.options.values_list("pk", flat=True))
