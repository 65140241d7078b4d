"""Whoever is concerned is told that a vote opens, and whoever voted what came of it; each once."""

from civic.journeys.ballot import vote
from civic.journeys.clock import close_windows
from civic.notifications.models import Notification
from civic.proposals.models import Support
from platform_core.events.actions import announce_pending
from tests.civic.ballots.conftest import numbers


def told(person):
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("data__event", flat=True))


def test_supporters_and_voters_are_told_and_led_to_the_vote(ballot, make_citizen):
    held, supporter, voter, stranger = ballot(), make_citizen(), make_citizen(), make_citizen()
    Support.objects.create(proposal=held.item, citizen=supporter, given_at=held.opened_at)
    announce_pending()
    vote(ballot=held, person=voter, chosen=numbers(held)[:1])
    announce_pending()
    close_windows(at=held.closes_at)
    for _turn in range(2):
        announce_pending()
    assert [one for one in told(supporter) if one.startswith("ballots.")] == [
        "ballots.ballot.opened",
        "ballots.ballot.counted",
    ]
    # Whoever voted took part: they are told of what follows, too.
    assert [one for one in told(voter) if one.startswith("ballots.")] == ["ballots.ballot.counted"]
    assert len(told(voter)) > 1 and told(stranger) == []
    news = Notification.objects.get(user=voter, data__event="ballots.ballot.counted")
    assert news.data["path"] == f"/votes/{held.pk}/"
