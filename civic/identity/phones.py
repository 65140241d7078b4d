"""A mobile phone that somebody answered: one phone is one person. Of its number a keyed hash is kept."""

from datetime import datetime

from django.db import transaction

from civic.identity import events
from civic.identity.checking import PERSON, hold, remember_person
from civic.identity.models import PersonKey
from civic.identity.peppers import keys_under_each
from civic.people.confirming import keep_confirmed
from civic.people.models import Confirmed, Means
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def confirm_phone(*, user: User, number: str, at: datetime) -> None:
    """Raises SamePerson where another account is known by that number."""
    keys = _keys(number)
    hold(list(keys.values()))
    remember_person(user, keys, at)
    keep_confirmed(person=user, kinds=[Confirmed.PHONE], means=Means.ANSWERED, at=at)
    record(events.PERSON_CHECKED, user, at=at, actor=user, provider="phone")


def known_by_phone(number: str) -> User | None:
    """The account that is known by it. Until the transaction ends none becomes so: nobody is counted beside it."""
    keys = list(_keys(number).values())
    hold(keys)
    row = PersonKey.objects.filter(key__in=keys, user__withdrawn_at=None)
    found = row.select_related("user").order_by("pepper").last()
    return found.user if found else None


def _keys(number: str) -> dict[int, str]:
    return keys_under_each(f"phone\n{number}", purpose=PERSON)
