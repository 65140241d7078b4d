"""What is ticked, planned and noted, and by whom."""

import pytest
from django.utils import timezone

from civic.guide.actions import GoalWords, ProgrammeWords, tick, untick, write_plan
from civic.guide.chapters import chapters, points
from civic.guide.models import GoalKind, PlanEdition, Tick
from platform_core.access import Refused


def test_every_chapter_says_in_both_languages_what_it_is_for():
    assert len(chapters()) >= 12
    for chapter in chapters():
        for said in (chapter.title, chapter.meaning, *chapter.goals, *(one.text for one in chapter.points)):
            assert {language for language, words in said.labels if words.strip()} == {"ko", "en"}


def test_each_point_has_a_name_of_its_own():
    keys = [one.key for one in points()]
    assert len(keys) == len(set(keys))


def test_a_colleague_ticks_what_is_done_once(respondent):
    now = timezone.now()
    assert tick(point="departments_agreed", about="year:2026", note="3월 회의", by=respondent, at=now)
    assert not tick(point="departments_agreed", about="year:2026", note="", by=respondent, at=now)
    assert Tick.objects.get().done_by == respondent


def test_what_data_ticks_nobody_ticks(administrator):
    with pytest.raises(Refused) as refusal:
        tick(point="answered_in_time", about="year:2026", note="", by=administrator, at=timezone.now())
    assert refusal.value.verdict.code == "ticked_by_data"


def test_what_was_ticked_by_mistake_is_taken_back_with_a_reason(respondent, moderator):
    now = timezone.now()
    tick(point="departments_agreed", about="year:2026", note="", by=respondent, at=now)
    row = Tick.objects.get()
    with pytest.raises(Refused):
        untick(tick=row, reason=" ", by=moderator, at=now)
    assert untick(tick=row, reason="한 부서가 빠졌습니다.", by=moderator, at=now)
    assert tick(point="departments_agreed", about="year:2026", note="", by=respondent, at=now)
    assert Tick.objects.count() == 2


def test_a_citizen_ticks_nothing(haneul, make_citizen):
    with pytest.raises(Refused):
        tick(point="departments_agreed", about="year:2026", note="", by=make_citizen(), at=timezone.now())


def test_the_plan_keeps_what_it_said_before(administrator, moderator):
    now = timezone.now()
    goal = GoalWords(GoalKind.NUMBER, "제안 300개", measure="proposals", target=300)
    write_plan(
        year=2026,
        programmes=[ProgrammeWords("찾아가는 제안")],
        goals=[goal],
        reason="",
        by=administrator,
        at=now,
    )
    edition = write_plan(year=2026, programmes=[], goals=[goal], reason="행사 취소", by=administrator, at=now)
    assert edition.number == 2
    first = PlanEdition.objects.get(number=1)
    assert first.document["programmes"][0]["name"] == "찾아가는 제안"
    with pytest.raises(Refused):
        write_plan(year=2026, programmes=[], goals=[], reason="", by=moderator, at=now)
