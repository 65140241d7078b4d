"""Papers from ballot boxes: two people, numbers that can be, apart and in the sum."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.ballots.actions import finish_boxes as count_last_box
from civic.ballots.boxes import Counted, confirm_box, enter_box, remove_box
from civic.ballots.counting import count_of, recount
from civic.ballots.models import Ballot
from civic.journeys.ballot import vote
from civic.journeys.ballot_leading import finish_boxes
from civic.journeys.clock import close_windows, recount_ballots
from civic.people.models import Role
from civic.proposals.models import Proposal, StageResult
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.ballots.conftest import numbers


def refused(deed):
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.verdict.code


def test_a_box_counts_when_a_second_person_finds_the_same_and_the_result_waits_for_it(
    ballot, make_citizen, make_staff, moderator
):
    held = ballot(has_boxes=True, takes_blank=True)
    (yes, no), other = numbers(held), make_staff(Role.MODERATOR)
    vote(ballot=held, person=make_citizen(), chosen=[no])
    found, now = Counted(papers=5, blank=1, invalid=1, votes={yes: 3, no: 0}), timezone.now()
    box = enter_box(ballot=held, name="구청", counted=found, by=moderator, at=now)
    assert count_of(held).papers == 1
    assert refused(lambda: confirm_box(box=box, counted=found, by=moderator, at=now)) == "two_people"
    wrong = Counted(papers=5, blank=1, invalid=1, votes={yes: 2, no: 1})
    assert refused(lambda: confirm_box(box=box, counted=wrong, by=other, at=now)) == "counts_differ"
    confirm_box(box=box, counted=found, by=other, at=now)

    close_windows(at=held.closes_at)
    assert Proposal.objects.get(pk=held.item_id).stage == "voting"
    finish_boxes(ballot=held, by=moderator, at=held.closes_at)
    held = Ballot.objects.get(pk=held.pk)
    count = count_of(held)
    assert (count.of(yes), count.of(no), count.papers, count.valid, count.invalid) == (3, 1, 6, 4, 1)
    assert StageResult.objects.get().counts == {"votes": 4, "in_favour": 3, "participants": 6}
    assert Proposal.objects.get(pk=held.item_id).stage == "answering"
    assert recount(held) is None
    assert refused(lambda: remove_box(box=box, reason="잘못", by=moderator, at=now)) == "counted_already"


def test_what_comes_after_a_vote_begins_when_its_last_box_was_counted_whenever_a_worker_comes(
    ballot, make_citizen, moderator
):
    held = ballot(has_boxes=True)
    vote(ballot=held, person=make_citizen(), chosen=numbers(held)[:1])
    counted_at = held.closes_at + timedelta(hours=5)
    count_last_box(ballot=held, by=moderator, at=counted_at)
    close_windows(at=held.closes_at + timedelta(days=3))
    item = Proposal.objects.get(pk=held.item_id)
    assert (item.stage, item.stage_entered_at) == ("answering", counted_at)
    assert AnswerRequest.objects.get(proposal=item).opened_at == counted_at
    assert StageResult.objects.get().at == counted_at


@pytest.mark.parametrize(
    ("papers", "votes", "code"),
    [
        (1274, (1274, 1274, 1274, 0), ""),
        # 광주 북구 2017: 1,274 papers of exactly three votes were told to hold 3,835 votes.
        (1274, (1274, 1274, 1274, 13), "does_not_add_up"),
        (10, (11, 10, 9, 0), "too_many_votes"),
        (10, (10, 10, 0, 0), "does_not_add_up"),
    ],
)
def test_more_votes_than_the_papers_can_hold_are_not_taken(ballot, moderator, papers, votes, code):
    held = ballot(kind="several", choices=3, exactly=True, has_boxes=True, options=("하나", "둘", "셋", "넷"))
    counted = Counted(papers, votes=dict(zip(numbers(held), votes, strict=True)))
    entering = lambda: enter_box(ballot=held, name="구청", counted=counted, by=moderator, at=timezone.now())  # noqa: E731
    if code:
        assert refused(entering) == code
    else:
        assert entering().papers == papers


def test_a_result_that_its_rows_do_not_bear_out_raises_an_alarm_and_stays(ballot, make_citizen):
    held = ballot()
    vote(ballot=held, person=make_citizen(), chosen=numbers(held)[:1])
    close_windows(at=held.closes_at)
    assert recount_ballots(at=held.closes_at) == 0
    before = Ballot.objects.get().result
    Ballot.objects.get().papers.all().delete()
    assert recount_ballots(at=held.closes_at) == 1
    assert Ballot.objects.get().result == before
    assert Event.objects.filter(kind="ballots.count.differed").exists()
