"""A respondent writes, looks at it as citizens will, and publishes; nothing typed is ever lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.models import Answer, AnswerRequest, State
from civic.journeys.answer import answer, assign
from civic.processes.kinds import StageKind
from tests.civic.journeys.test_answer import ADOPTED

WRITTEN = {
    "verdict": "adopted",
    "body": "가로등 열두 개를 새로 세웁니다.",
    "reason": "",
    "next_steps": "- 12월: 설계\n- 3월: 공사",
    "follow_up_on": "",
}


@pytest.fixture
def request_(owe, roads):
    return owe(roads)


@pytest.fixture
def at_work(haneul, visit, respondent):
    return visit(haneul, as_=respondent)


def send(visitor, request, step, **typed):
    return visitor.post(reverse("desk:answer", args=[request.pk]), WRITTEN | typed | {"step": step})


def test_the_proposal_stands_beside_the_form(at_work, request_):
    text = at_work.get(reverse("desk:request", args=[request_.pk])).content.decode()
    assert request_.proposal.title in text
    assert "밤길이 어둡습니다." in text
    assert 'name="verdict"' in text


def test_a_preview_shows_the_public_answer_and_publishes_nothing(at_work, request_):
    response = send(at_work, request_, "preview")
    text = response.content.decode()
    assert response.status_code == 200
    assert "<li>12월: 설계</li>" in text
    assert 'value="publish"' in text
    assert not Answer.objects.exists()


def test_publishing_answers_in_public_and_moves_the_proposal(at_work, request_, respondent):
    response = send(at_work, request_, "publish")
    assert response.status_code == 302
    published = Answer.objects.get()
    assert (published.verdict, published.published_by) == ("adopted", respondent)
    request_.proposal.refresh_from_db()
    assert request_.proposal.stage == StageKind.CARRYING_OUT
    assert "가로등 열두 개" in at_work.get(response["Location"]).content.decode()


def test_going_back_from_the_preview_keeps_every_word(at_work, request_):
    text = send(at_work, request_, "edit").content.decode()
    assert "가로등 열두 개를 새로 세웁니다." in text
    assert "- 3월: 공사" in text
    assert 'value="preview"' in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"body": "  "}, "body"),
        ({"body": "---"}, "body"),
        ({"next_steps": ""}, "next_steps"),
        ({"verdict": "partly"}, "reason"),
        ({"verdict": "partly", "reason": "예산", "next_steps": ""}, "next_steps"),
        ({"verdict": "declined"}, "reason"),
        ({"verdict": "studying", "reason": "조사 중"}, "follow_up_on"),
        ({"verdict": "studying", "follow_up_on": "2999-01-01", "reason": "조사 중"}, "follow_up_on"),
        ({"verdict": "studying", "follow_up_on": "2020-01-01", "reason": "조사 중"}, "follow_up_on"),
        ({"verdict": "studying", "follow_up_on": "내일", "reason": "조사 중"}, "follow_up_on"),
        ({"body": "가" * 10_001}, "body"),
        ({"body": "\x00"}, "body"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "publish"])
def test_what_is_missing_is_named_and_nothing_typed_is_lost(at_work, request_, typed, field, step):
    response = send(at_work, request_, step, **typed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    if field != "body":
        assert "가로등 열두 개를 새로 세웁니다." in response.content.decode()
    assert not Answer.objects.exists()


def test_a_study_names_the_day_of_the_next_answer(at_work, request_):
    day = timezone.localdate() + timedelta(days=30)
    typed = {"verdict": "studying", "reason": "조사 중", "next_steps": "", "follow_up_on": day.isoformat()}
    assert send(at_work, request_, "publish", **typed).status_code == 302
    assert AnswerRequest.objects.get(state=State.OPEN).cause == "follow_up"


def test_a_date_typed_for_another_decision_is_not_promised(at_work, request_):
    day = timezone.localdate() + timedelta(days=30)
    send(at_work, request_, "publish", follow_up_on=day.isoformat())
    assert Answer.objects.get().follow_up_on is None


def test_when_a_colleague_was_quicker_what_was_typed_comes_back(at_work, request_, administrator):
    answer(request=request_, reply=ADOPTED, by=administrator, at=timezone.now())
    response = send(at_work, request_, "publish")
    text = response.content.decode()
    assert response.status_code == 409
    assert "가로등 열두 개를 새로 세웁니다." in text
    assert "고치겠습니다." in text
    assert Answer.objects.count() == 1


def test_when_it_was_passed_on_meanwhile_what_was_typed_comes_back(at_work, request_, parks, moderator):
    assign(request=request_, department=parks, by=moderator, at=timezone.now(), reason="공원 일")
    response = send(at_work, request_, "publish")
    assert response.status_code == 403
    assert "가로등 열두 개를 새로 세웁니다." in response.content.decode()
    assert not Answer.objects.exists()


def test_the_second_click_publishes_nothing_more(at_work, request_):
    send(at_work, request_, "publish")
    assert send(at_work, request_, "publish").status_code == 409
    assert Answer.objects.count() == 1


def test_another_department_reads_without_a_form(haneul, visit, make_staff, parks, request_):
    visitor = visit(haneul, as_=make_staff("respondent", parks))
    text = visitor.get(reverse("desk:request", args=[request_.pk])).content.decode()
    assert 'name="verdict"' not in text
    assert send(visitor, request_, "publish").status_code == 403


def test_script_in_an_answer_is_shown_to_nobody(at_work, request_):
    text = send(at_work, request_, "preview", body="<script>alert(1)</script> 안녕").content.decode()
    assert "<script>alert" not in text


def test_the_page_costs_the_same_whatever_happened(
    haneul, visit, respondent, request_, django_assert_max_num_queries
):
    visitor = visit(haneul, as_=respondent)
    path = reverse("desk:request", args=[request_.pk])
    visitor.get(path)
    with django_assert_max_num_queries(19):
        visitor.get(path)
