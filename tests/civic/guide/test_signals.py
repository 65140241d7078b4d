"""What is suggested for the log, and what is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.guide.actions import dismiss_signal, take_signal
from civic.guide.models import LogEntry, Signal, SignalKind
from civic.guide.signals import BURST_SUPPORTS, look_around
from civic.proposals.models import ProposalStat, Support
from platform_core.access import Refused


def support(proposal, make_citizen, count, *, ago, joined=timedelta(days=400)):
    now = timezone.now()
    for number in range(count):
        person = make_citizen(f"시민{number}", joined_at=now - joined)
        Support.objects.create(proposal=proposal, citizen=person, given_at=now - ago)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=count)


def kinds():
    return sorted(Signal.objects.values_list("kind", flat=True))


def test_a_rush_of_support_is_suggested_once(propose, make_citizen):
    proposal = propose(at=timezone.now() - timedelta(days=3))
    support(proposal, make_citizen, BURST_SUPPORTS, ago=timedelta(minutes=10))
    assert look_around(at=timezone.now()) == 1
    assert look_around(at=timezone.now()) == 0
    assert kinds() == [SignalKind.BURST]


def test_a_quiet_proposal_is_not_suggested(propose, make_citizen):
    support(
        propose(at=timezone.now() - timedelta(days=3)),
        make_citizen,
        BURST_SUPPORTS - 1,
        ago=timedelta(minutes=10),
    )
    assert look_around(at=timezone.now()) == 0


def test_support_by_accounts_of_this_week_is_suggested(propose, make_citizen):
    support(propose(), make_citizen, 20, ago=timedelta(hours=5), joined=timedelta(days=1))
    look_around(at=timezone.now())
    assert kinds() == [SignalKind.NEW_ACCOUNTS]


def test_whoever_writes_the_same_again_and_again_is_suggested(propose, make_citizen):
    author = make_citizen("반복하는사람")
    for _number in range(3):
        propose("같은 말", author=author)
    look_around(at=timezone.now())
    assert kinds() == [SignalKind.REPEATED]


def test_what_is_close_to_its_number_when_its_time_is_nearly_over_is_suggested(propose):
    proposal = propose(at=timezone.now() - timedelta(days=27))
    threshold = proposal.rules.first_threshold.count
    ProposalStat.objects.filter(proposal=proposal).update(support_count=threshold - 1)
    look_around(at=timezone.now())
    assert kinds() == [SignalKind.WORTHY]
    ProposalStat.objects.filter(proposal=proposal).update(support_count=threshold)
    Signal.objects.all().delete()
    assert look_around(at=timezone.now()) == 0


def test_a_suggestion_is_taken_or_dismissed_once(propose, make_citizen, moderator, respondent):
    support(
        propose(at=timezone.now() - timedelta(days=3)),
        make_citizen,
        BURST_SUPPORTS,
        ago=timedelta(minutes=10),
    )
    look_around(at=timezone.now())
    signal, now = Signal.objects.get(), timezone.now()
    with pytest.raises(Refused):
        take_signal(signal=signal, day=now.date(), text="방송에 나왔음", by=respondent, at=now)
    take_signal(signal=signal, day=now.date(), text="방송에 나왔음", by=moderator, at=now)
    assert LogEntry.objects.get().signal == Signal.objects.get()
    with pytest.raises(Refused):
        dismiss_signal(signal=signal, reason="문제 없음", by=moderator, at=now)
