"""The scenes of the other rooms are whole, speak their city's language, and happen by the verbs of life."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone, translation

from civic.agenda.models import AgendaItem, Candidate, Meeting, Vote
from civic.ballots.counting import counted, recount
from civic.ballots.queries import ballots_open_now
from civic.content.queries import content_here
from civic.debates.models import Debate
from civic.demo.filling import _fill
from civic.demo.logins import logins
from civic.demo.scenes.drawing import SCENES, drawn
from civic.demo.stories import SUBDOMAINS, Example, example
from civic.execution.duty import Duty, duty_of
from civic.execution.models import Execution, ExecutionFile
from civic.gatherings.models import Gathering
from civic.guide.models import Goal, LogEntry, Tick
from civic.paper.models import PaperDeed
from civic.questions.models import Letter
from civic.results.models import ReportVersion

every_city = pytest.mark.parametrize("city", SUBDOMAINS)


def scenes(city: str) -> dict[str, Any]:
    return example(city).scenes


def stories(city: str) -> list[dict[str, Any]]:
    """Whatever is discussed: questions, and what the committee chose."""
    told = scenes(city)
    chosen = [
        item["debate"] for item in told.get("agenda", {}).get("held", {}).get("item", []) if "debate" in item
    ]
    return [*told.get("questions", {}).get("question", []), *chosen]


def words(value: Any) -> Iterator[str]:
    """Every sentence in it, however deep."""
    if isinstance(value, dict):
        for one in value.values():
            yield from words(one)
    elif isinstance(value, list):
        for one in value:
            yield from words(one)
    elif isinstance(value, str) and " " in value:
        yield value


def has_hangul(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


@every_city
def test_a_city_speaks_its_own_language(city):
    is_korean = example(city).who["languages"][0] == "ko"
    scenery = {picture["scene"] for picture in pictures(city)}
    said = [text for text in words(scenes(city)) if text not in scenery]
    assert said
    assert all(has_hangul(text) == is_korean for text in said)


def pictures(city: str) -> list[dict[str, Any]]:
    told = scenes(city)
    cards = [
        card
        for question in told.get("questions", {}).get("question", [])
        for card in question.get("card", [])
    ]
    photos = [
        photo for plan in told.get("execution", {}).get("execution", []) for photo in plan.get("photo", [])
    ]
    met = [photo for one in told.get("gatherings", {}).get("gathering", []) for photo in one.get("photo", [])]
    return [*cards, *photos, *met]


@every_city
def test_every_picture_can_be_drawn_and_is_said_in_words(city):
    for picture in pictures(city):
        assert set(picture["scene"].split()) <= set(SCENES)
        assert len(picture["alt"]) >= 20


def test_a_picture_is_the_same_every_time():
    assert (
        drawn("a", "houses road cars", seed="one").content
        == drawn("a", "houses road cars", seed="one").content
    )


@every_city
def test_people_who_speak_live_there_and_answer_what_was_said(city):
    known = {person["key"] for person in example(city).people["citizen"]} | {"department"}
    for story in stories(city):
        said = story.get("opinion", [])
        assert {line["by"] for line in said} <= known
        ages = [line["days_ago"] for line in said]
        assert ages == sorted(ages, reverse=True), story.get("key")
        for place, line in enumerate(said):
            if "reply_to" in line:
                assert line["reply_to"] < place and "reply_to" not in said[line["reply_to"]], line["text"]


def test_no_opinion_is_told_twice():
    said = [
        line["text"] for city in SUBDOMAINS for story in stories(city) for line in story.get("opinion", [])
    ]
    assert len(said) == len(set(said))


@every_city
def test_scenes_are_about_stories_that_are_told(city):
    keys = {story["key"] for _stage, story in example(city).proposals}
    told = scenes(city)
    about = [plan["of"] for plan in told.get("execution", {}).get("execution", [])]
    about += [sheet["of"] for sheet in told.get("paper", {}).get("sheet", []) if "of" in sheet]
    about += [row["of"] for row in told["guide"]["entry"] if "of" in row]
    about += [key for one in told["gatherings"]["gathering"] for key in one.get("of", [])]
    assert set(about) <= keys


def test_each_city_has_rooms_of_its_own():
    assert set(scenes("haneul")) == {
        "questions",
        "execution",
        "agenda",
        "gatherings",
        "paper",
        "guide",
        "content",
        "ballots",
        "wording",
    }
    assert set(scenes("bada")) == {
        "execution",
        "gatherings",
        "paper",
        "guide",
        "content",
        "ballots",
        "wording",
    }
    assert set(scenes("riverton")) == {
        "questions",
        "execution",
        "gatherings",
        "guide",
        "content",
        "ballots",
        "wording",
    }


def test_one_can_log_in_as_a_member_of_the_committee():
    seated = [login for login in logins() if login.role == "committee"]
    assert [login.place for login in seated] == ["haneul"]


def told_about() -> Example:
    """하늘시 with every scene, and of the other stories only those that a scene speaks of."""
    whole = example("haneul")
    spoken = repr(whole.scenes)
    kept = [(stage, story) for stage, story in whole.proposals if repr(story["key"]) in spoken]
    return replace(whole, proposals=kept, petition=None)


@pytest.mark.django_db
def test_every_room_of_a_city_is_lived_in(haneul):
    now = timezone.now()
    with timezone.override("Asia/Seoul"), translation.override("ko"):
        _fill(told_about(), now, lambda _done, _all: None)
    people_discuss(now)
    the_committee_has_met()
    promises_are_planned(now)
    people_meet_and_write_on_paper(now)
    the_site_is_their_own(now)
    a_budget_is_voted_on(now)


def people_discuss(now: datetime) -> None:
    running = [one for one in Debate.objects.all() if one.is_open_at(now)]
    assert len(running) == 3
    assert max(one.opinions.count() for one in running) >= 40
    ended = [one for one in Debate.objects.all() if one.has_ended_at(now)]
    assert sorted(one.concluded_at is None for one in ended) == [False, True]
    assert ReportVersion.objects.count() == 1
    assert Letter.objects.exclude(handed_over_at=None).count() == 2


def the_committee_has_met() -> None:
    held = Meeting.objects.exclude(minutes_at=None).get()
    said = AgendaItem.objects.filter(meeting=held).values_list("conclusion", flat=True)
    assert sorted(said) == ["accepted", "again", "refused"]
    assert Vote.objects.filter(item__meeting=held).exclude(closed_at=None).count() == 6
    assert Candidate.objects.filter(state="scheduled").count() == 2


def a_budget_is_voted_on(now: datetime) -> None:
    [ballot] = ballots_open_now(5, at=now)
    assert (ballot.kind, ballot.options.count()) == ("budget", 6)
    assert recount(ballot) is None and counted(ballot).people > 20


def the_site_is_their_own(now: datetime) -> None:
    content = content_here(now)
    assert set(content.arranged) == {"home", "menu", "footer"}
    assert {page.slug for page in content.pages_at(now)} == {"copyright", "accessibility", "how-to-come"}


def promises_are_planned(now: datetime) -> None:
    open_now = Execution.objects.filter(finished_at=None)
    assert not open_now.filter(planned_at=None).exists()
    assert sum(duty_of(one, now) == Duty.OVERDUE for one in open_now) == 1
    today = timezone.localdate(now)
    assert any(row.is_late(today) for one in open_now for row in one.milestones.all())
    assert set(ExecutionFile.objects.values_list("moment", flat=True)) == {"before", "after"}


def people_meet_and_write_on_paper(now: datetime) -> None:
    assert Gathering.objects.filter(begins_at__gt=now, minutes_at=None).count() == 1
    assert Gathering.objects.filter(ends_at__lt=now).exclude(minutes_at=None).count() == 1
    assert PaperDeed.objects.exclude(given_at=None).count() == 10
    assert (Goal.objects.count(), Tick.objects.count(), LogEntry.objects.count()) == (6, 3, 3)
