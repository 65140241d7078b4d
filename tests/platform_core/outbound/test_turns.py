"""One institution's post does not keep the others from theirs."""

from datetime import timedelta
from itertools import count

from django.core import mail
from django.utils import timezone

from platform_core.outbound.actions import queue_mail
from platform_core.outbound.carrier import carry_waiting
from platform_core.outbound.models import OutboundMail


def test_a_slow_mail_server_ends_a_turn_after_seconds(haneul):
    OutboundMail.objects.all().delete()
    for number in range(20):
        queue_mail(to=f"kim{number}@example.org", subject="안내", text="본문")
    begun, ticks = timezone.now() + timedelta(minutes=1), count()

    def two_seconds_later_each_time():
        return begun + timedelta(seconds=2 * next(ticks))

    assert 1 <= carry_waiting(limit=20, now=two_seconds_later_each_time) < 5
    assert len(mail.outbox) < 5
