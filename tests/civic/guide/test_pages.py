"""The guide beside the work: read, ticked and taken back at the desk."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.debates.models import Debate
from civic.guide.chapters import chapters
from civic.guide.models import Tick
from civic.guide.rules import may_tick


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def about():
    return f"year:{timezone.localdate().year}"


@pytest.fixture
def desk(haneul, visit, respondent):
    return visit(haneul, as_=respondent)


def body(answer):
    return answer.content.decode()


def test_each_chapter_is_read_by_whoever_works_here(desk):
    assert body(desk.get(to("guide"))).count("guide-chapters__title") == len(chapters())
    for one in chapters():
        assert str(one.meaning).split(".")[0] in body(desk.get(to("guide_chapter", one.key)))


def test_data_ticks_with_its_number_and_leads_to_what_is_missing(desk, owe, roads):
    owe(roads)
    missing = owe(None, title="부서를 기다리는 제안")
    text = body(desk.get(to("guide_chapter", "sorting")))
    assert "1/2" in text and to("request", missing.pk) in text and "부서를 기다리는 제안" in text


def test_a_colleague_ticks_and_the_name_stands_there(desk, respondent):
    sent = {"point": "departments_agreed", "about": about(), "note": "3월 회의"}
    text = body(desk.post(to("guide_tick"), sent, follow=True))
    assert "3월 회의" in text and respondent.name in text
    assert Tick.objects.get().done_by == respondent


def test_what_was_ticked_is_taken_back_only_with_a_reason(desk):
    desk.post(to("guide_tick"), {"point": "departments_agreed", "about": about()})
    row = Tick.objects.get()
    assert desk.post(to("guide_untick", row.pk), {"reason": " "}).status_code == 422
    text = body(desk.post(to("guide_untick", row.pk), {"reason": "한 부서가 빠졌습니다."}, follow=True))
    assert "한 부서가 빠졌습니다." in text
    row.refresh_from_db()
    assert row.undone_at is not None


@pytest.mark.parametrize(
    ("point", "about", "code"),
    [
        ("answered_in_time", "year:2026", "ticked_by_data"),
        ("neutral_question", "year:2026", "unknown_thing"),
        ("neutral_question", "debate:999999", "unknown_thing"),
        ("departments_agreed", "year:20260", "unknown_thing"),
        ("departments_agreed", "nonsense", "unknown_thing"),
    ],
)
def test_what_cannot_be_ticked_says_why(desk, respondent, point, about, code):
    answer = desk.post(to("guide_tick"), {"point": point, "about": about})
    verdict = may_tick(respondent, point, about)
    assert answer.status_code == 409 and verdict.code == code
    assert str(verdict.sentence) in unescape(body(answer))
    assert not Tick.objects.exists()


@pytest.mark.parametrize("point", ["nowhere", "own:1", "own:x", "own:" + "9" * 40])
def test_a_point_that_is_not_there_is_refused(desk, point):
    assert desk.post(to("guide_tick"), {"point": point, "about": about()}).status_code == 409


def test_a_point_about_a_debate_is_ticked_for_that_debate(desk, propose):
    debate = Debate.objects.create(
        item=propose(), stage_key="x", form="pro_con", question="넓힐까요", created_at=timezone.now()
    )
    here = f"debate:{debate.pk}"
    text = body(desk.get(to("guide_chapter", "debating"), {"about": here}))
    assert "넓힐까요" in text and to("debate", debate.pk) in text
    desk.post(to("guide_tick"), {"point": "neutral_question", "about": here})
    assert Tick.objects.get().about == here


def test_what_is_not_there_is_not_there(desk):
    for wrong in ("debate:999999", "year:1", "x", "debate:" + "9" * 30, "castle:1"):
        assert desk.get(to("guide_chapter", "debating"), {"about": wrong}).status_code == 404
    assert desk.get(to("guide_chapter", "nowhere")).status_code == 404


def test_the_chapter_stands_beside_the_work(desk):
    assert to("guide_chapter", "sorting") in body(desk.get(to("answers")))
    assert to("guide_chapter", "debating") in body(desk.get(to("debates")))


def test_a_chapter_costs_no_more_the_more_there_is(desk, owe, roads, django_assert_max_num_queries):
    for _number in range(3):
        owe(None)
    for one in chapters():
        desk.get(to("guide_chapter", one.key))
        with django_assert_max_num_queries(55):
            desk.get(to("guide_chapter", one.key))
