"""E_13: the institution asks («○○시가 묻습니다»)."""

import pytest
from django.utils import timezone

from civic.journeys.begin import begin_item
from civic.proposals.actions import Writing
from civic.proposals.models import Origin
from tests.civic.questions.making import agreed, filled_in, published, question_process
from tests.parity.conftest import refusal


@pytest.fixture
def asked_in(administrator):
    return question_process(administrator, timezone.now())


def test_a_department_asks_and_everybody_reads_it(
    haneul, visit, asked_in, roads, respondent, moderator, make_staff
):
    at = timezone.now()
    colleague = make_staff("respondent", roads)
    prepared = filled_in(department=roads, process=asked_in, by=respondent, at=at)
    question = published(agreed(prepared, by=respondent, reviewer=colleague, at=at), by=moderator, at=at)
    assert question.item.origin == Origin.INSTITUTION
    page = visit(haneul).get("/questions/").content.decode()
    assert question.title in page
    assert question.title not in visit(haneul).get("/proposals/").content.decode()


@pytest.mark.parametrize("who", ["respondent", "citizen"])
def test_nobody_else_begins_one_past_the_path(asked_in, somebody, who):
    given = {"process": asked_in, "writing": Writing("몰래", "묻기"), "department": None}
    assert refusal(begin_item, **given, by=somebody(who), at=timezone.now()) == "not_allowed"
