"""Somebody reads on one page what became of everything they did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.efficacy.fates import Fate, count_fates, fates_of
from civic.journeys.answer import answer
from civic.proposals.models import Comment, Link, Proposal, Standing, Support
from tests.civic.journeys.test_answer import ADOPTED

LATER = timezone.now() + timedelta(days=1)


def support(person, proposal):
    Support.objects.create(proposal=proposal, citizen=person, given_at=timezone.now())


def changed(proposal):
    now = timezone.now()
    Proposal.objects.filter(pk=proposal.pk).update(
        stage="closed", stage_key="closed", closed_as="carried_out", closed_at=now
    )


@pytest.fixture
def lived(haneul, citizen, make_proposal, owe, roads, respondent):
    """A support that is being carried out, a proposal on its way, a comment on what changed, one that fell short."""
    request = owe(roads)
    support(citizen, request.proposal)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    make_proposal("공원에 의자를", author=citizen)
    done = make_proposal("횡단보도를 그려 주세요")
    Comment.objects.create(proposal=done, author=citizen, body="맞아요", created_at=timezone.now())
    changed(done)
    short = make_proposal("너무 이른 제안")
    support(citizen, short)
    Proposal.objects.filter(pk=short.pk).update(
        stage="closed", stage_key="closed", closed_as="not_enough_support", closed_at=timezone.now()
    )
    return {"carried": request.proposal, "changed": done, "ended": short}


def test_everything_stands_under_what_came_of_it(lived, citizen):
    assert count_fates(citizen.pk, LATER) == {
        Fate.CHANGED: 1,
        Fate.CARRIED: 1,
        Fate.ANSWERED: 0,
        Fate.RUNNING: 1,
        Fate.ENDED: 1,
    }
    assert fates_of(citizen.pk, Fate.CHANGED, LATER, most=5)[0].item == lived["changed"].pk
    assert fates_of(citizen.pk, Fate.CHANGED, LATER, most=5)[0].deeds == ("commented",)


def test_the_page_begins_with_what_changed(lived, citizen, haneul, english):
    page = english(haneul, as_=citizen).get("/me/effect/").content.decode()
    assert "횡단보도를 그려 주세요" in page
    assert "commented on it" in page
    ended = english(haneul, as_=citizen).get("/me/effect/?what=ended").content.decode()
    assert "너무 이른 제안" in ended
    assert "Support fell short" in ended


def test_a_change_in_what_it_grew_into_is_ones_own_change(haneul, citizen, make_proposal):
    mine, grown = make_proposal(author=citizen), make_proposal()
    Link.objects.create(earlier=mine, later=grown, at=timezone.now())
    changed(grown)
    (found,) = fates_of(citizen.pk, Fate.CHANGED, LATER, most=5)
    assert (found.item, found.by) == (mine.pk, grown.pk)


def test_what_it_grew_into_and_nobody_can_read_is_not_told(haneul, citizen, make_proposal):
    mine, grown = make_proposal(author=citizen), make_proposal()
    Link.objects.create(earlier=mine, later=grown, at=timezone.now())
    changed(grown)
    Proposal.objects.filter(pk=grown.pk).update(standing=Standing.HIDDEN)
    assert count_fates(citizen.pk, LATER)[Fate.CHANGED] == 0


def test_what_has_been_hidden_keeps_its_place_and_loses_its_title(lived, citizen, haneul, english):
    Proposal.objects.filter(pk=lived["changed"].pk).update(standing=Standing.HIDDEN)
    page = english(haneul, as_=citizen).get("/me/effect/?what=changed").content.decode()
    assert "횡단보도를" not in page
    assert "not shown any more" in page


def test_a_long_life_of_taking_part_is_read_page_by_page_with_few_questions(
    haneul, citizen, make_proposal, visit, django_assert_max_num_queries
):
    for number in range(45):
        support(citizen, make_proposal(f"제안 {number}"))
    visit(haneul).get("/")  # what is remembered of the city: its words, pages and rooms
    seen = 0
    for number, rows in ((1, 20), (2, 20), (3, 5)):
        visitor = visit(haneul, as_=citizen)
        with django_assert_max_num_queries(13):  # one of them asks which rooms the menu leads to
            page = visitor.get(f"/me/effect/?what=running&page={number}").content.decode()
        assert page.count('class="rows__row fate"') == rows
        seen += rows
    assert seen == 45
    assert visit(haneul, as_=citizen).get("/me/effect/?page=x").status_code == 200


def test_what_was_folded_in_from_paper_is_there_and_says_so(haneul, citizen, make_proposal):
    from civic.paper.models import PaperDeed

    proposal, at = make_proposal(), timezone.now()
    Support.objects.create(proposal=proposal, citizen=citizen, given_at=at)
    PaperDeed.objects.create(kind="support", item=proposal, citizen=citizen, given_at=at, entered_at=at)
    assert fates_of(citizen.pk, Fate.RUNNING, LATER, most=5)[0].on_paper


def test_nobody_sees_what_another_did(lived, make_citizen, haneul, english):
    page = english(haneul, as_=make_citizen()).get("/me/effect/").content.decode()
    assert "횡단보도를" not in page
    assert "Nothing yet" in page
