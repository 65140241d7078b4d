"""At the door: who has come. Codes are read by staff of this institution only; scanning alone changes nothing."""

from datetime import datetime

from django.db import transaction

from civic.gatherings import rules
from civic.gatherings.kinds import How, State
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.places import hold, take_turn
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def check_in(*, signup: SignUp, by: User, at: datetime) -> bool:
    """Somebody is here. False when they had been checked in before. Raises Refused.

    Whoever waited and is let in has a place from now on.
    """
    held = hold(Gathering(pk=signup.gathering_id))
    locked = SignUp.objects.select_for_update().get(pk=signup.pk)
    require(rules.may_check_in(by, held, at))
    if locked.checked_in_at is not None:
        return False
    require(rules.may_be_let_in(locked))
    locked.state, locked.offer_ends_at = State.GOING, None
    locked.checked_in_at, locked.checked_in_by = at, by
    locked.save(update_fields=["state", "offer_ends_at", "checked_in_at", "checked_in_by"])
    return True


@transaction.atomic
def undo_check_in(*, signup: SignUp, by: User, at: datetime) -> bool:
    """It was somebody else. A walk-in is taken off the list again. False when there was nothing to undo."""
    held = hold(Gathering(pk=signup.gathering_id))
    require(rules.may_check_in(by, held, at))
    locked = SignUp.objects.select_for_update().filter(pk=signup.pk, checked_in_at__isnull=False).first()
    if locked is None:
        return False
    locked.checked_in_at = locked.checked_in_by = None
    if locked.how == How.WALK_IN:
        locked.state, locked.ended_at = State.CANCELLED, at
    locked.save(update_fields=["checked_in_at", "checked_in_by", "state", "ended_at"])
    return True


@transaction.atomic
def walk_in(*, gathering: Gathering, name: str = "", by: User, at: datetime) -> SignUp:
    """Somebody came without signing up. A name is not needed: they are counted. Raises Refused."""
    held = hold(gathering)
    require(rules.may_check_in(by, held, at))
    signup = SignUp(
        gathering=held,
        name=name,
        how=How.WALK_IN,
        entered_by=by,
        made_at=at,
        checked_in_at=at,
        checked_in_by=by,
        consent_version=held.consent_version,
    )
    take_turn(held=held, signup=signup)
    # They stand in the room already, whatever the list says.
    signup.state = State.GOING
    signup.save()
    return signup
