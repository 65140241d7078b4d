"""Writing letters and putting them in the post-box. Carrying them away is in carrier.py."""

from datetime import datetime
from typing import Any

from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from platform_core.outbound.bounces import forget_bounces_of
from platform_core.outbound.carrier import carry_waiting
from platform_core.outbound.letters import write_letter
from platform_core.outbound.models import MailState, OutboundMail
from platform_core.outbound.texts import forget_old_texts
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import clean_line, clean_text

SUBJECT_LIMIT = 200
# What the privacy notice promises; whoever tidies keeps to it.
DAYS_LETTERS_ARE_KEPT = 90
# The headers a room may ask for. Everything else is written by the carrier.
ALLOWED_HEADERS = frozenset(
    {"List-Unsubscribe", "List-Unsubscribe-Post", "Reply-To", "References", "In-Reply-To"}
)


def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    user: Any = None,
    dedupe_key: str | None = None,
    headers: dict[str, str] | None = None,
    secret: bool = False,
    optional: bool = False,
) -> None:
    """Write a letter in the caller's transaction; the carrier takes it after commit.

    The same `dedupe_key` is written once, however often and from however many workers it is asked.
    `secret` letters (codes, links that open something) lose their words once they have left. `optional` ones are mere
    news: they can wait (pausing.py).
    Raises ValidationError for an unreadable address and ValueError for a header that is not allowed.
    """
    validate_email(to)
    if user is not None and getattr(user, "stopped_at", None) is not None and not secret:
        # Nothing is done with what is kept of them (civic/privacy/stopping.py), but what opens their account.
        return
    mail = OutboundMail(
        to=to,
        user=user,
        subject=shorten(clean_line(_storable(subject)), SUBJECT_LIMIT),
        text=clean_text(_storable(text)),
        html=_storable(html),
        headers=_checked(headers or {}),
        dedupe_key=dedupe_key,
        is_secret=secret,
        is_optional=optional,
    )
    OutboundMail.objects.bulk_create([mail], ignore_conflicts=dedupe_key is not None)


def queue_letter(
    *,
    to: str,
    subject: str,
    body: str,
    action_label: str = "",
    action_url: str = "",
    why: str = "",
    unsubscribe_url: str = "",
    language: str = "",
    user: Any = None,
    dedupe_key: str | None = None,
    secret: bool = False,
    optional: bool = False,
) -> None:
    """Queue a letter in the institution's dress (see letters.write_letter).

    With an `unsubscribe_url` mail programs get a button for it (RFC 8058: the address must accept POST).
    """
    letter = write_letter(
        subject=subject,
        body=body,
        action_label=action_label,
        action_url=action_url,
        why=why,
        unsubscribe_url=unsubscribe_url,
        language=language,
    )
    headers = {}
    if unsubscribe_url:
        headers = {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    queue_mail(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        user=user,
        dedupe_key=dedupe_key,
        headers=headers,
        secret=secret,
        optional=optional,
    )


def forget_mail_of(*, user: models.Model, address: str) -> None:
    """Erase every letter to this person, sent or waiting: they left, and so does their address."""
    _forget(OutboundMail.objects.filter(models.Q(user=user) | models.Q(to__iexact=address)))
    forget_bounces_of(address)


def forget_waiting_mail_of(*, user: Any) -> int:
    """What has not left yet does not leave; returns how many."""
    return _forget(OutboundMail.objects.filter(user=user, state=MailState.WAITING, is_secret=False))


def forget_sent(*, about: str, before: datetime | None = None) -> int:
    """Copies of letters whose key begins so and that have left; with `before`, of those written before it."""
    sent = OutboundMail.objects.filter(dedupe_key__startswith=about).exclude(state=MailState.WAITING)
    return _forget(sent if before is None else sent.filter(created_at__lt=before))


def forget_old_mail(*, before: datetime) -> int:
    """Delete letters written before `before` that are no longer on their way, and that texts went; how many letters."""
    forget_old_texts(before=before)
    old = OutboundMail.objects.filter(created_at__lt=before).exclude(state=MailState.WAITING)
    return _forget(old)


def _forget(letters: models.QuerySet[OutboundMail]) -> int:
    """With what came back of them; returns how many letters. Django reads what it deletes: their words stay unread."""
    return letters.only("pk").delete()[1].get(OutboundMail._meta.label, 0)


def send_waiting(*, limit: int = 100, written_since: datetime | None = None) -> int:
    """Carry up to `limit` waiting letters of the schema at hand; see carrier.carry_waiting."""
    return carry_waiting(limit=limit, now=timezone.now, written_since=written_since)


def _storable(value: str) -> str:
    """Without what PostgreSQL cannot hold: a letter about odd text must still go out."""
    return str(value).replace("\x00", "").encode("utf-8", "ignore").decode()


def _checked(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if name not in ALLOWED_HEADERS:
            raise ValueError(f"{name} is not a header a letter may carry.")
        if "\n" in value or "\r" in value:
            raise ValueError(f"{name} holds a line break.")
    return headers
