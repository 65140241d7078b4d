"""Carrying letters to the mail server, several workers at once, none of them holding a lock while it talks.

A letter is leased (its `send_after` moves ahead), handed over, and marked. A worker killed between
hand-over and mark sends the letter again after the lease with the same Message-ID, which is how
mail programs know it as one letter.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from platform_core.access.place import schema_here
from platform_core.outbound.bounces import BOUNCED, is_aside
from platform_core.outbound.models import MailState, OutboundMail, OwnSender, SenderState
from platform_core.outbound.own_sender import signature
from platform_core.outbound.pausing import may_go
from platform_core.outbound.reports import number_of
from platform_core.outbound.sender import from_address
from platform_core.outbound.training import may_leave

log = logging.getLogger("madang.outbound")

LEASE = timedelta(minutes=2)
PAUSE_WHEN_UNREACHABLE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# A slow mail server must not keep the worker from the next institution's turn.
LONGEST_TURN = timedelta(seconds=5)
MOST_ATTEMPTS = 8
# After this a letter says something that is no longer true.
TOO_OLD = timedelta(days=3)


def carry_waiting(*, limit: int, now: Callable[[], datetime], written_since: datetime | None = None) -> int:
    """Hand over up to `limit` waiting letters of the schema at hand; returns how many were taken.

    With `written_since`, older letters stay where they are.
    A letter the server refuses waits longer each time and fails after MOST_ATTEMPTS (at once when the
    refusal is final). A server that cannot be reached costs no attempt: the batch stops and waits.
    After LONGEST_TURN it ends with the letter at hand.
    """
    sent = 0
    end = now() + LONGEST_TURN
    post: BaseEmailBackend | None = None
    own: OwnSender | None = None
    try:
        for _ in range(limit):
            if now() >= end:
                break
            mail = _lease_one(now(), written_since)
            if mail is None:
                break
            if not mail.is_secret and is_aside(mail.to, now()):
                _set_aside(mail)
                continue
            try:
                post, own = (post, own) if post else (_opened(), _sender())
                post.send_messages([_message(mail, own)])
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as refusal:
                _postpone(mail, refusal, now())
            except OSError as trouble:  # everything else smtplib raises is one too
                _wait_for_server(mail, trouble, now())
                break
            else:
                _mark_sent(mail, now())
                sent += 1
    finally:
        if post is not None:
            post.close()
    return sent


def _opened() -> BaseEmailBackend:
    post = get_connection(fail_silently=False)
    post.open()
    return post


def _lease_one(now: datetime, written_since: datetime | None) -> OutboundMail | None:
    due = (Q(send_after=None) | Q(send_after__lte=now)) & may_leave() & may_go(now)
    if written_since is not None:
        due &= Q(created_at__gte=written_since)
    with transaction.atomic():
        mail = (
            OutboundMail.objects.filter(due, state=MailState.WAITING)
            .order_by("pk")
            .select_for_update(skip_locked=True)
            .first()
        )
        if mail is not None:
            mail.send_after = now + LEASE
            mail.save(update_fields=["send_after"])
        return mail


class SignedLetter(EmailMultiAlternatives):
    """Carries the DKIM signature of the institution it comes from."""

    own: OwnSender | None = None

    def message(self, **options: Any) -> Any:
        written: Any = super().message(**options)
        if self.own is not None:
            written["DKIM-Signature"] = signature(self.own, written.as_bytes(linesep="\r\n"))
        return written


def _sender() -> OwnSender | None:
    """Whose domain lets us write in its name just now; None: letters come from the platform's address."""
    return OwnSender.objects.filter(state=SenderState.PROVEN).first()


def _message(mail: OutboundMail, own: OwnSender | None) -> EmailMultiAlternatives:
    address = own.address if own is not None else settings.MAIL_ADDRESS
    host = address.rpartition("@")[2]
    headers = {
        "Message-ID": f"<{number_of(mail, schema_here())}@{host}>",
        # Out-of-office programs must not answer a machine.
        "Auto-Submitted": "auto-generated",
        **mail.headers,
    }
    message = SignedLetter(mail.subject, mail.text, from_address(address), [mail.to], headers=headers)
    message.own = own
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _set_aside(mail: OutboundMail) -> None:
    """It would come back. Codes go out all the same: whoever asks for one is there at this moment."""
    mail.state, mail.last_error = MailState.FAILED, BOUNCED
    mail.save(update_fields=["state", "last_error"])


def _mark_sent(mail: OutboundMail, now: datetime) -> None:
    mail.state, mail.sent_at, mail.last_error = MailState.SENT, now, ""
    fields = ["state", "sent_at", "last_error"]
    # In the demo the row is the letter: the local inbox shows it.
    if mail.is_secret and not settings.DEMO:
        mail.text = mail.html = ""
        fields += ["text", "html"]
    mail.save(update_fields=fields)


def _postpone(mail: OutboundMail, refusal: Exception, now: datetime) -> None:
    mail.attempts += 1
    mail.last_error = _in_short(refusal)
    if _is_final(refusal) or mail.attempts >= MOST_ATTEMPTS:
        mail.state = MailState.FAILED
        log.warning("Letter %s given up: %s", mail.pk, type(refusal).__name__)
    mail.send_after = now + min(timedelta(minutes=2 ** (mail.attempts - 1)), LONGEST_WAIT)
    mail.save(update_fields=["attempts", "last_error", "state", "send_after"])


def _wait_for_server(mail: OutboundMail, trouble: Exception, now: datetime) -> None:
    log.warning("Mail server unreachable: %s", type(trouble).__name__)
    mail.last_error = _in_short(trouble)
    mail.send_after = now + PAUSE_WHEN_UNREACHABLE
    if now - mail.created_at > TOO_OLD:
        mail.state = MailState.FAILED
    mail.save(update_fields=["last_error", "send_after", "state"])


def _is_final(refusal: Exception) -> bool:
    """A 5xx answer about this letter, or a letter that cannot be written at all."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in refusal.recipients.values())
    if isinstance(refusal, smtplib.SMTPDataError):
        return 500 <= refusal.smtp_code < 600
    return isinstance(refusal, ValueError)


def _in_short(error: Exception) -> str:
    """What went wrong, without the reader's address (it is in the row already)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {answer!r}" for code, answer in error.recipients.values())[:500]
    return f"{type(error).__name__}: {error}"[:500]
