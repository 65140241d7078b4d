"""The clock announces what has become true; it decides no right."""

from datetime import timedelta

from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys.answer import answer, extend
from civic.journeys.clock import announce_overdue_answers, close_windows
from civic.journeys.moderate import hide_proposal, show_proposal
from civic.processes.kinds import Deed, StageKind
from civic.proposals.models import Ending, ProposalStat
from platform_core.events.models import Event
from tests.civic.journeys.test_answer import ADOPTED


def test_a_window_that_passed_below_the_threshold_closes(propose):
    proposal = propose()
    assert close_windows(at=proposal.closes_at) == 1
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.closed_as) == (StageKind.CLOSED, Ending.NOT_ENOUGH_SUPPORT)


def test_a_window_still_open_stays_open(propose):
    proposal = propose()
    assert close_windows(at=proposal.closes_at - timedelta(microseconds=1)) == 0


def test_no_worker_is_needed_for_a_window_to_be_closed(propose):
    proposal = propose()
    assert proposal.stage_at(proposal.closes_at) == StageKind.CLOSED
    assert not proposal.permits(Deed.SUPPORT, proposal.closes_at)


def test_what_reached_its_threshold_in_time_is_not_closed_by_a_late_worker(propose):
    proposal = propose()
    ProposalStat.objects.filter(proposal=proposal).update(support_count=50)
    assert close_windows(at=proposal.closes_at) == 0
    proposal.refresh_from_db()
    assert proposal.stage == StageKind.REVIEWING
    assert AnswerRequest.objects.get().proposal == proposal


def test_what_was_hidden_over_the_end_of_its_window_is_judged_when_it_is_shown(propose, moderator):
    enough, too_few = propose(), propose()
    ProposalStat.objects.filter(proposal=enough).update(support_count=50)
    for proposal in (enough, too_few):
        hide_proposal(proposal=proposal, reason="확인 중", by=moderator, at=proposal.submitted_at)
    after = max(enough.closes_at, too_few.closes_at)
    assert close_windows(at=after) == 0
    for proposal in (enough, too_few):
        show_proposal(proposal=proposal, by=moderator, at=after)
    close_windows(at=after)
    enough.refresh_from_db()
    too_few.refresh_from_db()
    assert enough.stage == StageKind.REVIEWING
    assert too_few.closed_as == Ending.NOT_ENOUGH_SUPPORT


def test_a_late_answer_is_announced_once(owe, roads):
    request = owe(roads)
    assert announce_overdue_answers(at=request.due_at - timedelta(seconds=1)) == 0
    assert announce_overdue_answers(at=request.due_at) == 1
    assert announce_overdue_answers(at=request.due_at + timedelta(days=1)) == 0
    assert Event.objects.filter(kind="answers.request.became_overdue").count() == 1


def test_after_an_extension_a_new_lateness_is_told_again(owe, roads, respondent):
    request = owe(roads)
    announce_overdue_answers(at=request.due_at)
    extension = extend(request=request, reason="현장", by=respondent, at=request.due_at)
    assert announce_overdue_answers(at=extension.to_due_at - timedelta(seconds=1)) == 0
    assert announce_overdue_answers(at=extension.to_due_at) == 1


def test_what_was_answered_never_becomes_late(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    assert announce_overdue_answers(at=request.due_at + timedelta(days=9)) == 0
    assert not AnswerRequest.objects.get().is_overdue(request.due_at + timedelta(days=9))
