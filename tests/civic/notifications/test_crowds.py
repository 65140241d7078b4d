"""Telling fifty thousand people: part by part, each part kept, nobody twice, nobody behind held up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.journeys.clock import announce_overdue_answers
from civic.journeys.moderate import hide_proposal
from civic.notifications import listeners
from civic.notifications.models import Notification
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending, record
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tests.civic.scenes import moderator, owe, propose, roads  # noqa: F401


@pytest.fixture
def five_at_a_time(monkeypatch):
    monkeypatch.setattr(listeners, "PORTION", 5)


@pytest.fixture
def crossed(haneul, make_proposal, five_at_a_time):
    """A proposal with an author and eleven supporters reached its threshold; nobody has been told."""
    proposal = make_proposal("그늘막", supports=11)
    Event.objects.all().delete()
    record("proposals.threshold.crossed", proposal, at=timezone.now(), count=10, effect="owe_answer")
    return proposal


def test_a_crowd_is_told_portion_by_portion_and_each_once(crossed):
    told = []
    while Event.objects.filter(announced_at=None).exists():
        announce_pending()
        told.append(Notification.objects.count())
    assert told == [5, 10, 12]
    assert OutboundMail.objects.filter(dedupe_key__startswith="event:").count() == 12


def test_what_waits_behind_a_crowd_has_its_turn(crossed, make_citizen):
    record("proposals.proposal.hidden", crossed, at=timezone.now(), reason="확인 중")
    announce_pending()
    assert Notification.objects.filter(kind="threshold").count() == 5
    assert not Event.objects.filter(kind="proposals.proposal.hidden", announced_at=None).exists()


def test_a_worker_that_dies_in_the_middle_has_told_the_portions_before(crossed, monkeypatch):
    announce_pending()
    monkeypatch.setattr(listeners, "tell", lambda **_rest: 1 / 0)
    announce_pending()
    assert Notification.objects.count() == 5
    assert "ZeroDivisionError" in Event.objects.get().last_error


def test_nobody_is_told_of_a_proposal_that_is_hidden(crossed, moderator):  # noqa: F811
    hide_proposal(proposal=crossed, reason="확인 중", by=moderator, at=timezone.now())
    announce_pending()
    assert list(Notification.objects.values_list("kind", flat=True)) == ["moderated"]


def test_a_hidden_proposals_late_answer_waits_to_be_announced(owe, roads, moderator):  # noqa: F811
    request = owe(roads)
    hide_proposal(proposal=request.proposal, reason="확인 중", by=moderator, at=timezone.now())
    assert announce_overdue_answers(at=request.due_at) == 0


def test_somebody_who_left_gets_no_letter(haneul, make_proposal, make_citizen, moderator):  # noqa: F811
    author = make_citizen("떠난 사람")
    proposal = make_proposal(author=author)
    withdraw_from(user=author, keep_writings=True, at=timezone.now())
    hide_proposal(proposal=proposal, reason="확인 중", by=moderator, at=timezone.now())
    announce_pending()
    assert not OutboundMail.objects.filter(to__endswith="withdrawn.invalid").exists()


def test_a_crowd_costs_one_question_about_its_department(crossed, roads):  # noqa: F811
    Event.objects.all().delete()
    record("answers.request.assigned", crossed, at=timezone.now(), proposal=crossed.pk, department=roads.pk)
    with CaptureQueriesContext(connection) as asked:
        announce_pending()
    assert Notification.objects.count() == 5
    assert sum("people_department" in query["sql"] for query in asked) == 1
    assert "도로과" in OutboundMail.objects.filter(dedupe_key__startswith="event:").first().subject
