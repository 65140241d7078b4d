"""Whoever was drawn says yes or no to the seat; whoever says no makes room for the next of the published order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.models import Call, Member, Volunteer
from civic.agenda.rules import is_standing, local_day
from civic.agenda.volunteering import holds_a_seat, take_seat, withdraw
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User


def drawn_as(person: Any, call: Call) -> Volunteer | None:
    """What somebody stated who holds a seat of this call; None for everybody else."""
    if not getattr(person, "is_authenticated", False) or call.settled_at is None:
        return None
    mine = Volunteer.objects.filter(call=call, user=person).first()
    return mine if mine is not None and holds_a_seat(call, mine.code) else None


def may_accept(person: Any, call: Call) -> Verdict:
    """Whoever was drawn or followed, once, while the committee is there."""
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Log in with the account you volunteered with."))
    mine = drawn_as(person, call)
    if mine is None:
        return no("not_seated", _("You hold no seat of this call."))
    if Member.objects.filter(call=call, code=mine.code).exists():
        return no("seated_already", _("You have taken this seat already."))
    return is_standing(call.committee)


@transaction.atomic
def accept_seat(*, call: Call, person: User, at: datetime) -> Member:
    """From today, for the term of the call. Raises Refused."""
    here = Call.objects.select_for_update().get(pk=call.pk)
    require(may_accept(person, here))
    mine = drawn_as(person, here)
    assert mine is not None
    return take_seat(call=here, mine=mine, begins_on=local_day(at), by=person, at=at)


@transaction.atomic
def decline_seat(*, call: Call, person: User, at: datetime) -> bool:
    """The next of the published order follows, and is told; what this person stated is destroyed. Raises Refused.

    False when the person is not on the list any more.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    if not Volunteer.objects.filter(call=here, user=person).exists():
        return False
    require(YES if drawn_as(person, here) else no("not_seated", _("You hold no seat of this call.")))
    return withdraw(call=here, person=person, at=at)
