"""Two workers come by on the opening day: one question, one item, one debate."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from civic.debates.models import Debate
from civic.journeys.ask import publish_due_questions
from civic.people.models import Department, Role, StaffRole
from civic.proposals.models import Origin, Proposal
from civic.questions import actions
from civic.questions.kinds import State
from civic.questions.models import Question
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tests.civic.questions.making import agreed, filled_in, question_process

WORKERS = 4


def _person(name: str, role: str, department: Department | None = None) -> User:
    person = User.objects.create_user(f"{name}@example.org", name=name)
    StaffRole.objects.create(user=person, role=role, department=department)
    return person


@pytest.fixture
def scheduled(fresh_institution) -> Question:
    at = timezone.now()
    roads = Department.objects.create(code="roads", name="도로과")
    moderator, colleague = _person("mod", Role.MODERATOR), _person("roads", Role.RESPONDENT, roads)
    process = question_process(moderator, at)
    question = filled_in(department=roads, process=process, by=moderator, at=at)
    agreed(question, by=moderator, reviewer=colleague, at=at)
    actions.schedule(question=question, by=moderator, at=at)
    return question


def test_it_is_published_exactly_once(fresh_institution, scheduled):
    at = timezone.now() + timedelta(days=1)
    barrier = Barrier(WORKERS)

    def worker() -> int:
        try:
            with institution_context(fresh_institution):
                barrier.wait()
                return publish_due_questions(at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        done = [one.result() for one in [workers.submit(worker) for _ in range(WORKERS)]]
    assert sorted(done) == [0] * (WORKERS - 1) + [1]
    assert Proposal.objects.filter(origin=Origin.INSTITUTION).count() == 1
    assert Debate.objects.count() == 1
    assert Event.objects.filter(kind="questions.question.published").count() == 1
    scheduled.refresh_from_db()
    assert scheduled.state == State.PUBLISHED
