"""E_11: what was adopted is carried out in public."""

import pytest
from django.utils import timezone

from civic.execution.models import Execution, ProgressKind, ProgressNote
from civic.execution.planning import Plan
from civic.journeys import carry_out
from civic.journeys.answer import answer
from tests.civic.journeys.test_answer import ADOPTED, DECLINED
from tests.parity.conftest import refusal

PLAN = {"aims": "가로등 열두 개를 세웁니다.", "contact": "02-120"}
STRANGERS = ["citizen", "gardener"]


def now():
    return timezone.now()


@pytest.fixture
def gardener(make_staff, parks):
    return make_staff("respondent", parks)


@pytest.fixture
def execution(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=now())
    return Execution.objects.get(items__proposal=request.proposal)


def write(execution, by, roads, **changes):
    plan = Plan(**(PLAN | changes), department=roads)
    return carry_out.plan(execution=execution, plan=plan, reason="고침", by=by, at=now())


def test_what_is_adopted_gets_its_page_and_the_way_back(haneul, visit, execution, respondent, roads):
    """Other than there: nobody makes it by hand, and it is tied to what it grew out of."""
    write(execution, respondent, roads)
    proposal = execution.items.get().proposal
    page = visit(haneul).get(f"/proposals/{proposal.pk}/")
    assert page.status_code == 200
    assert "가로등 열두 개" in visit(haneul).get(f"/proposals/{proposal.pk}/execution/").content.decode()


def test_what_is_declined_gets_none(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=DECLINED, by=respondent, at=now())
    assert not Execution.objects.filter(items__proposal=request.proposal).exists()


def test_the_department_changes_its_plan_and_tells_of_it(execution, respondent, roads):
    write(execution, respondent, roads)
    assert write(execution, respondent, roads, aims="가로등 스무 개를 세웁니다.")
    proposal = execution.items.get().proposal
    told = {"kind": ProgressKind.PROGRESS, "body": "기둥을 세웠습니다."}
    carry_out.report(proposal=proposal, **told, by=respondent, at=now())
    assert ProgressNote.objects.filter(execution=execution).exists()


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_plans_or_tells(execution, roads, somebody, who):
    by = somebody(who)
    assert refusal(write, execution=execution, by=by, roads=roads)
    proposal = execution.items.get().proposal
    told = {"kind": ProgressKind.PROGRESS, "body": "우리가"}
    assert refusal(carry_out.report, proposal=proposal, **told, by=by, at=now())


@pytest.mark.parametrize("address", ["/proposals/987654/execution/", "/desk/execution/987654/"])
def test_an_execution_that_is_not_there_is_not_found(haneul, visit, moderator, address):
    assert visit(haneul, as_=moderator).get(address).status_code == 404


def test_it_is_shared_only_with_an_item_that_is_carried_out(execution, propose, respondent):
    given = {"execution": execution, "item": propose(), "reason": "함께", "by": respondent}
    assert refusal(carry_out.share, **given, at=now())
