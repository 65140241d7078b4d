"""거주·나이·본인 확인: an officer sees somebody and says so; the rules of participation ask for it.

Other ways to be confirmed (identity services, letters with a code) give the same rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.people.age_bands import keep_age_band_of
from civic.people.models import Confirmation, Confirmed, Means
from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

GIVEN = "people.confirmation.given"
ENDED = "people.confirmation.ended"
# A place of residence, work or study, and a telephone, are believed for this long; then it is asked for again.
BELIEVED_FOR = timedelta(days=365)
PASSING = frozenset({Confirmed.RESIDES, Confirmed.WORKS, Confirmed.STUDIES, Confirmed.PHONE})
OLDEST = 130


def may_confirm(person: Any, other: Any = None) -> Verdict:
    """Moderators and administrators, of anybody but themselves."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators confirm who somebody is."))
    if other is not None and other.pk == person.pk:
        return no("not_oneself", _("Nobody confirms oneself."), _("Ask a colleague."))
    return YES


@transaction.atomic
def confirm_person(
    *,
    person: User,
    kinds: Collection[Confirmed],
    full_years: int | None = None,
    means: Means,
    by: User,
    at: datetime,
) -> list[Confirmation]:
    """What was seen today replaces what was seen before. `full_years` goes with Confirmed.AGE.

    Raises Refused, and ValueError for an age that is missing or nobody's.
    """
    require(may_confirm(by, person))
    return keep_confirmed(person=person, kinds=kinds, full_years=full_years, means=means, by=by, at=at)


@transaction.atomic
def keep_confirmed(
    *,
    person: User,
    kinds: Collection[Confirmed],
    full_years: int | None = None,
    means: Means,
    by: User | None = None,
    at: datetime,
) -> list[Confirmation]:
    """As confirm_person, of what was found out without an officer: by a service, a letter, a code."""
    if Confirmed.AGE in kinds and not (full_years is not None and 0 <= full_years <= OLDEST):
        raise ValueError("An age in full years is needed.")
    User.objects.select_for_update().get(pk=person.pk)
    Confirmation.objects.filter(user=person, kind__in=kinds, ended_at=None).update(ended_at=at)
    rows = Confirmation.objects.bulk_create(
        Confirmation(
            user=person,
            kind=kind,
            full_years=full_years if kind == Confirmed.AGE else None,
            means=means,
            confirmed_at=at,
            confirmed_by=by,
            expires_at=at + BELIEVED_FOR if kind in PASSING else None,
        )
        for kind in sorted(kinds)
    )
    if Confirmed.AGE in kinds:
        keep_age_band_of(person, today=localdate(at))
    if rows:
        # Neither who nor how old: the event is read by many, the row by few.
        record(
            GIVEN,
            person,
            at=at,
            actor=by or person,
            kinds=sorted(kind.value for kind in kinds),
            means=means.value,
        )
    return rows


@transaction.atomic
def end_confirmation(*, confirmation: Confirmation, reason: str, by: User, at: datetime) -> bool:
    """It is believed no longer. True if it was until now. Raises Refused."""
    require(may_confirm(by, confirmation.user))
    ended = Confirmation.objects.filter(pk=confirmation.pk, ended_at=None).update(ended_at=at)
    if ended and confirmation.kind == Confirmed.AGE:
        keep_age_band_of(confirmation.user, today=localdate(at))
    if ended:
        record(ENDED, confirmation.user, at=at, actor=by, kinds=[confirmation.kind], reason=reason)
    return bool(ended)


def no_longer_confirmed(*, person: User, kinds: Collection[Confirmed], at: datetime) -> int:
    """Somebody else showed since that it is theirs. Returns how many ended."""
    ended = Confirmation.objects.filter(user=person, kind__in=kinds, ended_at=None).update(ended_at=at)
    if ended:
        record(ENDED, person, at=at, kinds=sorted(kind.value for kind in kinds))
    return ended


def confirmations_of(person: Any, at: datetime) -> QuerySet[Confirmation]:
    """What is believed of the person at `at`."""
    still = Q(expires_at=None) | Q(expires_at__gt=at)
    return Confirmation.objects.filter(still, user_id=person.pk, ended_at=None, confirmed_at__lte=at)


@dataclass(frozen=True, slots=True)
class Believed:
    """One thing that is believed of somebody; `years`: of an age, how many it is by now."""

    row: Confirmation
    years: int | None


def believed_of(person: Any, at: datetime) -> list[Believed]:
    """For pages: confirmations_of, each with whoever confirmed it."""
    rows = confirmations_of(person, at).select_related("confirmed_by")
    return [Believed(row, age_at(row, at) if row.kind == Confirmed.AGE else None) for row in rows]


def age_at(confirmation: Confirmation, at: datetime) -> int:
    """Full years that somebody has at least: those confirmed, and those that have passed since."""
    then, now = localdate(confirmation.confirmed_at), localdate(at)
    passed = now.year - then.year - ((now.month, now.day) < (then.month, then.day))
    return (confirmation.full_years or 0) + passed


def forget_confirmations(person: User) -> None:
    """When somebody leaves."""
    Confirmation.objects.filter(user=person).delete()
