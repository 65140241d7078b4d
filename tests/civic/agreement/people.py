"""Who asks: everybody to whom the rules of some process may say something different."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from civic.moderation.kinds import RESTRAINABLE
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Department, Means, Role
from civic.restraints.actions import restrain
from platform_core.accounts.models import User

EVERYTHING = [Confirmed.IDENTITY, Confirmed.AGE, Confirmed.RESIDES]


def cast(make_citizen: Callable[..., User], make_staff: Callable[..., User]) -> dict[str, Any]:
    """By what they are called in a failure. Of the author, too, everything is confirmed."""
    officer = make_staff(Role.ADMINISTRATOR)
    roads = Department.objects.create(code="roads", name="도로과")
    people: dict[str, Any] = {
        "stranger": AnonymousUser(),
        "member": make_citizen(),
        "member with unconfirmed mail": make_citizen(),
        "adult living here": make_citizen(),
        "adult from elsewhere": make_citizen(),
        "13-year-old": make_citizen(),
        "author": make_citizen("제안한 사람"),
        "restricted by a moderator": make_citizen(),
        "respondent": make_staff(Role.RESPONDENT, roads),
        "moderator": make_staff(Role.MODERATOR),
    }
    EmailAddress.objects.filter(user=people["member with unconfirmed mail"]).update(verified=False)
    _confirm(people["adult living here"], EVERYTHING, 40, officer)
    _confirm(people["adult from elsewhere"], [Confirmed.IDENTITY, Confirmed.AGE], 40, officer)
    _confirm(people["13-year-old"], EVERYTHING, 13, officer)
    _confirm(people["author"], EVERYTHING, 40, officer)
    _confirm(people["restricted by a moderator"], EVERYTHING, 40, officer)
    restrict(people["restricted by a moderator"], officer)
    return people


def restrict(person: User, officer: User) -> None:
    """From everything a moderator can restrict, for a week."""
    at = timezone.now()
    restrain(
        person=person,
        deeds=RESTRAINABLE,
        is_quiet=False,
        ground="abuse",
        reason="되풀이된 욕설",
        by=officer,
        at=at,
        until=at + timedelta(days=7),
    )


def _confirm(person: User, kinds: list[Confirmed], age: int, officer: User) -> None:
    confirm_person(
        person=person, kinds=kinds, full_years=age, means=Means.IN_PERSON, by=officer, at=timezone.now()
    )
