"""Whether somebody may do a thing at the moment, apart from what the thing itself says."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.restraints.models import Aside, AsideKind, Restraint
from platform_core.access import YES, Verdict, no

_MEMORY = "_restraints_read"


def in_force(at: datetime) -> "QuerySet[Restraint]":
    return Restraint.objects.filter(lifted_at=None, begins_at__lte=at, ends_at__gt=at)


def is_unrestrained(person: Any, deed: str, at: datetime) -> Verdict:
    """No while somebody has restricted this person's deed, openly.

    No query for strangers; for others one, remembered on the instance: twenty verdicts for one reader ask once.
    A verb calls look_again before.
    """
    if not getattr(person, "is_authenticated", False):
        return YES
    held = [one for one in _held_against(person) if str(deed) in one.deeds and one.is_in_force_at(at)]
    longest = max(held, key=lambda one: one.ends_at, default=None)
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


def look_again(person: Any) -> None:
    """What was read of this person before is not believed: a verb demands by what holds now."""
    if hasattr(person, _MEMORY):
        delattr(person, _MEMORY)


def _held_against(person: Any) -> list[Restraint]:
    """Whatever was said openly and not lifted, over or not: the same whichever instant is asked about."""
    if not hasattr(person, _MEMORY):
        found = Restraint.objects.filter(person_id=person.pk, is_quiet=False, lifted_at=None)
        setattr(person, _MEMORY, list(found.order_by("pk")))
    held: list[Restraint] = getattr(person, _MEMORY)
    return held


def is_quietly_limited(person: Any, at: datetime) -> bool:
    return in_force(at).filter(person_id=person.pk, is_quiet=True).exists()


def lies_aside(person: Any, kind: AsideKind, items: list[int]) -> set[int]:
    """Of which of these items something that this person said was taken out of the count. One query."""
    if not getattr(person, "is_authenticated", False) or not items:
        return set()
    found = Aside.objects.filter(kind=kind, item__in=items, person=person.pk)
    return set(found.values_list("item", flat=True))
