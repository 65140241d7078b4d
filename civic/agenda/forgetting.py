"""Somebody left the platform: what they stated goes; that a seat was held stays, without a name."""

from datetime import datetime

from django.db import transaction

from civic.agenda.models import Member, Volunteer
from civic.agenda.rules import local_day


@transaction.atomic
def forget_person(*, user_id: int, at: datetime) -> None:
    """Idempotent. A published code stays on its list: nothing can be read from it any more."""
    Volunteer.objects.filter(user=user_id).delete()
    seats = Member.objects.filter(user=user_id)
    seats.filter(left_on=None).update(left_on=local_day(at))
    seats.update(user=None, name="", is_named=False)
