"""Text messages that went: neither to whom nor what they said, only that they went and when.

The rows are facts that others count: a plan's amount of the month (billing/metering.py), and how many may go on a day.
"""

from datetime import datetime

from platform_core.outbound.models import SentText


def note_text(*, at: datetime) -> None:
    """One was handed to the institution's service, and taken."""
    SentText.objects.create(at=at)


def texts_sent(*, since: datetime, until: datetime | None = None) -> int:
    """How many went from `since` on; with `until`, before it."""
    sent = SentText.objects.filter(at__gte=since)
    return (sent if until is None else sent.filter(at__lt=until)).count()


def forget_old_texts(*, before: datetime) -> int:
    """Returns how many rows went."""
    return SentText.objects.filter(at__lt=before).delete()[0]
