"""Where deeds come from, noted for thirty days: keyed hashes, never an address."""

from datetime import datetime, timedelta

from django.db import connection

from civic.abuse.models import Trace
from platform_core.access.sources import Whence

KEPT = timedelta(days=30)
# So many are destroyed at a time.
PORTION = 20_000
FORGET = """
DELETE FROM abuse_trace WHERE ctid = ANY (ARRAY(SELECT ctid FROM abuse_trace WHERE at < %(before)s LIMIT %(most)s))
"""


def note_deed(*, deed: str, item: int, person: int, whence: Whence, at: datetime) -> None:
    """After it was done. What cannot be noted is done all the same. (A support notes itself: counting.py.)"""
    Trace.objects.create(
        deed=deed, item=item, person=person, at=at, source=whence.source, network=whence.network
    )


def forget_traces(*, at: datetime) -> int:
    """A portion of what is older than KEPT; returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"before": at - KEPT, "most": PORTION})
        return int(cursor.rowcount)


def forget_person(person: int) -> None:
    Trace.objects.filter(person=person).delete()
