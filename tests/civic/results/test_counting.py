"""The numbers of a report are those a count of the rows gives, whoever changed their mind, left or was hidden."""

from datetime import timedelta

from django.utils import timezone

from civic.debates.counting import numbers_of, recount
from civic.journeys.debate import hide_opinion
from civic.results.counting import count_now, days_of
from tests.civic.results.conftest import said


def test_everybody_counts_once_with_the_side_taken_last(ended, make_citizen):
    held, person = ended(pro=2, con=1, paper=1), make_citizen()
    said(held, person, "pro", at=held.opened_at + timedelta(days=1))
    said(held, person, "other", at=held.opened_at + timedelta(days=2))

    count = count_now(held)

    assert (count.pro, count.con, count.other, count.participants) == (3, 1, 1, 5)
    assert (count.offline_pro, count.offline_participants, count.online_participants) == (1, 1, 4)
    # The opinion on paper had no words.
    assert (count.opinions, count.replies) == (5, 0)


def test_they_equal_the_rooms_own_numbers_after_a_recount(ended, moderator):
    held = ended(pro=4, con=2, other=1, paper=2)
    hide_opinion(
        opinion=held.opinions.filter(side="con").first(), reason="욕설", by=moderator, at=timezone.now()
    )
    recount(held, at=timezone.now())

    count, numbers = count_now(held), numbers_of(held)

    assert (count.pro, count.con, count.other) == (numbers.pro, numbers.con, numbers.other)
    assert (count.participants, count.offline_participants) == (numbers.participants, numbers.offline)
    assert count.opinions + count.replies == numbers.opinions


def test_the_days_add_up_to_the_sum(ended, make_citizen):
    held = ended(pro=5, con=2, paper=1)
    first = held.opinions.order_by("pk").first()
    said(held, make_citizen(), "pro", at=held.opened_at + timedelta(days=9), parent=first)

    days, count = days_of(held), count_now(held)

    assert sum(day[1] for day in days) == count.opinions
    assert sum(day[2] for day in days) == count.replies == 1
    assert sum(day[3] for day in days) == count.participants
    assert [day[0] for day in days] == sorted(day[0] for day in days)


def test_a_neighbours_debate_is_not_counted(ended):
    held, other = ended(pro=2), ended(con=3)

    assert (count_now(held).participants, count_now(other).participants) == (2, 3)
