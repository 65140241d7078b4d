"""What waits for a decision, and deciding it: screening, results, moves by hand, taking up."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from civic.ballots.models import Ballot, Option
from civic.desk.waiting import Waiting, count_waiting, waiting
from civic.journeys.advance import advance
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import (
    Ending,
    Proposal,
    ProposalStat,
    StageMove,
    StageResult,
    ThresholdCrossing,
)

UNCLEAR = {"outcome": "refused", "code": "unclear", "reason": "무엇을 바꿀지 적어 주세요."}


@pytest.fixture
def begin(haneul: Any, make_citizen: Any):
    """`begin("eunpyeong", ago=…)`: something that began in a process by that preset."""

    def write(key: str, *, ago: timedelta = timedelta(0), **document: Any) -> Proposal:
        process, new = Process.objects.get_or_create(key=key.replace("_", "-"), defaults={"name": key})
        if new or document:
            rules = {**preset(key).document, **document}
            publish_rules(process=process, document=rules, reason="시험", by=None, at=timezone.now())
            process.refresh_from_db()
            cache.clear()
        return submit_proposal(
            author=make_citizen("제안한 사람"),
            writing=Writing("골목에 의자를 놓아 주세요", "쉬어 갈 곳이 없습니다."),
            version=process.current_version,
            at=timezone.now() - ago,
        )

    return write


@pytest.fixture
def deciding(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def page(proposal: Proposal, name: str = "proposal") -> str:
    return reverse(f"desk:{name}", args=[proposal.pk])


def test_what_must_be_checked_is_listed_with_its_date(deciding, begin) -> None:
    late, fresh = begin("eunpyeong", ago=timedelta(days=9)), begin("eunpyeong")
    rows = deciding.get(reverse("desk:decisions")).context["rows"]
    assert {row.proposal.pk for row in rows} == {late.pk, fresh.pk}
    now = timezone.now()
    assert [row.is_late(now) for row in sorted(rows, key=lambda row: row.proposal.pk)] == [True, False]
    assert "골목에 의자를" in deciding.get(reverse("desk:home")).content.decode()


def test_accepting_it_lets_it_go_on_once(deciding, begin) -> None:
    found = begin("eunpyeong")
    for _twice in range(2):
        response = deciding.post(page(found, "decision"), {"outcome": "accepted"})
        assert response.status_code in (302, 409)
    found.refresh_from_db()
    assert found.stage == "gathering"
    assert StageMove.objects.filter(proposal=found, cause="outcome").count() == 1


def test_refusing_it_needs_a_code_and_a_reason_and_keeps_what_was_typed(deciding, begin) -> None:
    found = begin("eunpyeong")
    response = deciding.post(page(found, "decision"), {"outcome": "refused", "reason": "분명하지 않습니다"})
    assert response.status_code == 422
    assert "분명하지 않습니다" in response.content.decode()
    deciding.post(page(found, "decision"), UNCLEAR)
    found.refresh_from_db()
    assert (found.closed_as, found.closing_code) == (Ending.REFUSED, "unclear")
    assert found.closing_reason == UNCLEAR["reason"]


def test_what_is_anothers_business_is_sent_on(deciding, begin) -> None:
    found = begin("eunpyeong")
    deciding.post(page(found, "decision"), {**UNCLEAR, "code": "elsewhere"})
    found.refresh_from_db()
    assert found.closed_as == Ending.ELSEWHERE


def test_a_second_moderator_is_told_and_loses_nothing(deciding, begin) -> None:
    found = begin("eunpyeong")
    deciding.post(page(found, "decision"), {"outcome": "accepted"})
    response = deciding.post(page(found, "decision"), UNCLEAR)
    assert response.status_code in (302, 409, 422)
    found.refresh_from_db()
    assert found.stage == "gathering"
    if response.status_code == 409:
        assert UNCLEAR["reason"] in response.content.decode()


def test_the_result_of_a_vote_is_recorded_and_judged(deciding, begin) -> None:
    found = begin("gyeongnam")
    ProposalStat.objects.filter(pk=found.pk).update(support_count=100)
    advance(proposal=found, at=timezone.now())
    Proposal.objects.filter(pk=found.pk).update(stage_ends_at=timezone.now() - timedelta(hours=1))
    assert waiting(Waiting.RESULTS, at=timezone.now()).get() == found
    wrong = deciding.post(page(found, "result"), {"votes": "100", "in_favour": "120", "note": "구청"})
    assert wrong.status_code == 422
    deciding.post(page(found, "result"), {"votes": "400", "in_favour": "300", "note": "온라인과 현장 합계"})
    assert StageResult.objects.get().counts == {"votes": 400, "in_favour": 300}
    found.refresh_from_db()
    assert found.stage == "committee"


def test_what_fell_short_may_be_taken_up_while_the_rules_let_it(deciding, begin) -> None:
    rescue = {"by": "committee", "grounds": ["timely"], "within_days": 14}
    found = begin("daejeon_2025", ago=timedelta(days=40), rescue=rescue)
    advance(proposal=found, at=timezone.now() - timedelta(days=1))
    found.refresh_from_db()
    assert found.stage == "closed"
    assert waiting(Waiting.RESCUE, at=timezone.now()).get() == found
    assert deciding.post(page(found, "rescue"), {"reason": "지금 필요합니다"}).status_code == 422
    deciding.post(page(found, "rescue"), {"reason": "지금 필요합니다", "ground": "timely"})
    found.refresh_from_db()
    assert (found.stage, found.closed_as) != ("closed", "")
    assert found.stage != "closed"


def test_what_reached_the_number_for_the_budget_waits_until_it_stands_on_a_ballot(deciding, begin) -> None:
    found, now = begin("daejeon_2025"), timezone.now()
    ThresholdCrossing.objects.create(
        proposal=found, threshold="budget", count=1000, effects=["budget_link"], crossed_at=now
    )
    page_of_list = deciding.get(reverse("desk:decisions"), {"list": "budget"}).content.decode()
    assert found.title in page_of_list
    ballot = Ballot.objects.create(
        item=begin("eunpyeong"), stage_key="vote", kind="budget", question="?", created_at=now
    )
    Option.objects.create(ballot=ballot, position=1, title=found.title, proposal=found)
    assert not waiting(Waiting.BUDGET, at=now).exists()


def test_too_late_to_take_up_is_too_late(deciding, begin) -> None:
    rescue = {"by": "committee", "grounds": [], "within_days": 3}
    found = begin("daejeon_2025", ago=timedelta(days=60), rescue=rescue)
    advance(proposal=found, at=timezone.now() - timedelta(days=10))
    assert not waiting(Waiting.RESCUE, at=timezone.now()).exists()
    assert deciding.post(page(found, "rescue"), {"reason": "아깝습니다"}).status_code == 409


def test_what_falls_short_may_come_on_the_monthly_list(deciding, begin) -> None:
    stages = [dict(one) for one in preset("daejeon_2025").document["stages"]]
    next(one for one in stages if one["kind"] == "gathering")["otherwise"] = {"how": "monthly_list"}
    found = begin("daejeon_2025", ago=timedelta(days=40), stages=stages)
    advance(proposal=found, at=timezone.now())
    assert count_waiting(at=timezone.now())["monthly"] == 1
    assert deciding.get(reverse("desk:decisions"), {"list": "monthly"}).context["rows"][0].proposal == found


def test_moving_by_hand_only_where_the_rules_permit_and_with_a_reason(deciding, begin) -> None:
    stages = [dict(one) for one in preset("eunpyeong").document["stages"]]
    stages[1]["hand_moves"] = ["answering"]
    found = begin("eunpyeong", stages=stages)
    assert "move_form" not in deciding.get(page(found)).context
    deciding.post(page(found, "decision"), {"outcome": "accepted"})
    assert deciding.post(page(found, "hand_move"), {"to": "answering"}).status_code == 422
    deciding.post(page(found, "hand_move"), {"to": "answering", "reason": "의회에서 요청했습니다"})
    found.refresh_from_db()
    assert found.stage == "answering"
    assert StageMove.objects.get(proposal=found, cause="hand").reason == "의회에서 요청했습니다"


def test_a_respondent_decides_nothing(haneul, visit, respondent, begin) -> None:
    found = begin("eunpyeong")
    visitor = visit(haneul, as_=respondent)
    assert "decision_form" not in visitor.get(page(found)).context
    assert visitor.post(page(found, "decision"), UNCLEAR).status_code == 403
    found.refresh_from_db()
    assert found.stage == "screening"


def test_a_neighbour_decides_nothing(haneul, visit, neighbour, begin) -> None:
    found = begin("eunpyeong")
    visit(haneul, as_=neighbour).post(page(found, "decision"), UNCLEAR)
    found.refresh_from_db()
    assert found.stage == "screening"


def test_the_lists_ask_a_bounded_number_of_questions(deciding, begin, django_assert_max_num_queries) -> None:
    for _number in range(8):
        begin("eunpyeong")
    deciding.get(reverse("desk:decisions"))
    with django_assert_max_num_queries(14):
        deciding.get(reverse("desk:decisions"))
