"""A mobile phone that somebody answered: one phone is one person. Of its number a keyed hash is kept.

Numbers are given to others. A phone that nobody answered for a year belongs to no account any more: whoever answers
then takes it, and whoever had it confirms anew.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.checking import PERSON, hold, remember_person
from civic.identity.models import PersonKey
from civic.identity.peppers import keys_under_each
from civic.people.confirming import BELIEVED_FOR, keep_confirmed, no_longer_confirmed
from civic.people.models import Confirmed, Means
from platform_core.access import Refused, Verdict, no
from platform_core.accounts.models import User
from platform_core.events.actions import record

# Whoever answers a number later than this may be somebody else than whoever answered it before.
NUMBER_IS_OURS = timedelta(days=90)


@transaction.atomic
def confirm_phone(*, user: User, number: str, at: datetime) -> None:
    """Raises SamePerson where another account is known by that number; Refused where that was some time ago, because
    then nobody is shown whose account it is.
    """
    keys = _keys(number)
    hold(list(keys.values()))
    for row in _known(list(keys.values())):
        if row.user_id != user.pk and _answered(row) + BELIEVED_FOR <= at:
            _let_go(row, at)
        elif row.user_id != user.pk and _answered(row) + NUMBER_IS_OURS <= at:
            raise Refused(_of_another_account())
    remember_person(user, keys, at)
    PersonKey.objects.filter(user=user, key__in=keys.values()).update(answered_at=at)
    keep_confirmed(person=user, kinds=[Confirmed.PHONE], means=Means.ANSWERED, at=at)
    record(events.PERSON_CHECKED, user, at=at, actor=user, provider="phone")


def known_by_phone(number: str, *, at: datetime) -> tuple[User, bool] | None:
    """The account that is known by it, and whether its holder answered there within a year.

    Until the transaction ends none becomes so: nobody is counted beside it.
    """
    keys = list(_keys(number).values())
    hold(keys)
    rows = _known(keys)
    return (rows[-1].user, at < _answered(rows[-1]) + BELIEVED_FOR) if rows else None


def _of_another_account() -> Verdict:
    return no(
        "same_person",
        _("Another account was confirmed with this number. Each number counts once."),
        _(
            "If it is yours, log in to that one. If the number is new to you, be checked another way, or wait a year."
        ),
    )


def _known(keys: list[str]) -> list[PersonKey]:
    found = PersonKey.objects.filter(key__in=keys, user__withdrawn_at=None)
    return list(found.select_related("user").order_by("pepper", "pk"))


def _answered(row: PersonKey) -> datetime:
    return row.answered_at or row.made_at


def _let_go(row: PersonKey, at: datetime) -> None:
    """What was confirmed of its holder by this number is not believed any more."""
    PersonKey.objects.filter(pk=row.pk).delete()
    no_longer_confirmed(person=row.user, kinds=[Confirmed.PHONE], at=at)
    record(events.PHONE_PASSED_ON, row.user, at=at)


def _keys(number: str) -> dict[int, str]:
    return keys_under_each(f"phone\n{number}", purpose=PERSON)
