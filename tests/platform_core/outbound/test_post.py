"""Real SMTP: what the mail server sees, and what happens when it says no or is not there."""

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from platform_core.outbound.actions import queue_letter, queue_mail, send_waiting
from platform_core.outbound.models import MailState, OutboundMail


class Server:
    """Takes letters, except those to addresses that begin with `nobody` (for good) or `later` (for now)."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.raw: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such person"
        if address.startswith("later"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.raw.append(envelope.content)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(haneul, settings) -> Iterator[Server]:
    OutboundMail.objects.all().delete()
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 3
    yield handler
    controller.stop()


def test_a_letter_arrives_from_the_institution_with_both_texts(server):
    queue_letter(
        to="kim@example.org",
        subject="“공원에 그늘을” 제안에 답변이 나왔습니다",
        body="채택되었습니다.",
        unsubscribe_url="http://haneul.localhost/unsubscribe/abc/",
    )
    assert send_waiting() == 1
    (letter,) = server.letters
    assert str(letter["From"]).startswith("하늘시 <")
    assert letter["Subject"].strip() == "“공원에 그늘을” 제안에 답변이 나왔습니다"
    assert letter["List-Unsubscribe"] == "<http://haneul.localhost/unsubscribe/abc/>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "채택되었습니다." in letter.get_body(("plain",)).get_content()
    assert "채택되었습니다." in letter.get_body(("html",)).get_content()


def test_a_repeated_letter_carries_the_same_id(server):
    queue_mail(to="kim@example.org", subject="안내", text="본문")
    send_waiting()
    OutboundMail.objects.update(state=MailState.WAITING, send_after=None)
    send_waiting()
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_the_server_does_not_know_is_given_up_at_once_and_holds_nobody_up(server):
    queue_mail(to="nobody@example.org", subject="안내", text="본문")
    queue_mail(to="kim@example.org", subject="안내", text="본문")
    assert send_waiting() == 1
    failed = OutboundMail.objects.get(to="nobody@example.org")
    assert (failed.state, failed.attempts) == (MailState.FAILED, 1)
    assert "550" in failed.last_error


def test_a_server_that_says_later_is_asked_again_later(server):
    queue_mail(to="later@example.org", subject="안내", text="본문")
    before = timezone.now()
    assert send_waiting() == 0
    letter = OutboundMail.objects.get()
    assert letter.state == MailState.WAITING and letter.attempts == 1
    assert letter.send_after >= before + timedelta(seconds=59)
    assert send_waiting() == 0
    assert OutboundMail.objects.get().attempts == 1


def test_a_server_that_is_not_there_costs_no_attempt(server, settings):
    settings.EMAIL_PORT = 1
    for number in range(3):
        queue_mail(to=f"kim{number}@example.org", subject="안내", text="본문")
    assert send_waiting() == 0
    assert set(OutboundMail.objects.values_list("state", "attempts")) == {(MailState.WAITING, 0)}
    # The batch stopped at the first: the others are not even leased.
    assert OutboundMail.objects.filter(send_after=None).count() == 2
