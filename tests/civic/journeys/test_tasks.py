"""What the worker does is done where the institution stands: in its schema, on its clock."""

from datetime import time
from zoneinfo import ZoneInfo

from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys.support import give_support
from civic.journeys.tasks import work_here
from tenants.context import institution_context

SEOUL = ZoneInfo("Asia/Seoul")


def test_an_answer_that_the_worker_makes_due_falls_due_at_the_citys_midnight(
    haneul, make_proposal, make_citizen
):
    proposal = make_proposal(supports=49)
    give_support(proposal=proposal, citizen=make_citizen())
    with timezone.override("UTC"):
        work_here(institution_id=haneul.pk)
    with institution_context(haneul):
        request = AnswerRequest.objects.get(proposal=proposal)
    assert request.due_at.astimezone(SEOUL).time() == time(0, 0)
