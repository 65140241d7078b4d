"""Places and turns: first come, first served; a place that comes free is offered to whoever waits longest.

Everything here happens under the gathering's row (`hold`), so that of thirty who press at once for the last
place one gets it and the others stand in the list in the order in which they came.
"""

from datetime import datetime, timedelta

from django.db import transaction

from civic.gatherings.kinds import State
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.rules import places_held
from platform_core.events.actions import record


def hold(gathering: Gathering) -> Gathering:
    """The bare row, locked until the transaction ends."""
    return Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)


def take_turn(*, held: Gathering, signup: SignUp) -> State:
    """A place if one is free and nobody waits, else the end of the list. Sets state and turn, saves nothing.

    Call pass_on first: the places of offers whose time is over are the next people's.
    """
    held.last_turn += 1
    held.save(update_fields=["last_turn"])
    signup.turn = held.last_turn
    signup.state = State.GOING if _is_free(held) else State.WAITING
    return State(signup.state)


def _is_free(held: Gathering) -> bool:
    if held.capacity is None:
        return True
    someone_waits = SignUp.objects.filter(gathering=held, state=State.WAITING).exists()
    return not someone_waits and places_held(held) < held.capacity


def pass_on(*, held: Gathering, at: datetime) -> int:
    """End offers nobody took, offer free places to who waits longest; returns how many were offered."""
    if held.destroyed_at is not None:
        return 0
    lapsed = SignUp.objects.filter(gathering=held, state=State.OFFERED, offer_ends_at__lte=at)
    for signup in lapsed:
        signup.state, signup.ended_at = State.LAPSED, at
        signup.save(update_fields=["state", "ended_at"])
        record("gatherings.offer.lapsed", signup, at=at, gathering=held.pk)
    if held.is_cancelled or at >= held.begins_at:
        # Whoever stands at the door is let in by people, not by a list.
        return 0
    waiting = SignUp.objects.filter(gathering=held, state=State.WAITING).order_by("turn")
    free = None if held.capacity is None else max(0, held.capacity - places_held(held))
    offered = list(waiting if free is None else waiting[:free])
    for signup in offered:
        _offer(held, signup, at)
    return len(offered)


def _offer(held: Gathering, signup: SignUp, at: datetime) -> None:
    signup.state = State.OFFERED
    signup.offer_ends_at = min(at + timedelta(hours=held.offer_hours), held.begins_at)
    signup.save(update_fields=["state", "offer_ends_at"])
    record(
        "gatherings.place.offered",
        signup,
        at=at,
        gathering=held.pk,
        until=signup.offer_ends_at.isoformat(),
    )


def pass_on_everywhere(*, at: datetime, limit: int = 200) -> int:
    """The clock: gatherings in which an offer's time is over; returns how many places were offered anew."""
    late = SignUp.objects.filter(state=State.OFFERED, offer_ends_at__lte=at, gathering__destroyed_at=None)
    numbers = list(late.order_by().values_list("gathering_id", flat=True).distinct()[:limit])
    offered = 0
    for number in numbers:
        with transaction.atomic():
            offered += pass_on(held=hold(Gathering(pk=number)), at=at)
    return offered
