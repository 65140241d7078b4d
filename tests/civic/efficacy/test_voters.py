"""Whoever voted, or said something below, took part: they follow it, are counted, and find it on their page."""

from datetime import timedelta

from django.utils import timezone

from civic.ballots.models import Ballot, Voter
from civic.efficacy.counting import count_statistics
from civic.efficacy.daily import days_of
from civic.efficacy.fates import Fate, fates_of
from civic.efficacy.models import DailyCount
from civic.journeys.ballot import vote
from civic.notifications.following import followers_of, follows
from civic.processes.models import ProcessVersion
from civic.proposals.actions import write_comment
from tests.civic.ballots.conftest import item_under, numbers, opened, rules_of_vote
from tests.civic.proposals.conftest import process  # noqa: F401


def test_who_voted_or_talked_is_told_and_counted_and_finds_it(
    haneul,
    citizen,
    make_citizen,
    moderator,
    process,  # noqa: F811
):
    version = ProcessVersion.objects.get(pk=process(rules_of_vote()).current_version_id)
    item, talker = item_under(version), make_citizen("댓글쓴이")
    ballot = opened(item, moderator)
    vote(ballot=ballot, person=citizen, chosen=numbers(ballot)[:1])
    said = write_comment(proposal=item, author=talker, body="기대합니다", at=timezone.now())
    assert set(followers_of(item)) == {citizen, talker}
    assert follows(citizen, item) and follows(talker, item)

    tomorrow = timezone.now() + timedelta(days=1)
    (found,) = fates_of(citizen.pk, Fate.RUNNING, tomorrow, most=5)
    assert (found.item, found.deeds) == (item.pk, ("voted",))

    count_statistics(at=tomorrow)
    today = timezone.localdate()
    assert days_of(today, today)[0].counts["cast"] == 1
    assert DailyCount.objects.get(measure="people.month", dimension="deed:voted").value == 1

    # What is voted on together with others is nobody's wish to hear of each of them.
    Ballot.objects.filter(pk=ballot.pk).update(is_joint=True)
    said.standing = "withdrawn"
    said.save(update_fields=["standing"])
    assert not followers_of(item).exists() and Voter.objects.filter(ballot=ballot).exists()
