"""What is owed on the way to a late answer: an interim one, and somebody higher who sees to it."""

from datetime import datetime, timedelta

import pytest

from civic.answers import owed
from civic.answers.announcing import announce_interims_owed, announce_unassigned, escalate_late_answers
from civic.answers.models import AnswerRequest
from civic.journeys.answer import answer, assign, extend, give_interim
from civic.journeys.moderate import hide_proposal, show_proposal
from civic.journeys.pause import pause, resume
from civic.processes.kinds import Answerer
from platform_core.events.models import Event
from tests.civic.answers.refusing import refused
from tests.civic.answers.test_pausing import MONDAY, fresh, seoul
from tests.civic.journeys.test_answer import ADOPTED

MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def here(in_seoul, terms):
    terms(days=20, interim_after_days=10, escalate_after_days=5, escalate_to="head", pauses=1, pause_days=14)


def events(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_an_interim_answer_is_owed_after_its_days_to_the_second(owe, roads):
    request = owe(roads, at=MONDAY)
    assert request.interim_due_at == seoul(2026, 12, 8)
    assert not request.owes_interim(request.interim_due_at - MOMENT)
    assert request.owes_interim(request.interim_due_at)
    assert not owed.owing_interim(request.interim_due_at - MOMENT).exists()
    assert owed.owing_interim(request.interim_due_at).get() == request


def test_the_department_hears_once_that_it_is_owed(owe, roads):
    request = owe(roads, at=MONDAY)
    assert announce_interims_owed(at=request.interim_due_at - MOMENT) == 0
    assert announce_interims_owed(at=request.interim_due_at) == 1
    assert announce_interims_owed(at=request.interim_due_at + timedelta(days=1)) == 0


def test_given_it_is_owed_no_more_and_the_answer_still_is(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    at = request.interim_due_at + timedelta(hours=1)
    interim = give_interim(request=request, body="현장을 **보았습니다**.", by=respondent, at=at)
    assert "<strong>" in interim.body_html
    now = fresh(request)
    assert not now.owes_interim(at)
    assert now.is_overdue(now.due_at)
    give_interim(request=request, body="하나 더.", by=respondent, at=at)
    assert fresh(request).interim_given_at == at
    assert len(events("answers.interim.published")) == 2


def test_one_given_early_is_enough(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    give_interim(request=request, body="살피고 있습니다.", by=respondent, at=MONDAY)
    assert announce_interims_owed(at=request.interim_due_at) == 0


def test_days_that_stand_still_move_it_too(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    pause(request=request, reason="사진", by=respondent, at=seoul(2026, 11, 25, 10))
    assert not fresh(request).owes_interim(seoul(2026, 12, 9, 9))
    resume(request=request, by=respondent, at=seoul(2026, 11, 27, 10))
    assert fresh(request).interim_due_at == seoul(2026, 12, 10)


def test_nobody_gives_one_for_another_department(owe, roads, parks, make_staff):
    with refused("not_allowed"):
        give_interim(request=owe(roads), body="제가", by=make_staff("respondent", parks), at=MONDAY)


def test_after_the_answer_there_is_none(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    answer(request=request, reply=ADOPTED, by=respondent, at=MONDAY)
    with refused("already_answered"):
        give_interim(request=request, body="늦게", by=respondent, at=MONDAY)


def test_so_late_it_lies_with_the_head_whether_or_not_a_worker_says_so(owe, roads):
    request = owe(roads, at=MONDAY)
    assert request.due_at == seoul(2026, 12, 22)
    since = seoul(2026, 12, 30)  # Tuesday to Thursday, Monday and Tuesday: Christmas is none
    assert request.escalated_since(since - MOMENT) is None
    assert request.escalated_since(since) == since
    assert owed.with_the_top(since).get() == request
    assert not owed.with_the_top(since - MOMENT).exists()


def test_it_is_written_down_once_with_the_day_the_rules_say(owe, roads):
    request = owe(roads, at=MONDAY)
    late = request.escalates_at + timedelta(days=3)
    assert escalate_late_answers(at=request.escalates_at - MOMENT) == 0
    assert escalate_late_answers(at=late) == 1
    assert escalate_late_answers(at=late) == 0
    now = fresh(request)
    assert (now.escalated_at, now.escalated_to) == (request.escalates_at, Answerer.HEAD)
    (event,) = events("answers.request.escalated")
    assert datetime.fromisoformat(event.data["since"]) == request.escalates_at


def test_more_time_taken_later_does_not_undo_it(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    at = request.escalates_at + timedelta(days=1)
    extend(request=request, reason="현장", by=respondent, at=at)
    now = fresh(request)
    assert now.escalated_since(at) == request.escalates_at
    assert not now.is_overdue(at)


def test_more_time_taken_before_moves_it(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    extend(request=request, reason="현장", by=respondent, at=request.due_at)
    assert fresh(request).escalated_since(request.escalates_at) is None


def test_an_answer_that_came_so_late_shows_it_for_good(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    answer(request=request, reply=ADOPTED, by=respondent, at=request.escalates_at)
    assert fresh(request).escalated_at == request.escalates_at


def test_what_is_hidden_is_told_when_it_is_shown_again(owe, roads, moderator):
    request = owe(roads, at=MONDAY)
    hide_proposal(proposal=request.proposal, reason="확인", by=moderator, at=MONDAY)
    assert escalate_late_answers(at=request.escalates_at) == 0
    show_proposal(proposal=request.proposal, by=moderator, at=request.escalates_at)
    assert escalate_late_answers(at=request.escalates_at) == 1


def test_where_the_rules_say_never_it_never_is(owe, roads, terms):
    terms(days=20)
    request = owe(roads, at=MONDAY)
    assert (request.escalates_at, request.interim_due_at) == (None, None)
    assert escalate_late_answers(at=request.due_at + timedelta(days=900)) == 0


@pytest.mark.parametrize(
    ("opened", "again"),
    [
        (seoul(2026, 11, 23, 10), seoul(2026, 11, 26)),
        (seoul(2026, 11, 27, 18), seoul(2026, 12, 2)),  # Friday evening: Monday and Tuesday
        (seoul(2027, 2, 5, 10), seoul(2027, 2, 12)),  # Lunar New Year and its substitute
        (seoul(2028, 2, 28, 10), seoul(2028, 3, 3)),  # 29 February, then the 1st of March is a holiday
    ],
)
def test_moderators_hear_again_after_two_working_days(owe, opened, again):
    owe(at=opened)
    assert announce_unassigned(at=again - MOMENT) == 0
    assert announce_unassigned(at=again) == 1
    assert announce_unassigned(at=again + timedelta(days=5)) == 0


def test_what_has_a_department_meanwhile_is_not_told_again(owe, roads, moderator):
    request = owe(at=MONDAY)
    assign(request=request, department=roads, by=moderator, at=MONDAY)
    assert announce_unassigned(at=MONDAY + timedelta(days=9)) == 0
    assert AnswerRequest.objects.get().unassigned_announced_at is None
