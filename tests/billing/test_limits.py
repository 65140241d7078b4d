"""A month's amount is used up: what is mere news waits, what a citizen does or is owed goes on, and it comes back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from billing.limits import look_at_limits
from billing.models import Meter, PlanVersion, UsageDay
from civic.api.tokens import create_token
from civic.notifications.actions import tell
from civic.notifications.audience import News
from civic.notifications.models import NewsKind, Notification
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.outbound.models import OutboundMail
from platform_core.outbound.pausing import let_lapse
from tenants.context import public
from tenants.watching.figures import look_now, refresh_figures
from tests.billing.conftest import NOON, days, fresh, held_by, order
from tests.fixtures.people import new_staff


def used(institution, meter, value, *, at=NOON):
    with public():
        UsageDay.objects.update_or_create(
            institution=institution,
            day=at.date(),
            meter=meter,
            defaults={"value": value, "counted_at": at},
        )
    look_at_limits(institution=institution, at=at)
    return fresh(institution).entitlements.get("paused", [])


def holds(institution, **amounts):
    version = held_by(institution).version
    with public():
        PlanVersion.objects.filter(pk=version.pk).update(entitlements={**version.entitlements, **amounts})


@pytest.fixture
def small(haneul):
    """A plan of ten letters and ten requests of the API a month."""
    order(haneul)
    holds(haneul, mails_per_month=10, api_calls=10)
    assert used(haneul, Meter.MAILS, 9) == []
    return haneul


def left():
    return sorted(one.to[0] for one in mail.outbox)


def test_news_waits_at_100_percent_codes_and_answers_go_out_and_the_next_month_brings_the_rest(
    small, make_citizen, make_proposal, visit
):
    head = new_staff(email="head@haneul.example")
    author, follower = make_citizen(), make_citizen()
    proposal = make_proposal(author=author, at=NOON)
    event = Event.objects.order_by("-pk").first()
    assert used(small, Meter.MAILS, 10) == ["mails_per_month"]
    with time_machine.travel(NOON, tick=False):
        OutboundMail.objects.all().delete()
        news = News(NewsKind.PROGRESS, proposal, {"event": "execution.note.written"})
        tell(event=event, news=news, people=[author, follower], at=NOON)
        queue_mail(to="code@example.org", subject="번호", text="123 456", secret=True)
        send_waiting()
        assert left() == sorted([author.email, "code@example.org"])
        # It stands on the page of news, whether or not the letter waits.
        assert Notification.objects.filter(user=follower).count() == 1
        page = visit(small, as_=head).get("/desk/plan/").content.decode()
        assert page.count('class="alert') >= 1 and "row--overdue" in page
    mail.outbox.clear()
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        holds(small, mails_per_month=1_000)
        assert used(small, Meter.MAILS, 10) == []
        send_waiting()
        assert left() == [follower.email]
    announce_pending()
    told = set(Event.objects.filter(kind__startswith="billing.usage.").values_list("kind", flat=True))
    assert told == {"billing.usage.warned", "billing.usage.paused", "billing.usage.resumed"}
    assert OutboundMail.objects.filter(to=head.email).count() >= 3


def test_a_month_begins_anew_and_news_that_is_no_news_any_more_stays(small):
    assert used(small, Meter.MAILS, 12) == ["mails_per_month"]
    OutboundMail.objects.all().delete()
    with time_machine.travel(NOON, tick=False):
        queue_mail(to="old@example.org", subject="소식", text="글", optional=True)
    assert used(small, Meter.PARTICIPANTS, 1, at=NOON + days(30)) == []
    with time_machine.travel(NOON + days(30), tick=False):
        send_waiting()
        assert left() == []
    assert let_lapse(before=NOON + days(1)) == 1


def test_strangers_machines_wait_and_a_citizens_own_program_goes_on(
    small, visit, make_citizen, make_proposal
):
    citizen = make_citizen()
    proposal = make_proposal(author=make_citizen())
    _token, secret = create_token(user=citizen, name="앱")
    own = {"authorization": f"Token {secret}"}
    assert visit(small).get("/api/v1/proposals/").status_code == 200
    assert used(small, Meter.API_CALLS, 10) == ["api_calls"]
    refused = visit(small).get("/api/v1/proposals/")
    assert (refused.status_code, refused.json()["code"]) == (409, "paused") and refused.json()["what_next"]
    assert visit(small).get("/api/v1/proposals/", headers=own).status_code == 200
    support = visit(small).put(f"/api/v1/proposals/{proposal.pk}/support/", headers=own)
    assert support.status_code in (200, 201)
    assert visit(small).get("/proposals/").status_code == 200
    assert used(small, Meter.API_CALLS, 10, at=NOON + days(31)) == ["api_calls"]
    assert used(small, Meter.API_CALLS, 0, at=NOON + days(62)) == []


def test_news_that_waits_for_a_larger_plan_does_not_look_like_work_that_hangs(small):
    assert used(small, Meter.MAILS, 10) == ["mails_per_month"]
    later = NOON + timedelta(hours=2)
    refresh_figures(at=NOON)
    with time_machine.travel(NOON, tick=False):
        before = look_now(fresh(small), at=later).waiting
        queue_mail(to="news@example.org", subject="소식", text="글", optional=True)
        assert look_now(fresh(small), at=later).waiting == before
        queue_mail(to="answer@example.org", subject="답변", text="글")
        assert look_now(fresh(small), at=later).waiting == before + 1
