"""Rules of answering to test with: published as the next version, so that what is proposed then is under them."""

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone, translation

from civic.answers.actions import owe_answer
from civic.answers.models import AnswerRequest, Cause
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.queries import PROPOSALS, current_version
from civic.proposals.models import Proposal
from tests.fixtures.visiting import Visit, Visitor

Terms = Callable[..., None]

USUAL = {"days": 20, "unit": "working", "extensions": 1, "extension_days": 10}


@pytest.fixture
def terms(haneul: Any) -> Terms:
    """`terms(pauses=1, pause_days=14)` changes the department's; `terms(others={...})` adds more."""

    def publish(*, unit: str = "working", others: dict[str, Any] | None = None, **department: Any) -> None:
        document = upgraded_document()
        document["answers"] = {
            "department": {**USUAL, "unit": unit, **department},
            "head": {**USUAL, "unit": unit, **department, "by": "head"},
            **(others or {}),
        }
        process = Process.objects.get(key=PROPOSALS)
        publish_rules(process=process, document=document, reason="시험", by=None, at=timezone.now())

    return publish


def upgraded_document() -> dict[str, Any]:
    from civic.processes.document.upgrading import upgraded

    document: dict[str, Any] = dict(upgraded(current_version().document))
    return document


@pytest.fixture
def owe_from() -> Callable[..., AnswerRequest]:
    """`owe_from(proposal, at=…, key="head")`: one more answer owed."""

    def owe(proposal: Proposal, *, at: Any, key: str = "") -> AnswerRequest:
        request = owe_answer(proposal=proposal, cause=Cause.THRESHOLD, key=key, at=at)
        assert request is not None
        return request

    return owe


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared with the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def english(visit: Visit) -> Callable[..., Visitor]:
    """As `visit`, reading the pages in English: what they say is compared with the source."""

    def knock(*args: Any, **kwargs: Any) -> Visitor:
        visitor = visit(*args, **kwargs)
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return visitor

    return knock


@pytest.fixture
def in_seoul() -> Iterator[None]:
    with timezone.override(ZoneInfo("Asia/Seoul")):
        yield
