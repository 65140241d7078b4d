"""Several workers carry at once; each letter leaves once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.core import mail
from django.db import connection

from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.outbound.models import MailState, OutboundMail
from tenants.context import institution_context


def test_four_workers_carry_each_letter_once(fresh_institution):
    OutboundMail.objects.all().delete()
    for number in range(40):
        queue_mail(to=f"kim{number}@example.org", subject="안내", text="본문")
    mail.outbox = []

    def work() -> int:
        try:
            with institution_context(fresh_institution):
                return send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        carried = [future.result(timeout=30) for future in [pool.submit(work) for _ in range(4)]]
    assert sum(carried) == 40
    assert set(Counter(letter.to[0] for letter in mail.outbox).values()) == {1}
    assert not OutboundMail.objects.exclude(state=MailState.SENT).exists()


def test_many_workers_write_the_same_news_once(fresh_institution):
    def write() -> None:
        try:
            with institution_context(fresh_institution):
                queue_mail(to="kim@example.org", subject="답변", text="본문", dedupe_key="answer:7:kim")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(write) for _ in range(16)]:
            future.result(timeout=30)
    assert OutboundMail.objects.filter(dedupe_key="answer:7:kim").count() == 1
