"""Recording events, and telling listeners about them after commit."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from platform_core.events.models import Event, Hearing
from platform_core.events.registry import Heard, listeners_of

log = logging.getLogger("madang.events")
BATCH = 100
LONGEST_WAIT = timedelta(hours=1)
# Then the next institution has its turn.
LONGEST_TURN = timedelta(seconds=5)


def record(
    kind: str, subject: models.Model | None, *, at: datetime, actor: models.Model | None = None, **data: Any
) -> Event:
    """Write an event in the caller's transaction. It is announced by the worker after commit."""
    event = event_of(kind, subject, at=at, actor=actor, **data)
    event.save(force_insert=True)
    return event


def event_of(
    kind: str, subject: models.Model | None, *, at: datetime, actor: models.Model | None = None, **data: Any
) -> Event:
    """One that is not written yet, for whoever writes thousands at once, in one transaction with its cause."""
    return Event(
        kind=kind,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        actor_id=actor.pk if actor is not None else None,
        at=at,
        data=data,
    )


def announce_pending(*, limit: int = BATCH, since: datetime | None = None) -> int:
    """Announce up to `limit` waiting events of the schema at hand; returns how many were finished.

    With `since`, what happened before waits on.

    Several workers may run it at once: rows are taken with SKIP LOCKED. A listener that fails leaves
    the event waiting, longer each time, and does not hold up the ones behind it; nor does one that tells
    a crowd part by part: each event has one turn. It ends with the event at hand after LONGEST_TURN.
    """
    finished = last = 0
    end = timezone.now() + LONGEST_TURN
    for _ in range(limit):
        if timezone.now() >= end:
            break
        with transaction.atomic():
            event = _take_one(after=last, since=since)
            if event is None:
                break
            last = event.pk
            finished += _announce(event)
    return finished


def _take_one(*, after: int, since: datetime | None) -> Event | None:
    waiting = Event.objects.filter(announced_at=None, pk__gt=after).filter(
        Q(retry_at=None) | Q(retry_at__lte=timezone.now())
    )
    if since is not None:
        waiting = waiting.filter(at__gte=since)
    return waiting.order_by("pk").select_for_update(skip_locked=True).first()


def _announce(event: Event) -> int:
    heard = set(event.hearings.values_list("listener", flat=True))
    for name, listener in listeners_of(event.kind):
        if name in heard:
            continue
        try:
            with transaction.atomic():
                if listener(event) is Heard.IN_PART:
                    return 0
                Hearing.objects.create(event=event, listener=name, heard_at=timezone.now())
        except Exception as error:
            log.exception("%s failed on %s", name, event)
            _postpone(event, error)
            return 0
    event.announced_at = timezone.now()
    event.save(update_fields=["announced_at"])
    return 1


def _postpone(event: Event, error: Exception) -> None:
    event.attempts = min(event.attempts + 1, 1000)
    wait = min(timedelta(seconds=2 ** min(event.attempts, 12)), LONGEST_WAIT)
    event.retry_at = timezone.now() + wait
    event.last_error = f"{type(error).__name__}: {error}"[:500]
    event.save(update_fields=["attempts", "retry_at", "last_error"])
