"""Asking the author, letting days count again, and writing how far it has come: at the desk."""

# ruff: noqa: F811 - a fixture is imported by the name it is asked for

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.models import Answer, AnswerRequest, InterimAnswer, Pause
from civic.processes.kinds import AnswerForm
from tests.civic.answering import english, in_seoul, owe_from, terms  # noqa: F401

FILM = {
    "verdict": "adopted",
    "form": "video",
    "body": "영상으로 답합니다.",
    "next_steps": "12월에 답니다.",
    "video_url": "https://video.example/1",
    "transcript": "안녕하세요.",
}


@pytest.fixture
def page():
    return lambda name, request: reverse(f"desk:{name}", args=[request.pk])


@pytest.fixture(autouse=True)
def here(haneul, in_seoul, terms):
    forms = ["text", "video", "on_site", "meeting"]
    terms(days=20, pauses=1, pause_days=14, interim_after_days=10, escalate_after_days=5, forms=forms)


def test_a_respondent_asks_and_lets_the_days_count_again(haneul, english, owe, roads, respondent, page):
    request = owe(roads)
    visitor = english(haneul, as_=respondent)
    assert "14 days" in visitor.get(page("pause", request)).content.decode()
    assert visitor.post(page("pause", request), {"reason": ""}).status_code == 422
    assert visitor.post(page("pause", request), {"reason": "사진을 보내 주세요."}).status_code == 302
    shown = visitor.get(page("request", request)).content.decode()
    assert "사진을 보내 주세요." in shown
    assert "not counted" in shown
    assert visitor.post(page("resumption", request)).status_code == 302
    assert Pause.objects.get().ended_as == "resumed"
    assert visitor.post(page("resumption", request)).status_code == 409


def test_what_was_typed_stays_when_it_cannot_be_asked(haneul, english, owe, roads, respondent, page):
    request = owe(roads)
    visitor = english(haneul, as_=respondent)
    visitor.post(page("pause", request), {"reason": "사진"})
    response = visitor.post(page("pause", request), {"reason": "주소도 알려 주세요."})
    assert response.status_code == 409
    assert "주소도 알려 주세요." in response.content.decode()


def test_a_neighbour_stops_no_clock(haneul, english, owe, roads, neighbour, page):
    request = owe(roads)
    for name in ("pause", "resumption", "interim"):
        typed = {"reason": "멈춰", "body": "멈춰"}
        assert english(haneul, as_=neighbour).post(page(name, request), typed).status_code == 403
    assert not Pause.objects.exists()
    assert not InterimAnswer.objects.exists()


def test_a_citizen_finds_no_such_page(haneul, english, owe, roads, citizen, page):
    request = owe(roads)
    for name in ("pause", "resumption", "interim"):
        assert english(haneul, as_=citizen).post(page(name, request)).status_code == 404


def test_an_interim_answer_that_is_owed_is_asked_for_and_written(
    haneul, english, owe, roads, respondent, page
):
    request = owe(roads, at=timezone.now() - timedelta(days=22))
    visitor = english(haneul, as_=respondent)
    assert "An interim answer is owed now" in visitor.get(page("request", request)).content.decode()
    assert visitor.post(page("interim", request), {"body": " \n "}).status_code == 422
    assert visitor.post(page("interim", request), {"body": "현장을 보았습니다."}).status_code == 302
    shown = visitor.get(page("request", request)).content.decode()
    assert "현장을 보았습니다." in shown
    assert "An interim answer is owed now" not in shown


def test_lists_find_what_waits_owes_and_lies_higher(haneul, english, owe, roads, respondent, moderator, page):
    now = timezone.now()
    waiting = owe(roads, title="기다림", at=now)
    owe(roads, title="중간", at=now - timedelta(days=22))
    owe(roads, title="위로", at=now - timedelta(days=90))
    english(haneul, as_=respondent).post(page("pause", waiting), {"reason": "사진"})
    visitor = english(haneul, as_=moderator)

    def titles(state: str) -> set[str]:
        rows = visitor.get(reverse("desk:answers"), {"state": state, "whose": "all"}).context["page"].rows
        return {row.proposal.title for row in rows}

    assert titles("paused") == {"기다림"}
    assert titles("interim") == {"중간", "위로"}
    assert titles("escalated") == {"위로"}
    assert titles("late") == {"위로"}


