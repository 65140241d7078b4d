"""What has been hidden is not answered until it is shown again."""

import pytest
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, Verdict
from civic.journeys.answer import answer, assign
from civic.journeys.moderate import hide_proposal, show_proposal
from civic.journeys.settle import settle
from civic.people.models import Department, Role
from platform_core.access import Refused


def test_a_hidden_proposal_is_answered_only_once_it_is_shown_again(haneul, make_proposal, make_staff):
    moderator, parks = make_staff(Role.MODERATOR), Department.objects.create(code="parks", name="공원과")
    respondent = make_staff(Role.RESPONDENT, parks)
    proposal = make_proposal(supports=50)
    settle(proposal=proposal, count=50, at=timezone.now())
    request = AnswerRequest.objects.get(proposal=proposal)
    assign(request=request, department=parks, by=moderator, at=timezone.now())
    hide_proposal(proposal=proposal, reason="전화번호", by=moderator, at=timezone.now())
    reply = Reply(Verdict.ADOPTED, "하겠습니다.", next_steps="내년에")
    with pytest.raises(Refused) as refusal:
        answer(request=request, reply=reply, by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "proposal_hidden"
    show_proposal(proposal=proposal, by=moderator, at=timezone.now())
    assert answer(request=request, reply=reply, by=respondent, at=timezone.now()) is not None
