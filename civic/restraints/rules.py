"""Whether somebody may do a thing at the moment, apart from what the thing itself says."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.restraints.models import Aside, AsideKind, Restraint
from platform_core.access import YES, Verdict, no


def in_force(at: datetime) -> "QuerySet[Restraint]":
    return Restraint.objects.filter(lifted_at=None, begins_at__lte=at, ends_at__gt=at)


def is_unrestrained(person: Any, deed: str, at: datetime) -> Verdict:
    """No while somebody has restricted this person's deed, openly. One query; none for strangers."""
    if not getattr(person, "is_authenticated", False):
        return YES
    held = in_force(at).filter(person_id=person.pk, is_quiet=False, deeds__contains=[str(deed)])
    longest = held.order_by("-ends_at").first()
    if longest is None:
        return YES
    until = date_format(localtime(longest.ends_at), "SHORT_DATETIME_FORMAT")
    return no(
        "restricted",
        _("You may not do this here until %(moment)s. Reason: %(reason)s")
        % {"moment": until, "reason": longest.reason},
        _("You can object: see “Decisions about me” on your page."),
        "/me/decisions/",
        requirement=None,
        actual=longest.ends_at.isoformat(),
    )


def is_quietly_limited(person: Any, at: datetime) -> bool:
    return in_force(at).filter(person_id=person.pk, is_quiet=True).exists()


def lies_aside(person: Any, kind: AsideKind, items: list[int]) -> set[int]:
    """Of which of these items something that this person said was taken out of the count. One query."""
    if not getattr(person, "is_authenticated", False) or not items:
        return set()
    found = Aside.objects.filter(kind=kind, item__in=items, person=person.pk)
    return set(found.values_list("item", flat=True))
