"""Telling people: a row each, once per event and person, and a letter unless they said no."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from civic.notifications.audience import News
from civic.notifications.letters import can_wait, letter_for
from civic.notifications.models import NewsKind, Notification, Preference
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import OutboundMail
from tenants.context import here

BATCH = 500


def tell(*, event: Event, news: News, people: Iterable[User], at: datetime) -> int:
    """Notify `people` in the caller's transaction; returns how many were told now. Who has left, or asked to be left alone, is not told.

    Run again after a crash it tells only those not told yet.
    """
    told = 0
    batch: list[User] = []
    for person in people:
        if not person.is_active or person.stopped_at is not None:
            continue
        batch.append(person)
        if len(batch) == BATCH:
            told += _tell_batch(event, news, batch, at)
            batch = []
    return told + _tell_batch(event, news, batch, at)


@transaction.atomic
def _tell_batch(event: Event, news: News, people: list[User], at: datetime) -> int:
    if not people:
        return 0
    known = set(Notification.objects.filter(event=event, user__in=people).values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in known]
    Notification.objects.bulk_create(
        [
            Notification(
                user=person,
                event=event,
                kind=news.kind,
                proposal=news.proposal,
                data=news.data,
                created_at=at,
            )
            for person in new
        ],
        ignore_conflicts=True,
    )
    for person in _wanting_mail(new, news.kind):
        _write_letter(event, news, person)
    return len(new)


def _wanting_mail(people: list[User], kind: NewsKind) -> list[User]:
    refused = set(
        Preference.objects.filter(user__in=people, kind=kind, by_mail=False).values_list("user_id", flat=True)
    )
    return [person for person in people if person.pk not in refused and person.email]


def _write_letter(event: Event, news: News, person: User) -> None:
    institution = here()
    assert institution is not None
    with translation.override(person.language or institution.default_language):
        letter = letter_for(news=news, person=person, institution=institution)
    queue_mail(
        to=person.email,
        user=person,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=letter.headers,
        dedupe_key=f"event:{event.pk}:{person.pk}",
        optional=can_wait(news, person),
    )


def change_comment_news(comments: Any, **changes: str) -> None:
    """In what people were told of these comments (ids, or a query for them), say something else from now on."""
    written = Event.objects.filter(subject_type="proposals.comment", subject_id__in=comments)
    told = Notification.objects.filter(event__in=written, kind=NewsKind.COMMENTED)
    for one in told.exclude(data__contains=changes).iterator(chunk_size=BATCH):
        one.data.update(changes)
        one.save(update_fields=["data"])


def forget_letters_about(comments: Any) -> None:
    """Our copies of the letters that told others of these comments: they name who wrote them."""
    written = Event.objects.filter(subject_type="proposals.comment", subject_id__in=comments)
    for pk in written.values_list("pk", flat=True).order_by("pk").iterator(chunk_size=BATCH):
        OutboundMail.objects.filter(dedupe_key__startswith=f"event:{pk}:").delete()


def mark_read(*, user: User, at: datetime, up_to: int | None = None) -> int:
    """Mark one's own notifications as read, all or those up to an id."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=at)


def set_mail_preference(*, user: User, kind: NewsKind, by_mail: bool) -> None:
    Preference.objects.update_or_create(user=user, kind=kind, defaults={"by_mail": by_mail})
