"""Similar opinions are grouped for reading; none is hidden by it."""

from datetime import timedelta

from django.utils import timezone

from civic.debates.grouping import REST, group_opinions, group_what_changed, groups_of
from civic.debates.likeness import alike
from civic.debates.models import Debate, Grouping
from civic.debates.queries import opinions_of
from civic.journeys.debate import opine

PARKING = [
    "주차장이 부족합니다. 차로를 줄이면 곤란해요",
    "주차장도 부족하고 길도 좁아요",
    "부족한 주차장부터 늘려 주세요",
]
CHILDREN = [
    "아이들이 안전하게 학교에 갑니다",
    "안전이 먼저입니다. 아이들을 위해서요",
    "학교 앞이라 아이들의 안전을 생각해 주세요",
]
OTHERS = ["바람이 시원합니다", "세금은 어디서 나오나요", "야간 조명이 어둡네요", "관광객에게 인기일 듯"]


def now():
    return timezone.now()


def test_particles_and_endings_keep_nobody_apart():
    found = alike(enumerate(PARKING + CHILDREN + OTHERS))
    assert sorted(one.members for one in found) == [(0, 1, 2), (3, 4, 5)]
    assert all({"주차장", "부족"} & set(one.words) for one in found if 0 in one.members)


def test_what_nearly_everybody_says_makes_no_group():
    assert alike((n, f"자전거 도로 {word}") for n, word in enumerate("가나다라마바사아자차")) == []


def talk(held, make_citizen, texts, at):
    for text in texts:
        opine(debate=held, author=make_citizen(), side="pro", body=text, at=at)


def test_groups_are_made_after_something_was_said_and_opened_one_by_one(debate, make_citizen):
    held, at = debate(), now()
    talk(held, make_citizen, PARKING + CHILDREN + OTHERS, at)
    assert group_what_changed(at=at) == 1
    groups = groups_of(held)
    assert sorted(one.count for one in groups) == [3, 3]
    parking = next(one for one in groups if "주차장" in one.words)
    assert {one.body for one in opinions_of(held, group=parking.place).rows} == set(PARKING)
    assert opinions_of(held, group=99).rows == []
    assert len(opinions_of(held).rows) == 10, "nothing is hidden by it"


def test_a_worker_reads_again_only_what_changed_and_not_all_the_time(debate, make_citizen):
    held, at = debate(), now()
    talk(held, make_citizen, PARKING + CHILDREN + OTHERS, at)
    group_what_changed(at=at)
    assert group_what_changed(at=at + REST) == 0
    talk(held, make_citizen, ["주차장은 부족하지 않아요"], at + timedelta(minutes=1))
    assert group_what_changed(at=at + timedelta(minutes=2)) == 0
    assert group_what_changed(at=at + REST) == 1
    assert max(one.count for one in groups_of(held)) == 4


def test_made_twice_it_is_the_same(debate, make_citizen):
    held, at = debate(), now()
    talk(held, make_citizen, PARKING + OTHERS, at)
    fresh = Debate.objects.select_related("stat").get(pk=held.pk)
    assert group_opinions(debate=fresh, at=at) == group_opinions(debate=fresh, at=at)
    assert Grouping.objects.count() == 1
