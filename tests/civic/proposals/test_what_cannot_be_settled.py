"""One proposal whose consequence breaks: everybody else is counted, it is named, and it gets its right later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys import steps
from civic.journeys.clock import close_windows, recount
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, ProposalStat, SupportDelta, ThresholdCrossing, Unsettled
from platform_core.events.models import Event


@pytest.fixture
def breaking(monkeypatch):
    """`breaking(proposal)`: from now on, nothing can follow from its thresholds. `breaking.stop()`: it can again."""
    ways, sound = set(), steps.take

    def take(here, *what, **how):
        sound(here, *what, **how)
        if here.pk in ways:
            raise RuntimeError("no such holiday")

    monkeypatch.setattr(steps, "take", take)

    def break_it(proposal):
        ways.add(proposal.pk)

    break_it.stop = ways.clear
    return break_it


@pytest.fixture
def two_at_the_threshold(haneul, make_proposal, make_citizen, breaking):
    """Both have been given their fiftieth support; the first of them breaks when it crosses."""
    broken, sound = make_proposal(supports=49), make_proposal(supports=49)
    breaking(broken)
    for proposal in (broken, sound):
        give_support(proposal=proposal, citizen=make_citizen())
    return broken, sound


def test_the_others_are_counted_and_settled(two_at_the_threshold, caplog):
    broken, sound = two_at_the_threshold
    assert count_and_settle(at=timezone.now()) == 2
    assert not SupportDelta.objects.exists()
    assert set(ProposalStat.objects.values_list("support_count", flat=True)) == {50}
    assert AnswerRequest.objects.get().proposal == sound
    assert f"Proposal {broken.pk} could not be settled" in caplog.text
    assert "no such holiday" in caplog.text


def test_nothing_of_what_broke_remains(two_at_the_threshold):
    broken, _sound = two_at_the_threshold
    count_and_settle(at=timezone.now())
    assert not ThresholdCrossing.objects.filter(proposal=broken).exists()
    assert not Event.objects.filter(kind="proposals.threshold.crossed", subject_id=broken.pk).exists()
    assert Proposal.objects.get(pk=broken.pk).stage == StageKind.GATHERING


def test_when_the_fault_is_mended_it_crosses_once_though_nobody_supports_it_again(
    two_at_the_threshold, breaking
):
    broken, _sound = two_at_the_threshold
    at = timezone.now()
    count_and_settle(at=at)
    breaking.stop()
    for minutes in (0, 1, 2, 3):
        count_and_settle(at=at + timedelta(minutes=minutes))
    assert ThresholdCrossing.objects.filter(proposal=broken).count() == 1
    assert AnswerRequest.objects.filter(proposal=broken).count() == 1
    assert not Unsettled.objects.exists()


def test_while_the_fault_lasts_it_is_tried_every_minute_and_not_every_second(two_at_the_threshold):
    at = timezone.now()
    for seconds in (0, 1, 2, 60, 61, 120):
        count_and_settle(at=at + timedelta(seconds=seconds))
    left = Unsettled.objects.get()
    assert (left.since, left.tries) == (at, 3)


def test_the_clock_tries_it_and_closes_the_others_windows(two_at_the_threshold, breaking, make_proposal):
    """Its own window has passed too: it was supported in time, so it is not closed under its right."""
    broken, _sound = two_at_the_threshold
    quiet = make_proposal(supports=3, ago=timedelta(days=40))
    Proposal.objects.filter(pk=broken.pk).update(closes_at=timezone.now() - timedelta(days=20))
    at = timezone.now()
    assert close_windows(at=at) == 1
    assert Proposal.objects.get(pk=quiet.pk).stage == StageKind.CLOSED
    assert Proposal.objects.get(pk=broken.pk).stage == StageKind.GATHERING
    breaking.stop()
    close_windows(at=at + timedelta(minutes=1))
    assert AnswerRequest.objects.filter(proposal=broken).count() == 1


def test_a_recount_mends_the_others_too(haneul, make_proposal, breaking):
    broken, sound = make_proposal(supports=50), make_proposal(supports=50)
    ProposalStat.objects.update(support_count=48)
    breaking(broken)
    assert recount(at=timezone.now()) == 2
    assert set(ProposalStat.objects.values_list("support_count", flat=True)) == {50}
    assert AnswerRequest.objects.get().proposal == sound
    assert Unsettled.objects.get().proposal == broken


def test_what_was_hidden_meanwhile_is_not_tried_for_ever(two_at_the_threshold):
    broken, _sound = two_at_the_threshold
    at = timezone.now()
    count_and_settle(at=at)
    Proposal.objects.filter(pk=broken.pk).update(standing="hidden")
    count_and_settle(at=at + timedelta(minutes=1))
    assert not Unsettled.objects.exists()
