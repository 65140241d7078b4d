"""Whatever people do, in any order: the count is what a dictionary says."""

from collections import Counter

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.ballots.counting import count_of, recount
from civic.journeys.ballot import vote, withdraw_vote
from tests.civic.ballots.conftest import numbers

WHO = st.integers(0, 3)
PAPER = st.lists(st.integers(0, 3), unique=True, max_size=2)
DEEDS = st.lists(st.one_of(st.tuples(WHO, PAPER), st.tuples(WHO, st.none())), max_size=9)


def test_the_count_is_the_last_paper_of_everybody(ballot, make_citizen):
    held = ballot(
        kind="several", choices=2, takes_blank=True, may_withdraw=True, options=("하나", "둘", "셋", "넷")
    )
    known, people = numbers(held), [make_citizen() for _each in range(4)]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(DEEDS)
    def whatever(deeds):
        with transaction.atomic():
            papers: dict[int, list[int]] = {}
            for who, places in deeds:
                if places is None:
                    assert withdraw_vote(ballot=held, person=people[who]) == (who in papers)
                    papers.pop(who, None)
                else:
                    papers[who] = [known[place] for place in places]
                    vote(ballot=held, person=people[who], chosen=papers[who])
            count = count_of(held)
            assert dict(count.votes) == Counter(pk for chosen in papers.values() for pk in chosen)
            assert (count.people, count.blank) == (len(papers), sum(not one for one in papers.values()))
            assert recount(held) is None
            transaction.set_rollback(True)

    whatever()
