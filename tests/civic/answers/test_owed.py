"""Which answers are owed, by whom and by when."""

from datetime import timedelta

from django.utils import timezone

from civic.answers import owed
from civic.journeys import moderate
from civic.journeys.answer import answer
from tests.civic.journeys.test_answer import ADOPTED, WEDNESDAY


def test_the_oldest_date_comes_first(owe, roads):
    later = owe(roads, at=WEDNESDAY)
    sooner = owe(roads, at=WEDNESDAY - timedelta(days=7))
    assert list(owed.owed_by([roads.pk])) == [sooner, later]


def test_what_another_department_owes_is_not_mine(owe, roads, parks):
    owe(parks)
    assert not owed.owed_by([roads.pk]).exists()


def test_nobody_owes_what_was_answered(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    assert not owed.open_requests().exists()


def test_a_hidden_proposal_waits_out_of_sight(owe, roads, moderator):
    request = owe(roads)
    moderate.hide_proposal(proposal=request.proposal, reason="확인", by=moderator, at=timezone.now())
    assert owed.count_owed(departments=[roads.pk], at=timezone.now()).all == 0


def test_what_is_owed_is_counted_in_one_query(owe, roads, parks, django_assert_num_queries):
    request = owe(roads, at=WEDNESDAY)
    owe(parks, at=WEDNESDAY + timedelta(days=1))
    owe(at=WEDNESDAY)
    with django_assert_num_queries(1):
        counted = owed.count_owed(departments=[roads.pk], at=request.due_at)
    assert (counted.mine, counted.mine_late, counted.unassigned, counted.all, counted.all_late) == (
        1,
        1,
        1,
        3,
        2,
    )


def test_somebody_without_a_department_owes_nothing(owe, roads):
    owe(roads)
    assert owed.count_owed(departments=[], at=timezone.now()).mine == 0
