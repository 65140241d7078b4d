"""Many votes at one instant, and a ballot that closes under them: one row for each person, and none too late."""

from datetime import timedelta

from django.utils import timezone

from civic.ballots.counting import count_of, recount, recount_all
from civic.ballots.models import Ballot, Paper, Voter
from civic.journeys.ballot import vote
from civic.journeys.ballot_leading import approve_ballot, prepare_ballot
from civic.journeys.clock import close_windows
from civic.people.models import Role, StaffRole
from civic.processes.actions import publish_rules
from civic.processes.clock import database_now
from civic.processes.models import Process
from civic.proposals.models import StageResult
from platform_core.access import Refused
from tests.civic.ballots.conftest import item_under, numbers, rules_of_vote
from tests.civic.proposals.test_counting_under_load import at_once, people


def begun() -> Ballot:
    process = Process.objects.create(key="other", name="다른 절차")
    version = publish_rules(
        process=process, document=rules_of_vote(), reason="처음", by=None, at=timezone.now()
    )
    [moderator] = people(1)
    StaffRole.objects.create(user=moderator, role=Role.MODERATOR)
    at = timezone.now() - timedelta(minutes=1)
    ballot = prepare_ballot(item=item_under(version), by=moderator, at=at)
    approve_ballot(ballot=ballot, by=moderator, at=at)
    moderator.email = "moderator@example.org"
    moderator.save()
    return Ballot.objects.select_related("item").get(pk=ballot.pk)


def test_twenty_votes_of_one_person_are_one_row_and_the_last_paper(fresh_institution):
    ballot = begun()
    [citizen], (yes, no) = people(1), numbers(ballot)
    at_once(
        fresh_institution,
        [
            lambda chosen=chosen: vote(ballot=ballot, person=citizen, chosen=[chosen])
            for chosen in (yes, no) * 10
        ],
    )
    assert (Voter.objects.count(), Paper.objects.count()) == (1, 1)
    assert recount(ballot) is None


def test_whoever_votes_in_time_is_in_the_result_and_nobody_else(fresh_institution):
    ballot = begun()
    citizens, yes = people(24), numbers(ballot)[:1]
    end = database_now() + timedelta(milliseconds=150)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=end)
    type(ballot.item).objects.filter(pk=ballot.item_id).update(stage_ends_at=end)

    def cast(citizen):
        try:
            return vote(ballot=ballot, person=citizen, chosen=yes)
        except Refused as refusal:
            assert refusal.verdict.code in ("ballot_over", "stage_closed")
            return False

    jobs = [lambda one=one: cast(one) for one in citizens]
    jobs.insert(12, lambda: close_windows(at=end) and None)
    heard = at_once(fresh_institution, jobs).count(True)
    close_windows(at=end)
    ballot.refresh_from_db()
    assert StageResult.objects.get().counts["participants"] == heard == count_of(ballot).people
    assert recount_all(at=end) == []
