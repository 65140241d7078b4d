"""A person votes, votes otherwise, takes the vote back: one person is one paper, until the second it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.ballots.counting import count_of, recount
from civic.ballots.kinds import State
from civic.ballots.models import Ballot, Paper, Voter
from civic.ballots.queries import options_for, vote_of
from civic.journeys.ballot import vote, withdraw_vote
from civic.journeys.ballot_leading import change_ballot, prepare_ballot
from civic.journeys.clock import close_windows
from civic.processes.clock import database_now
from civic.proposals.models import Proposal, StageResult
from platform_core.access import Refused
from tests.civic.ballots.conftest import item_under, numbers, rules_of_vote


def refused(deed):
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.verdict.code


def test_a_changed_vote_is_one_vote_and_the_same_again_changes_nothing(ballot, make_citizen):
    held, citizen = ballot(), make_citizen()
    yes, no = numbers(held)
    assert vote(ballot=held, person=citizen, chosen=[yes])
    assert not vote(ballot=held, person=citizen, chosen=[yes])
    assert vote(ballot=held, person=citizen, chosen=[no])
    assert (count_of(held).votes, count_of(held).people) == ({no: 1}, 1)
    assert vote_of(citizen, held).chosen == (no,)
    assert recount(held) is None


def test_what_the_ballot_does_not_let_people_change_or_take_back_stays(ballot, make_citizen):
    held, citizen = ballot(may_change=False), make_citizen()
    yes, no = numbers(held)
    vote(ballot=held, person=citizen, chosen=[yes])
    assert refused(lambda: vote(ballot=held, person=citizen, chosen=[no])) == "voted_already"
    assert refused(lambda: withdraw_vote(ballot=held, person=citizen)) == "not_withdrawable"
    assert count_of(held).votes == {yes: 1}


def test_a_vote_taken_back_leaves_neither_paper_nor_name(ballot, make_citizen):
    held, citizen = ballot(may_withdraw=True), make_citizen()
    vote(ballot=held, person=citizen, chosen=numbers(held)[:1])
    assert withdraw_vote(ballot=held, person=citizen)
    assert not Paper.objects.exists() and not Voter.objects.exists()
    assert not withdraw_vote(ballot=held, person=citizen)


def test_a_blank_paper_is_taken_only_where_the_ballot_says_so(ballot, make_citizen, process):
    held = ballot(takes_blank=True)
    vote(ballot=held, person=make_citizen(), chosen=[])
    assert (count_of(held).empty, count_of(held).valid) == (1, 0)
    held.takes_blank = False
    held.save()
    assert refused(lambda: vote(ballot=held, person=make_citizen(), chosen=[])) == "nothing_chosen"


@pytest.mark.parametrize(
    ("terms", "chosen", "code"),
    [
        ({"kind": "several", "choices": 2}, (0, 1, 2), "too_many"),
        ({"kind": "several", "choices": 2, "exactly": True}, (0,), "too_few"),
        ({"kind": "one"}, (0, 1), "too_many"),
        ({"kind": "one"}, (0, 0), "no_such_option"),
        ({"kind": "budget", "choices": 0, "sum": 100}, (0, 1), "too_expensive"),
    ],
)
def test_a_paper_that_is_none_is_refused_with_what_is_wrong(ballot, make_citizen, terms, chosen, code):
    held = ballot(options=(("그늘막", 60), ("의자", 50), ("분수", 40)), **terms)
    known = numbers(held)
    papers = [known[place] for place in chosen]
    assert refused(lambda: vote(ballot=held, person=make_citizen(), chosen=papers)) == code
    assert refused(lambda: vote(ballot=held, person=make_citizen(), chosen=[2**40])) == "no_such_option"


def test_by_the_database_clock_a_vote_in_the_last_second_counts_and_one_after_it_does_not(
    ballot, make_citizen
):
    held, [first, second] = ballot(), [make_citizen(), make_citizen()]
    end = database_now() + timedelta(seconds=60)
    Ballot.objects.filter(pk=held.pk).update(closes_at=end)
    vote(ballot=held, person=first, chosen=numbers(held)[:1])
    Ballot.objects.filter(pk=held.pk).update(closes_at=database_now())
    assert refused(lambda: vote(ballot=held, person=second, chosen=numbers(held)[:1])) == "ballot_over"
    assert count_of(held).people == 1


def test_who_may_not_vote_by_the_rules_of_the_item_is_told_why(ballot, make_citizen):
    held = ballot(rules_of_vote(eligibility={"vote": {"ties": ["resides"]}}))
    assert (
        refused(lambda: vote(ballot=held, person=make_citizen(), chosen=numbers(held)[:1])) == "not_from_here"
    )


def test_the_numbers_decide_at_the_end_and_nobody_can_tell_whose_a_paper_was(ballot, make_citizen):
    held, people = ballot(), [make_citizen() for _each in range(3)]
    yes, no = numbers(held)
    for person, chosen in zip(people, (yes, yes, no), strict=True):
        vote(ballot=held, person=person, chosen=[chosen])
    close_windows(at=held.closes_at)
    held.refresh_from_db()
    item = Proposal.objects.get(pk=held.item_id)
    assert item.stage_key == "answering"
    assert StageResult.objects.get().counts == {"votes": 3, "in_favour": 2, "participants": 3}
    assert held.state_at(held.closes_at) == State.COUNTED
    assert held.salt is None and vote_of(people[0], held).chosen is None
    assert recount(held) is None


def test_without_a_majority_it_ends_and_what_is_published_is_never_mended_silently(ballot, make_citizen):
    held = ballot()
    vote(ballot=held, person=make_citizen(), chosen=numbers(held)[1:])
    close_windows(at=held.closes_at)
    assert Proposal.objects.get(pk=held.item_id).closed_as == "not_passed"
    Paper.objects.update(choices=numbers(held)[:1])
    held.refresh_from_db()
    assert recount(held) is not None
    assert count_of(held).votes == {numbers(held)[1]: 1}


def test_from_the_first_vote_on_nothing_on_the_ballot_changes(ballot, make_citizen, moderator):
    held = ballot()
    change_ballot(ballot=held, question="나무를 심을까요?", by=moderator, at=timezone.now())
    vote(ballot=held, person=make_citizen(), chosen=numbers(held)[:1])
    changing = lambda: change_ballot(ballot=held, question="다른 물음", by=moderator, at=timezone.now())  # noqa: E731
    assert refused(changing) == "rule_frozen"


def test_what_the_published_rules_say_of_the_vote_no_ballot_says_otherwise(process, moderator):
    from civic.processes.models import ProcessVersion

    made = process(rules_of_vote(vote={"choices": 3, "shown": "live", "may_change": False}))
    item = item_under(ProcessVersion.objects.get(pk=made.current_version_id))
    draft = prepare_ballot(item=item, by=moderator, at=timezone.now(), choices=9, may_change=True)
    assert (draft.choices, draft.may_change, draft.shown, draft.kind) == (3, False, "live", "several")


def test_everybody_finds_the_options_in_an_order_of_their_own_which_stays(ballot, make_citizen):
    held = ballot(kind="one", options=tuple(f"{place}번" for place in range(8)))
    options, people = list(held.options.all()), [make_citizen() for _each in range(6)]
    orders = [[one.pk for one in options_for(person, held, options)] for person in people]
    assert orders == [[one.pk for one in options_for(person, held, options[::-1])] for person in people]
    assert len({tuple(order) for order in orders}) > 1
