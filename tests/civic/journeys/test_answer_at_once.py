"""Two at once at one answer that is owed: one waits for the other, and neither for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event as Moment

import pytest
from django.db import connection, transaction
from django.utils import timezone

from civic.answers.actions import Reply, cancel_answers, owe_answer
from civic.answers.models import AnswerRequest, Cause, PauseEnd, State, Verdict
from civic.answers.pausing import start_pause
from civic.journeys.answer import answer, assign
from civic.journeys.pause import supply
from civic.people.models import Department, Role, StaffRole
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import ProposalStat
from civic.proposals.moving import held
from platform_core.access import Refused
from platform_core.accounts.models import User
from tenants.context import institution_context
from tests.waiting import until

REPLY = Reply(verdict=Verdict.ADOPTED, body="하겠습니다.", reason="필요합니다.", next_steps="봄에 고칩니다.")


AT = timezone.now()


@pytest.fixture
def person(fresh_institution) -> User:
    found = User.objects.create_user("admin@example.org", name="관리자")
    StaffRole.objects.create(user=found, role=Role.ADMINISTRATOR)
    return found


@pytest.fixture
def request_(person) -> AnswerRequest:
    roads = Department.objects.create(code="roads", name="도로과")
    writing = Writing("가로등", "어둡습니다.")
    proposal = submit_proposal(author=person, writing=writing, version=current_version(), at=AT)
    owed = owe_answer(proposal=proposal, cause=Cause.THRESHOLD, key="", at=AT - timedelta(days=1))
    assert owed is not None
    assign(request=owed, department=roads, by=person, at=AT)
    return owed


def somebody_waits() -> bool:
    """For this connection. What pg_stat_activity says stands still inside a transaction; locks do not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def both(institution, first, second):
    """What each returned. `first` is called with what lets `second` begin, and waits then until it is waited for."""
    begun = Moment()

    def one():
        def go_on():
            begun.set()
            until(somebody_waits, "the second waits for the first")

        return first(go_on)

    def other():
        begun.wait(10)
        return second()

    def alone(job):
        try:
            with institution_context(institution):
                return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(alone, [one, other]))


def test_whoever_answers_waits_for_whoever_moves_the_proposal(fresh_institution, person, request_):
    proposal = request_.proposal

    @transaction.atomic
    def move(go_on):
        held(proposal)
        go_on()
        return cancel_answers(proposal=proposal, reason="같은 일", by=person, at=AT)

    def reply():
        with suppress(Refused):
            return answer(request=AnswerRequest.objects.get(pk=request_.pk), reply=REPLY, by=person, at=AT)

    assert both(fresh_institution, move, reply) == [1, None]
    assert AnswerRequest.objects.get().state == State.CANCELLED


def test_an_author_supplies_what_was_asked_while_somebody_comments(fresh_institution, person, request_):
    start_pause(request=request_, reason="어디인가요?", by=person, at=AT)

    @transaction.atomic
    def count(go_on):
        """As comments and whoever counts do: the numbers before the proposal."""
        ProposalStat.objects.select_for_update().get(pk=request_.proposal_id)
        go_on()
        return held(request_.proposal).pk

    def supplies():
        mine = AnswerRequest.objects.get(pk=request_.pk)
        return supply(request=mine, author=person, body="3번지 앞입니다.", at=AT).ended_as

    assert both(fresh_institution, count, supplies) == [request_.proposal_id, PauseEnd.SUPPLIED]
