"""본인확인: what a service found out about somebody, and what is kept of it.

Kept are the yes, an age in full years, whether they live here, and a keyed hash by which the same person is known
again. Name, date of birth, address, telephone and CI are read, compared, and gone when the request ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.models import Guardianship, PersonKey, Provider
from civic.identity.oidc import Lied, Said, issuer_of
from civic.identity.peppers import keys_under_each
from civic.people.confirming import keep_confirmed
from civic.people.models import Confirmed, Means
from platform_core.access import Refused, no
from platform_core.accounts.ages import children_from, youngest_here
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.connection import connection

PERSON = "identity.person"
# Any constant will do; the institution and the key are added.
CHECK_LOCK = 0x69646E74
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Checked:
    """What every adapter comes to. `persons`: what is this person's and nobody else's, as it is hashed."""

    persons: tuple[str, ...]
    full_years: int | None = None
    lives_here: bool = False


class SamePerson(Refused):
    """Somebody who takes part here with another account: `first` is that one."""

    def __init__(self, first: User) -> None:
        super().__init__(
            no(
                "same_person",
                _("You take part here with another account already. Each person counts once."),
                _("Come back to the first one: everything you did is there."),
            )
        )
        self.first = first


def checked_by_oidc(provider: Provider, said: Said, at: datetime) -> Checked:
    """연계정보 (CI) where the service says it: the same person through two services is the same. Raises Lied."""
    own = f"{issuer_of(provider)}\n{said.subject}"
    ci = _line(dig(said.claims, provider.person_claim or "ci"))
    if provider.person_claim and not ci:
        raise Lied("no_person")
    born = _line(said.claims.get("birthdate") or said.claims.get("birthDate"))
    return Checked(
        persons=(f"ci\n{ci}",) if ci else (own,),
        full_years=years_since(born, at),
        lives_here=_is_from_here(provider, said.claims),
    )


def checked_by_portone(provider: Provider, customer: Mapping[str, Any], at: datetime) -> Checked:
    """Raises Lied for a check that names nobody."""
    ci = _line(customer.get("ci"))
    if not ci:
        raise Lied("no_person")
    return Checked(
        persons=(f"ci\n{ci}",),
        full_years=years_since(_line(customer.get("birthDate")), at),
        lives_here=_is_from_here(provider, customer),
    )


@transaction.atomic
def confirm_checked(*, user: User, checked: Checked, provider: Provider, at: datetime) -> bool:
    """This account is this person's. True if it was not known before.

    Raises SamePerson where another account is, and Refused (`too_young_here`) for somebody below the age from which
    people take part here.
    """
    _refuse_too_young(checked, user)
    known = [keys_under_each(one, purpose=PERSON) for one in checked.persons]
    hold([key for keys in known for key in keys.values()])
    is_new = False
    for keys in known:
        is_new |= remember_person(user, keys, at)
    kinds = [Confirmed.IDENTITY]
    kinds += [Confirmed.AGE] if checked.full_years is not None else []
    kinds += [Confirmed.RESIDES] if checked.lives_here else []
    keep_confirmed(person=user, kinds=kinds, full_years=checked.full_years, means=Means.SERVICE, at=at)
    record(events.PERSON_CHECKED, user, at=at, actor=user, provider=provider.key)
    return is_new


def _refuse_too_young(checked: Checked, user: User) -> None:
    """A child is old enough whose guardian consented, where the institution takes children in."""
    least = youngest_here()
    if Guardianship.objects.filter(child=user, consented_at__isnull=False, ended_at=None).exists():
        least = children_from() or least
    if checked.full_years is not None and checked.full_years < least:
        raise Refused(
            no(
                "too_young_here",
                _("Here people take part with an account from the age of %(age)s.") % {"age": least},
                _("You can still write to the institution together with a grown-up."),
                requirement=least,
            )
        )


def remember_person(user: User, keys: Mapping[int, str], at: datetime) -> bool:
    """Under the newest pepper, whatever it was kept under before. Raises SamePerson."""
    found = list(PersonKey.objects.filter(key__in=keys.values()).select_related("user").order_by("pepper"))
    for row in found:
        if row.user_id != user.pk and row.user.withdrawn_at is None:
            raise SamePerson(row.user)
    newest = max(keys)
    if any(row.pepper == newest and row.user_id == user.pk for row in found):
        return False
    PersonKey.objects.filter(pk__in=[row.pk for row in found]).delete()
    PersonKey.objects.create(user=user, key=keys[newest], pepper=newest, made_at=at)
    return not found


def hold(keys: Sequence[str]) -> None:
    """Until the transaction ends nobody else is found to be this person. In order, so that nobody waits in a ring."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(current_schema() || ' ' || %s))", [CHECK_LOCK, key]
            )


def years_since(born: str, at: datetime) -> int | None:
    """Full years today of 1990-05-17, 19900517 or (a year alone) 1990; None for what is no such day.

    Of a year alone the fewest: the birthday may still be to come.
    """
    digits = _NO_DIGIT.sub("", born)
    today = localdate(at)
    try:
        if len(digits) == 4:
            day = date(int(digits), 12, 31)
        elif len(digits) == 8:
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        else:
            return None
    except ValueError:
        return None
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return years if 0 <= years <= 130 else None


def _is_from_here(provider: Provider, claims: Mapping[str, Any]) -> bool:
    said = _line(dig(claims, provider.place_claim)) if provider.place_claim else ""
    return bool(said) and any(said.startswith(place) for place in provider.places if place)


def dig(claims: Mapping[str, Any], path: str) -> Any:
    """`address.region` of nested claims; None where something is missing."""
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _line(said: Any) -> str:
    return " ".join(said.split()) if isinstance(said, str) else ""
