"""파기 대장: every destruction by the clock leaves a line, and no line says of whom."""

from datetime import datetime

from django.db.models import F
from django.utils.timezone import localdate

from civic.privacy.models import Destruction, Kind


def note_destroyed(kind: Kind, count: int, *, before: datetime, at: datetime) -> None:
    """In the transaction of whoever destroyed, or right after it. Nothing is written for nothing."""
    if not count:
        return
    Destruction.objects.bulk_create(
        [Destruction(kind=kind, day=localdate(at), count=0, before=before)], ignore_conflicts=True
    )
    Destruction.objects.filter(kind=kind, day=localdate(at)).update(count=F("count") + count, before=before)
