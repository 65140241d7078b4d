"""A worthy proposal below the threshold is taken up, with a reason everyone can read."""

import copy

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest, Cause
from civic.journeys.answer import rescue
from civic.processes.actions import publish_rules
from civic.processes.kinds import StageKind
from civic.processes.queries import current_version
from civic.proposals.actions import hide_proposal, withdraw_proposal
from platform_core.access import Refused
from platform_core.events.models import Event

WHY = "수는 적지만 모두에게 필요합니다."


def test_a_moderator_takes_up_what_stayed_below(propose, moderator):
    proposal = propose()
    request = rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now())
    assert (request.cause, request.reason) == (Cause.RESCUE, WHY)
    proposal.refresh_from_db()
    assert proposal.stage == StageKind.REVIEWING
    assert Event.objects.get(kind="answers.request.opened").data["reason"] == WHY


def test_taking_it_up_twice_owes_one_answer(propose, moderator):
    proposal = propose()
    rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now())
    assert rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now()) is None
    assert AnswerRequest.objects.count() == 1


def test_the_threshold_reached_later_owes_no_second_answer(propose, moderator):
    from civic.journeys.settle import settle

    proposal = propose()
    rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now())
    settle(proposal=proposal, count=60, at=timezone.now())
    assert AnswerRequest.objects.count() == 1


def test_a_respondent_takes_nothing_up(propose, respondent):
    with pytest.raises(Refused) as refusal:
        rescue(proposal=propose(), ground="worthy", reason=WHY, by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "not_allowed"


def test_where_the_rules_rescue_none_nobody_does(propose, moderator):
    version = current_version()
    document = {**copy.deepcopy(version.document), "rescue": {"by": "none"}}
    publish_rules(process=version.process, document=document, reason="새 규칙", by=None, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        rescue(proposal=propose(), ground="worthy", reason=WHY, by=moderator, at=timezone.now())
    assert refusal.value.verdict.code == "no_rescue"


def test_an_older_proposal_keeps_the_rules_it_began_under(propose, moderator):
    proposal = propose()
    version = current_version()
    document = {**copy.deepcopy(version.document), "rescue": {"by": "none"}}
    publish_rules(process=version.process, document=document, reason="새 규칙", by=None, at=timezone.now())
    assert rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now())


def test_what_is_hidden_or_withdrawn_is_not_taken_up(propose, moderator):
    hidden, withdrawn = propose(), propose()
    hide_proposal(proposal=hidden, reason="욕설", by=moderator, at=timezone.now())
    withdraw_proposal(proposal=withdrawn, at=timezone.now())
    for proposal in (hidden, withdrawn):
        assert rescue(proposal=proposal, ground="worthy", reason=WHY, by=moderator, at=timezone.now()) is None
    assert not AnswerRequest.objects.exists()
