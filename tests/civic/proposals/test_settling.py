"""A citizen supports a proposal → the threshold is crossed → the department owes an answer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.categories.models import Category
from civic.journeys.clock import close_windows, recount
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.people.models import Department
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, ProposalStat, ThresholdCrossing
from platform_core.access import Refused
from platform_core.events.models import Event


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("stat").get(pk=proposal.pk)


def test_the_fiftieth_supporter_makes_the_city_owe_an_answer(haneul, make_proposal, make_citizen):
    proposal = make_proposal(supports=49)
    assert again(proposal).stage == StageKind.GATHERING
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    request = AnswerRequest.objects.get(proposal=proposal)
    assert again(proposal).stage == StageKind.REVIEWING
    assert request.due_at > timezone.now() + timedelta(days=20)  # twenty working days are longer
    assert Event.objects.get(kind="proposals.threshold.crossed").data["count"] == 50


def test_a_county_asks_for_ten_only(bada, make_proposal, make_citizen):
    proposal = make_proposal(supports=9)
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    assert again(proposal).stage == StageKind.REVIEWING


def test_the_department_of_the_category_gets_it_at_once(haneul, make_proposal, make_citizen):
    parks = Department.objects.create(code="parks", name="공원과")
    green = Category.objects.create(key="green", name="공원", default_department=parks)
    proposal = make_proposal(supports=49, category=green)
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    assert again(proposal).stage == StageKind.ANSWERING
    assert AnswerRequest.objects.get(proposal=proposal).department == parks


def test_a_higher_threshold_is_crossed_later_and_each_once(haneul, make_proposal, make_citizen):
    proposal = make_proposal(supports=49)
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    ProposalStat.objects.filter(proposal=proposal).update(support_count=99)
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    count_and_settle(at=timezone.now())
    assert list(ThresholdCrossing.objects.order_by("count").values_list("threshold", "count")) == [
        ("answer", 50),
        ("agenda", 100),
    ]
    assert AnswerRequest.objects.filter(proposal=proposal).count() == 1


def test_withdrawing_afterwards_does_not_take_the_answer_away(haneul, make_proposal, make_citizen):
    proposal, fiftieth = make_proposal(supports=49), make_citizen()
    give_support(proposal=proposal, citizen=fiftieth)
    count_and_settle(at=timezone.now())
    withdraw_support(proposal=proposal, citizen=fiftieth)
    count_and_settle(at=timezone.now())
    assert again(proposal).stat.support_count == 49
    assert again(proposal).stage == StageKind.REVIEWING


def test_the_same_support_twice_is_one_and_no_error(haneul, make_proposal, citizen):
    proposal = make_proposal()
    assert give_support(proposal=proposal, citizen=citizen) is True
    assert give_support(proposal=proposal, citizen=citizen) is False
    assert withdraw_support(proposal=proposal, citizen=citizen) is True
    assert withdraw_support(proposal=proposal, citizen=citizen) is False


def test_a_stopped_worker_lets_no_late_support_through(haneul, make_proposal, citizen):
    proposal = make_proposal(ago=timedelta(days=40))
    with pytest.raises(Refused) as refusal:
        give_support(proposal=proposal, citizen=citizen)
    assert refusal.value.verdict.code == "window_closed"
    assert again(proposal).stage_at(timezone.now()) == StageKind.CLOSED


def test_a_window_that_passes_below_the_threshold_closes_and_says_why(haneul, make_proposal):
    proposal = make_proposal(supports=49, ago=timedelta(days=40))
    assert close_windows(at=timezone.now()) == 1
    assert (again(proposal).stage, again(proposal).closed_as) == ("closed", "not_enough_support")
    assert close_windows(at=timezone.now()) == 0


def test_support_given_in_time_counts_even_if_it_is_counted_late(haneul, make_proposal, make_citizen):
    proposal = make_proposal(supports=49)
    give_support(proposal=proposal, citizen=make_citizen())
    # The worker was down; the window closes before anybody counted.
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now())
    close_windows(at=timezone.now())
    assert again(proposal).stage == StageKind.REVIEWING


def test_a_wrong_count_is_found_told_and_mended(haneul, make_proposal, caplog):
    proposal = make_proposal(supports=3)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=7)
    assert recount(at=timezone.now()) == 1
    assert again(proposal).stat.support_count == 3
    assert "shows 7 supports and has 3" in caplog.text
    assert recount(at=timezone.now()) == 0


def test_an_operator_recounts_on_demand_and_is_told_by_the_exit_code(haneul, make_proposal, capsys):
    proposal = make_proposal(supports=3)
    call_command("recount", "haneul")
    ProposalStat.objects.filter(proposal=proposal).update(support_count=9)
    with pytest.raises(SystemExit):
        call_command("recount", "haneul", "--only-look")
    assert again(proposal).stat.support_count == 9
    with pytest.raises(SystemExit):
        call_command("recount", "haneul")
    assert again(proposal).stat.support_count == 3
    assert "하늘시: 1 differences" in capsys.readouterr().out


def test_a_threshold_that_a_wrong_count_concealed_is_crossed_by_the_recount(haneul, make_proposal):
    proposal = make_proposal(supports=50)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=48)
    with pytest.raises(SystemExit):
        call_command("recount", "haneul")
    request = AnswerRequest.objects.get(proposal=proposal)
    assert again(proposal).stage == StageKind.REVIEWING
    assert request.due_at.astimezone(haneul.zone).hour == 0
