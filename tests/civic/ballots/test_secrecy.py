"""Staff see numbers. No page, export, event or row leads from a person to a choice."""

import pytest
from django.test import Client
from django.utils import timezone

from civic.ballots.models import Ballot, Paper, Voter
from civic.journeys.ballot import fold_votes, vote, vote_in_person
from civic.journeys.paper import Entry, Somebody
from civic.paper.recognising import known_by
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.ballots.conftest import numbers


def test_no_desk_page_says_more_than_numbers(ballot, haneul, make_citizen, make_staff, visit):
    held = ballot(kind="one", shown="live", options=("그늘막", "의자", "분수"))
    voter = make_citizen("홍길동", email="gildong@example.org")
    vote(ballot=held, person=voter, chosen=numbers(held)[:1])
    desk: Client = visit(haneul, as_=make_staff())
    pages = ["", "question/", "options/", "counter/", "boxes/", "result.csv"]
    for page in [f"/desk/votes/{held.pk}/{one}" for one in pages] + ["/desk/votes/", f"/votes/{held.pk}/"]:
        answer = desk.get(page)
        text = answer.getvalue().decode()
        assert answer.status_code == 200
        assert "홍길동" not in text and voter.email not in text, page


def test_nothing_that_is_kept_joins_a_person_and_a_paper(ballot, make_citizen):
    held, people = ballot(), [make_citizen() for _each in range(5)]
    for person in people:
        vote(ballot=held, person=person, chosen=numbers(held)[:1])
    assert {field.name for field in Paper._meta.fields} == {"id", "ballot", "key", "choices"}
    assert "choices" not in {field.name for field in Voter._meta.fields}
    told = Event.objects.filter(kind__startswith="ballots.", at__gte=held.opened_at)
    assert not told.filter(actor_id__in=[person.pk for person in people]).exists()


def test_how_it_stands_is_kept_back_from_staff_too(ballot, haneul, make_citizen, make_staff, visit):
    held = ballot()
    vote(ballot=held, person=make_citizen(), chosen=numbers(held)[:1])
    desk = visit(haneul, as_=make_staff())
    assert desk.get(f"/desk/votes/{held.pk}/result.csv").status_code == 409
    page = desk.get(f"/desk/votes/{held.pk}/").text
    assert "table__number" not in page.partition("work-title")[0].partition("result-title")[2]


def test_one_who_has_voted_here_is_not_entered_at_the_counter_and_the_other_way_round(
    ballot, make_citizen, moderator
):
    held = ballot()
    at_home = make_citizen(email="home@example.org")
    vote(ballot=held, person=at_home, chosen=numbers(held)[:1])
    entry = Entry(moderator, timezone.now())
    again = Somebody("어떤 이름", known_by("어떤 이름", "home@example.org"))
    with pytest.raises(Refused) as refused:
        vote_in_person(ballot=held, who=again, chosen=numbers(held)[1:], entry=entry)
    assert refused.value.verdict.code == "voted_already"
    stranger = Somebody("김종이", known_by("김종이", "010-1234-5678"))
    vote_in_person(ballot=held, who=stranger, chosen=numbers(held)[1:], entry=entry)
    assert Voter.objects.filter(ballot=held, is_offline=True, entered_by=moderator).count() == 1
    stand_in = Voter.objects.get(is_offline=True).person_id
    assert fold_votes(stand_in=stand_in, account=at_home) == 1
    assert list(Paper.objects.values_list("choices", flat=True)) == [numbers(held)[:1]]
    assert Voter.objects.get().person_id == at_home.pk


def test_a_neighbour_finds_neither_the_ballot_nor_its_key(ballot, bada, visit, make_citizen):
    from civic.ballots.secrecy import key_of
    from tenants.context import institution_context

    held = ballot()
    here = key_of(held, 1)
    with institution_context(bada):
        assert key_of(Ballot(pk=held.pk, salt=held.salt), 1) != here
        assert visit(bada, as_=make_citizen(at=bada)).get(f"/votes/{held.pk}/").status_code == 404
