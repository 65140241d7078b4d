"""Days on which nobody could take part are given back to people, in public, when the institution is open again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from django.utils.translation import gettext

from civic.answers.models import AnswerRequest
from civic.journeys.prolong import days_lost
from civic.notices.models import Notice
from civic.proposals.models import Proposal
from platform_core.events.models import Event
from tenants.actions import closed_since, make_read_only, reopen, suspend
from tenants.context import institution_context, public
from tenants.models import Institution

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def since():
    return timezone.now()


def ends(proposal, at):
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=at)
    return proposal


def end_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).closes_at


def closed(house, since):
    make_read_only(institution=house, reason="계약 종료", at=since)


def test_what_was_open_to_people_stays_open_as_many_days_longer(haneul, bada, make_proposal, since, visit):
    soon, past = ends(make_proposal(), since + timedelta(days=1)), make_proposal()
    ends(past, since - timedelta(minutes=5))
    owed = list(AnswerRequest.objects.order_by("pk").values_list("due_at", flat=True))
    with institution_context(bada):
        theirs = list(Proposal.objects.order_by("pk").values_list("closes_at", flat=True))
    before = end_of(soon)
    closed(haneul, since)
    # A suspension in between changes nothing: people could not write since the first day.
    suspend(institution=haneul, reason="점검", at=since + timedelta(days=1))
    assert closed_since(haneul) == since
    until = since + timedelta(days=3, hours=5)
    assert reopen(institution=haneul, at=until)
    assert end_of(soon) == before + timedelta(days=4)
    # Places, and the days for taking up, are counted from its way.
    assert soon.moves.get(ends_at__isnull=False).ends_at == end_of(soon)
    assert past.moves.get(ends_at__isnull=False).ends_at not in (None, end_of(soon))
    assert end_of(past) == since - timedelta(minutes=5)
    assert list(AnswerRequest.objects.order_by("pk").values_list("due_at", flat=True)) == owed
    with institution_context(bada):
        assert list(Proposal.objects.order_by("pk").values_list("closes_at", flat=True)) == theirs
    told = Event.objects.filter(kind="proposals.window.prolonged", subject_id=soon.pk).get()
    assert told.data["days"] == 4
    notice = Notice.objects.latest("pk")
    assert (notice.title, notice.created_by) == (gettext("Windows are longer"), None)
    assert closed_since(haneul) is None


def test_some_hours_are_no_day_and_nothing_open_is_no_news(haneul, make_proposal, since):
    soon = ends(make_proposal(), since + timedelta(days=1))
    before, notices = end_of(soon), Notice.objects.count()
    closed(haneul, since)
    assert reopen(institution=haneul, at=since + timedelta(hours=3))
    assert (end_of(soon), Notice.objects.count()) == (before, notices)


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (11, 0), (12, 1), (24, 1), (25, 2), (24 * 30, 30)])
def test_each_day_that_was_begun_counts(hours, days):
    moment = datetime(2026, 3, 1, tzinfo=SEOUL)
    assert days_lost(moment, moment + timedelta(hours=hours)) == days


def test_the_operator_reads_before_what_opening_would_prolong(haneul, make_proposal, visit, operator, since):
    ends(make_proposal(), since + timedelta(days=1))
    closed(haneul, since - timedelta(days=2))
    with public():
        TOTP.activate(operator, generate_totp_secret())
        house = Institution.objects.get(pk=haneul.pk)
    console = visit(None, as_=operator)
    seen = console.get(f"/institutions/{house.pk}/closing/").context["longer"]
    assert seen.days == 3 and seen.windows >= 1
    console.post(f"/institutions/{house.pk}/closing/", {"to": "open", "reason": ""})
    told = Event.objects.filter(kind="proposals.window.prolonged").count()
    assert told == seen.windows
