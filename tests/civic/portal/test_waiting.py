"""What everyone sees while an answer is on its way, and what its author can do about it."""

# ruff: noqa: F811 - a fixture is imported by the name it is asked for

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.announcing import escalate_late_answers
from civic.answers.models import AnswerRequest, Pause
from civic.journeys.answer import give_interim
from civic.journeys.pause import pause, resume
from civic.proposals.models import Comment
from tests.civic.answering import english, in_seoul, owe_from, terms  # noqa: F401
from tests.civic.scenes import moderator, owe, parks, propose, respondent, roads  # noqa: F401

ASKED = "어느 가로등인지 사진을 보내 주세요."


@pytest.fixture(autouse=True)
def here(haneul, in_seoul, terms):
    stops = {"pauses": 1, "pause_days": 14, "interim_after_days": 10, "escalate_after_days": 5}
    terms(days=20, others={"head": {"days": 30, "unit": "calendar"}}, **stops)


@pytest.fixture
def author(make_citizen):
    return make_citizen("글쓴이")


@pytest.fixture
def asked(owe, roads, respondent, author):
    request = owe(roads, author=author)
    pause(request=request, reason=ASKED, by=respondent, at=timezone.now())
    return AnswerRequest.objects.get(pk=request.pk)


def page_of(request) -> str:
    return reverse("portal:proposal", args=[request.proposal_id])


def form_of(request) -> str:
    return reverse("portal:supplement", args=[request.proposal_id])


def read(visitor, request) -> str:
    return visitor.get(page_of(request)).content.decode()


def test_the_days_left_stand_in_words(haneul, english, owe, roads):
    request = owe(roads)
    assert "20 days until the answer · counted in working days" in read(english(haneul), request)


def test_what_is_asked_is_public_and_days_do_not_count(haneul, english, asked):
    shown = read(english(haneul), asked)
    assert ASKED in shown
    assert "Waiting for the author · not counted" in shown
    assert form_of(asked) not in shown


def test_the_author_answers_in_one_field(haneul, english, asked, author):
    visitor = english(haneul, as_=author)
    assert form_of(asked) in read(visitor, asked)
    assert ASKED in visitor.get(form_of(asked)).content.decode()
    assert visitor.post(form_of(asked), {"body": " "}).status_code == 422
    assert visitor.post(form_of(asked), {"body": "약국 앞입니다."}).status_code == 302
    assert Comment.objects.get().body == "약국 앞입니다."
    assert Pause.objects.get().ended_as == "supplied"
    assert "약국 앞입니다." in read(visitor, asked)


def test_who_is_signed_out_meanwhile_finds_the_words_again(haneul, english, asked, author):
    visitor = english(haneul)
    response = visitor.post(form_of(asked), {"body": "길게 쓴 답입니다."})
    assert response.status_code == 302
    visitor.force_login(author)
    assert "길게 쓴 답입니다." in visitor.get(form_of(asked)).content.decode()


def test_what_was_typed_too_late_is_kept(haneul, english, asked, author, respondent):
    resume(request=asked, by=respondent, at=timezone.now())
    response = english(haneul, as_=author).post(form_of(asked), {"body": "늦었지만"})
    assert response.status_code == 409
    assert "늦었지만" in response.content.decode()
    assert not Comment.objects.exists()


def test_to_everybody_else_the_form_is_not_there(haneul, english, asked, make_citizen, respondent, neighbour):
    for person in (make_citizen(), respondent):
        assert english(haneul, as_=person).get(form_of(asked)).status_code == 404
        assert english(haneul, as_=person).post(form_of(asked), {"body": "제가"}).status_code == 404
    assert english(haneul, as_=neighbour).post(form_of(asked), {"body": "옆집"}).status_code == 302
    assert not Comment.objects.exists()


def test_where_nothing_was_asked_there_is_no_form(haneul, english, owe, roads, author):
    request = owe(roads, author=author)
    assert english(haneul, as_=author).get(form_of(request)).status_code == 404


def test_an_interim_answer_stands_on_the_page_and_the_clock_goes_on(haneul, english, owe, roads, respondent):
    request = owe(roads, at=timezone.now() - timedelta(days=22))
    assert "owed now: how far it has come" in read(english(haneul), request)
    give_interim(request=request, body="현장을 **보았습니다**.", by=respondent, at=timezone.now())
    shown = read(english(haneul), request)
    assert "<strong>보았습니다</strong>" in shown
    assert "owed now: how far it has come" not in shown
    assert "until the answer" in shown


def test_that_it_lies_with_the_head_is_said_with_its_day(haneul, english, owe, roads):
    request = owe(roads, at=timezone.now() - timedelta(days=90))
    before = read(english(haneul), request)
    assert "it lies with: The head of the institution" in before
    escalate_late_answers(at=timezone.now())
    assert read(english(haneul), request).count("it lies with: The head of the institution") >= 1


def test_two_answers_are_waited_for_side_by_side(haneul, english, owe, roads, owe_from):
    request = owe(roads)
    owe_from(request.proposal, at=timezone.now(), key="head")
    shown = read(english(haneul), request)
    assert "도로과" in shown
    assert "The head of the institution" in shown
    assert "30 days until the answer" in shown


def test_what_happened_on_the_way_costs_no_more_questions(
    haneul,
    english,
    owe,
    roads,
    respondent,
    django_assert_max_num_queries,
):
    request = owe(roads)
    visitor = english(haneul)
    read(visitor, request)
    with django_assert_max_num_queries(22) as before:
        read(visitor, request)
    for day in range(3):
        give_interim(request=request, body=f"{day}", by=respondent, at=timezone.now())
    with django_assert_max_num_queries(len(before)):
        read(visitor, request)


def test_the_story_tells_what_happened_on_the_way(haneul, english, asked, author, respondent):
    english(haneul, as_=author).post(form_of(asked), {"body": "약국 앞입니다."})
    give_interim(request=asked, body="보고 있습니다.", by=respondent, at=timezone.now())
    shown = english(haneul).get(page_of(asked)).context["story"]
    titles = [moment.title for moment in shown]
    order = [
        "The author was asked for something; days stand still",
        "The author answered; days count again",
        "An interim answer was given",
    ]
    assert [title for title in titles if title in order] == order


def test_machines_read_the_same_clock(haneul, english, asked):
    said = english(haneul).get(f"/api/v1/proposals/{asked.proposal_id}/").json()["answer_owed"]
    assert (said["answerer"], said["is_paused"], said["is_overdue"]) == ("department", True, False)
    assert said["words"]
