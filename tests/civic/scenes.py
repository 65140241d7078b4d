"""A department of 하늘시, its respondent, a moderator, and proposals in every state the desk meets."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.categories.models import Category
from civic.journeys.answer import assign
from civic.journeys.settle import settle
from civic.people.models import Department, Role
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal
from platform_core.accounts.models import User

Owe = Callable[..., AnswerRequest]


@pytest.fixture
def roads(haneul: Any) -> Department:
    return Department.objects.create(code="roads", name="도로과")


@pytest.fixture
def parks(haneul: Any) -> Department:
    return Department.objects.create(code="parks", name="공원과")


@pytest.fixture
def respondent(make_staff: Any, roads: Department) -> User:
    return make_staff(Role.RESPONDENT, roads, name="도로 담당")


@pytest.fixture
def moderator(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="운영 담당")


@pytest.fixture
def administrator(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.ADMINISTRATOR, name="기관 관리자")


@pytest.fixture
def propose(haneul: Any, make_citizen: Any) -> Callable[..., Proposal]:
    """`propose("제목", at=…, author=…, category=…)`: a proposal under the rules in force."""

    def write(
        title: str = "골목길 가로등을 고쳐 주세요", *, at: datetime | None = None, **who: Any
    ) -> Proposal:
        author = who.get("author") or make_citizen()
        writing = Writing(title=title, body="밤길이 어둡습니다.", category=who.get("category"))
        return submit_proposal(
            author=author, writing=writing, version=current_version(), at=at or timezone.now()
        )

    return write


@pytest.fixture
def owe(propose: Any, moderator: User) -> Owe:
    """`owe(roads)`: a proposal whose threshold was crossed, with its department (or none)."""

    def cross(
        department: Department | None = None, *, at: datetime | None = None, **more: Any
    ) -> AnswerRequest:
        at = at or timezone.now()
        proposal = propose(at=at - timedelta(days=1), **more)
        settle(proposal=proposal, count=proposal.rules.first_threshold.count, at=at)
        request = AnswerRequest.objects.get(proposal=proposal)
        if department is not None:
            assign(request=request, department=department, by=moderator, at=at)
        return AnswerRequest.objects.get(pk=request.pk)

    return cross


@pytest.fixture
def category(haneul: Any) -> Category:
    return Category.objects.order_by("position")[0]
