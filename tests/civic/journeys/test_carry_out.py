"""An adopted proposal is carried out, told step by step, and finished."""

import pytest
from django.utils import timezone

from civic.execution.models import ProgressKind, ProgressNote
from civic.journeys.answer import answer
from civic.journeys.carry_out import report
from civic.processes.kinds import StageKind
from civic.proposals.models import Ending
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.journeys.test_answer import ADOPTED


@pytest.fixture
def under_way(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    request.proposal.refresh_from_db()
    return request.proposal


def test_the_department_reports_what_it_does(under_way, respondent):
    note = report(
        proposal=under_way,
        kind=ProgressKind.PROGRESS,
        body="기둥을 세웠습니다.",
        by=respondent,
        at=timezone.now(),
    )
    assert "기둥을 세웠습니다." in note.body_html
    assert Event.objects.get(kind="execution.progress.reported").actor == respondent
    under_way.refresh_from_db()
    assert under_way.stage == StageKind.CARRYING_OUT


def test_the_last_report_closes_it_as_carried_out(under_way, respondent):
    report(
        proposal=under_way,
        kind=ProgressKind.OUTCOME,
        body="다 켰습니다.",
        by=respondent,
        at=timezone.now(),
        finished=True,
    )
    under_way.refresh_from_db()
    assert (under_way.stage, under_way.closed_as) == (StageKind.CLOSED, Ending.CARRIED_OUT)


def test_nothing_is_reported_once_it_is_finished(under_way, respondent):
    report(
        proposal=under_way,
        kind=ProgressKind.OUTCOME,
        body="끝",
        by=respondent,
        at=timezone.now(),
        finished=True,
    )
    with pytest.raises(Refused) as refusal:
        report(proposal=under_way, kind=ProgressKind.PROGRESS, body="더", by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "stage_closed"
    assert ProgressNote.objects.count() == 1


def test_another_department_reports_nothing(under_way, parks, make_staff):
    with pytest.raises(Refused):
        report(
            proposal=under_way,
            kind=ProgressKind.PROGRESS,
            body="우리가 했습니다.",
            by=make_staff("respondent", parks),
            at=timezone.now(),
        )


def test_nothing_is_reported_while_support_is_gathered(propose, moderator):
    with pytest.raises(Refused) as refusal:
        report(proposal=propose(), kind=ProgressKind.OVERVIEW, body="계획", by=moderator, at=timezone.now())
    assert refusal.value.verdict.code == "stage_closed"
