"""What is kept back is told nowhere, and what is not there yet is not there."""

import re
from datetime import timedelta

import pytest

from civic.debates.models import Debate, Opinion
from civic.journeys.debate import opine
from civic.people.models import Role
from civic.processes.kinds import Counter, Shown
from civic.processes.words import counted
from civic.proposals.models import Standing
from tests.civic.debates.conftest import rules_of_debate
from tests.civic.portal.debates.pages import a_card, at, now, page


@pytest.mark.parametrize("shown", [Shown.AFTER_TAKING_PART, Shown.AT_THE_END])
def test_sides_that_are_kept_back_are_told_nowhere(haneul, visit, spoken, shown, citizen):
    """Neither by numbers, nor by marks, tabs or orders that could be counted."""
    Debate.objects.filter(pk=spoken.pk).update(shown=shown)
    plain = page(visit(haneul), at(spoken))
    for html in (plain, page(visit(haneul, as_=citizen), at(spoken))):
        assert "67%" not in html and "stand-bar" not in html and "side-mark" not in html
        assert "side=pro" not in html and "sort=balanced" not in html
    bodies = re.findall(r'class="comment__body[^>]*>([^<]*)', plain)
    for trick in ("?side=pro", "?side=con", "?sort=balanced"):
        assert (
            re.findall(r'class="comment__body[^>]*>([^<]*)', page(visit(haneul), at(spoken) + trick))
            == bodies
        )
    for one in Opinion.objects.all():
        assert "side-mark" not in page(visit(haneul), at(spoken, "opinions", one.pk))
    assert "stand-bar" not in page(visit(haneul), "/debates/")


def test_who_has_taken_part_sees_how_it_stands(haneul, visit, spoken, citizen):
    Debate.objects.filter(pk=spoken.pk).update(shown=Shown.AFTER_TAKING_PART)
    visitor = visit(haneul, as_=citizen)
    assert "stand-bar" not in page(visitor, at(spoken))
    visitor.post(at(spoken, "opinions"), {"side": "other", "body": "셋째 길"})
    html = page(visitor, at(spoken))
    assert "stand-bar" in html and "side-mark--con" in html
    # A list is for everybody: it tells nobody more than strangers.
    assert "stand-bar" not in page(visitor, "/debates/")


def test_at_the_end_everybody_sees_it(haneul, visit, spoken):
    Debate.objects.filter(pk=spoken.pk).update(shown=Shown.AT_THE_END, closes_at=now() - timedelta(days=1))
    assert "stand-bar" in page(visit(haneul), at(spoken))
    assert "stand-bar" in page(visit(haneul), "/debates/")


def test_what_is_prepared_is_seen_by_staff_alone(haneul, visit, held, make_staff, citizen, neighbour):
    Debate.objects.filter(pk=held.pk).update(opened_at=None)
    for person in (None, citizen, neighbour):
        assert visit(haneul, as_=person).get(at(held)).status_code == 404
    assert held.question in page(visit(haneul, as_=make_staff(Role.MODERATOR)), at(held))
    assert held.question not in page(visit(haneul), "/debates/?state=all")


def test_a_hidden_items_debate_is_gone_with_all_it_has(haneul, visit, spoken):
    picture = a_card(spoken)
    spoken.item.standing = Standing.HIDDEN
    spoken.item.save()
    opinion = Opinion.objects.first()
    for address in (at(spoken), at(spoken, "opinions", opinion.pk), f"/debates/cards/{picture.key}/"):
        assert visit(haneul).get(address).status_code == 404


def test_the_items_own_page_and_api_keep_the_sides_back_too(haneul, visit, debate, make_citizen):
    """A threshold reached on the way is recorded with all its numbers; they wait like all others."""
    many = {
        "key": "many",
        "when": {"counter": "participants", "at_least": 3},
        "effects": ["agenda_candidate"],
    }
    most = {"key": "most", "when": {"counter": "in_favour", "at_least": 50}, "effects": ["owe_answer"]}
    held = debate(rules_of_debate(many, most, debate={"form": "pro_con", "shown": "at_the_end"}))
    for side in ("pro", "pro", "con"):
        opine(debate=held, author=make_citizen(), side=side, body="말", at=now())
    item = held.item
    assert item.results.get().counts["in_favour"] == 2
    html = page(visit(haneul), f"/proposals/{item.pk}/")
    story = html[html.index('id="story"') :]
    assert counted(Counter.IN_FAVOUR, 2) not in html and counted(Counter.VOTES, 3) not in story
    told = visit(haneul).get(f"/api/v1/proposals/{item.pk}/").json()
    assert {part["counter"] for goal in told["goals"] for part in goal["parts"]} == {"participants"}
    assert [part["actual"] for goal in told["goals"] for part in goal["parts"]] == [3]
    Debate.objects.filter(pk=held.pk).update(shown=Shown.LIVE)
    assert counted(Counter.IN_FAVOUR, 2) in page(visit(haneul), f"/proposals/{item.pk}/")
