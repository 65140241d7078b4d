"""It is finished when its outcome was told and nothing is left open; all that shares it closes together."""

from datetime import date

from django.utils import timezone

from civic.execution.models import Part, ProgressKind
from civic.journeys import carry_out
from civic.proposals.models import Ending, Proposal
from tests.civic.execution.conftest import refused


def report(proposal, by, kind=ProgressKind.OUTCOME, **kwargs):
    return carry_out.report(
        proposal=proposal, kind=kind, body="다 켰습니다.", by=by, at=timezone.now(), **kwargs
    )


def test_nothing_is_finished_before_anybody_read_what_came_of_it(adopted, planned, respondent):
    said = refused(report, proposal=adopted, by=respondent, kind=ProgressKind.PROGRESS, finished=True)
    assert said == "outcome_missing"


def test_nothing_is_finished_while_a_milestone_is_open(adopted, planned, respondent):
    values = {"title": "점검", "due_on": date(2027, 1, 1)}
    carry_out.add(execution=planned, part=Part.MILESTONE, values=values, by=respondent, at=timezone.now())
    assert refused(report, proposal=adopted, by=respondent, finished=True) == "milestones_open"
    adopted.refresh_from_db()
    assert adopted.stage == "carrying_out"


def test_what_is_carried_out_together_is_finished_together(
    adopted, planned, owe, roads, respondent, moderator
):
    from civic.journeys.answer import answer
    from tests.civic.journeys.test_answer import ADOPTED

    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    carry_out.share(
        execution=planned, item=request.proposal, reason="같은 공사", by=moderator, at=timezone.now()
    )
    report(adopted, respondent, finished=True)
    endings = Proposal.objects.filter(carried__execution=planned).values_list("closed_as", flat=True)
    assert list(endings) == [Ending.CARRIED_OUT, Ending.CARRIED_OUT]
    planned.refresh_from_db()
    assert planned.finished_at is not None