def test_an_administrator_sees_what_lies_with_the_head(haneul, english, owe, roads, administrator, page):
    request = owe(roads, at=timezone.now() - timedelta(days=90))
    shown = english(haneul, as_=administrator).get(page("request", request)).content.decode()
    assert "it lies with: The head of the institution" in shown


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"video_url": ""}, "video_url"),
        ({"transcript": ""}, "transcript"),
        ({"video_url": "http://video.example/1"}, "video_url"),
        ({"video_url": "javascript:alert(1)"}, "video_url"),
        ({"form": "on_site"}, "held_on"),
        ({"form": "meeting", "held_on": "2026-11-02"}, "place"),
    ],
)
def test_each_form_says_what_it_needs(haneul, english, owe, roads, respondent, page, changes, missing):
    request = owe(roads)
    response = english(haneul, as_=respondent).post(
        page("answer", request), {**FILM, "step": "publish", **changes}
    )
    assert response.status_code == 422
    assert missing in response.context["form"].errors
    assert "영상으로 답합니다." in response.content.decode()


def test_a_film_is_looked_at_and_published_with_what_is_said_in_it(
    haneul, english, owe, roads, respondent, page
):
    request = owe(roads)
    visitor = english(haneul, as_=respondent)
    preview = visitor.post(page("answer", request), {**FILM, "step": "preview"}).content.decode()
    assert "https://video.example/1" in preview
    assert visitor.post(page("answer", request), {**FILM, "step": "publish"}).status_code == 302
    given = Answer.objects.get()
    assert (given.form, given.video_url) == (AnswerForm.VIDEO, "https://video.example/1")
    shown = english(haneul).get(reverse("portal:proposal", args=[request.proposal_id])).content.decode()
    assert "https://video.example/1" in shown
    assert "안녕하세요." in shown


def test_a_visit_is_shown_with_its_day_and_place(haneul, english, owe, roads, respondent, page):
    request = owe(roads)
    typed = {**FILM, "form": "on_site", "held_on": "2026-11-02", "place": "한마음공원", "step": "publish"}
    assert english(haneul, as_=respondent).post(page("answer", request), typed).status_code == 302
    given = Answer.objects.get()
    assert (given.place, given.video_url) == ("한마음공원", "")
    shown = english(haneul).get(reverse("portal:proposal", args=[request.proposal_id])).content.decode()
    assert "한마음공원" in shown


def test_where_only_texts_are_provided_for_nothing_else_is_asked(
    haneul,
    english,
    owe,
    roads,
    respondent,
    page,
    terms,
):
    terms(days=20)
    request = owe(roads)
    form = english(haneul, as_=respondent).get(page("request", request)).context["form"]
    assert "video_url" not in form.fields
    assert form.fields["form"].widget.is_hidden
    typed = {"verdict": "adopted", "body": "고칩니다.", "next_steps": "12월", "step": "publish"}
    assert english(haneul, as_=respondent).post(page("answer", request), typed).status_code == 302


def test_an_administrator_answers_for_the_head(
    haneul,
    english,
    owe,
    roads,
    owe_from,
    respondent,
    administrator,
    page,
    terms,
):
    terms(others={"head": {"days": 30, "unit": "calendar"}})
    head = owe_from(owe(roads).proposal, at=timezone.now(), key="head")
    assert english(haneul, as_=respondent).get(page("request", head)).context["form"] is None
    typed = {"verdict": "adopted", "body": "시장이 답합니다.", "next_steps": "12월", "step": "publish"}
    visitor = english(haneul, as_=administrator)
    assert visitor.post(page("answer", head), typed).status_code == 302
    assert AnswerRequest.objects.get(pk=head.pk).state == "answered"
    shown = english(haneul).get(reverse("portal:proposal", args=[head.proposal_id])).content.decode()
    assert "The head of the institution" in shown


def test_the_day_begins_with_what_lies_with_the_head_and_interim_answers_owed(
    haneul, english, owe, roads, owe_from, respondent, administrator, terms
):
    terms(interim_after_days=10, escalate_after_days=5, others={"head": {"days": 30, "unit": "calendar"}})
    now = timezone.now()
    owe(roads, title="위로 간 것", at=now - timedelta(days=90))
    head = owe_from(owe(roads, title="시장이 답할 것", at=now).proposal, at=now, key="head")
    begun = english(haneul, as_=administrator).get(reverse("desk:home")).context["rows"]
    assert [row["duty"].title for row in begun] == ["위로 간 것", "시장이 답할 것"]
    assert reverse("desk:request", args=[head.pk]) in [row["duty"].url for row in begun]
    begun = english(haneul, as_=respondent).get(reverse("desk:home")).context["rows"]
    interims = [row["duty"].title for row in begun if row["duty"].what == "Interim answer"]
    assert interims == ["위로 간 것"]
    assert reverse("desk:request", args=[head.pk]) not in [row["duty"].url for row in begun]
