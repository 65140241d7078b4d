"""Signing up, confirming, taking an offered place, cancelling. Nobody's name goes into an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from civic.gatherings import rules
from civic.gatherings.kinds import ALIVE, How, State
from civic.gatherings.models import Gathering, SignUp, new_token
from civic.gatherings.places import hold, pass_on, take_turn
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# Whoever does not follow the link in the letter is forgotten after that.
UNCONFIRMED_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account: a name, and one way to reach them."""

    name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def sign_up(
    *, gathering: Gathering, member: User, consented_to: str, answers: Sequence[str] = (), at: datetime
) -> SignUp:
    """A member: a place or a turn at once. `consented_to` is the version they read. Raises Refused."""
    held = hold(gathering)
    require(rules.may_sign_up(member, held, at))
    require(rules.has_consented(held, consented_to))
    signup = _new(held, answers, at, user=member, consent_version=consented_to)
    return _admit(held, signup, at)


@transaction.atomic
def sign_up_guest(
    *, gathering: Gathering, guest: Guest, consented_to: str, answers: Sequence[str] = (), at: datetime
) -> SignUp:
    """Without an account. With a mail address it is unconfirmed, and holds nothing, until the link is followed;

    a telephone number takes its turn at once. For an address that is on the list already the row that is
    there is returned, so that nobody can ask who comes. Raises Refused.
    """
    held = hold(gathering)
    require(rules.is_open_for_signups(held, at))
    require(rules.has_consented(held, consented_to))
    there = on_the_list(held, guest)
    if there is not None and guest.email:
        return there
    if there is not None:
        require(rules.already_signed_up())
    signup = _new(
        held,
        answers,
        at,
        name=guest.name,
        email=guest.email,
        phone="" if guest.email else guest.phone,
        consent_version=consented_to,
    )
    if guest.email:
        signup.state = State.UNCONFIRMED
        signup.save()
        return signup
    return _admit(held, signup, at)


@transaction.atomic
def sign_up_by_phone(
    *, gathering: Gathering, guest: Guest, answers: Sequence[str] = (), by: User, at: datetime
) -> SignUp:
    """Somebody called, heard what is kept and until when, and said yes to `by`. Raises Refused."""
    held = hold(gathering)
    require(rules.may_enter_by_phone(by, held, at))
    if on_the_list(held, guest) is not None:
        require(rules.already_signed_up())
    signup = _new(
        held,
        answers,
        at,
        name=guest.name,
        email=guest.email,
        phone=guest.phone,
        how=How.PHONE,
        entered_by=by,
        consent_version=held.consent_version,
    )
    return _admit(held, signup, at)


@transaction.atomic
def confirm(*, signup: SignUp, at: datetime) -> SignUp:
    """The link was followed: now it is their turn. Raises Refused; again it changes nothing."""
    held, locked = _hold_both(signup)
    if locked.state in ALIVE:
        return locked
    require(rules.may_confirm(locked, at))
    if on_the_list(held, Guest(locked.name, locked.email)) is not None:
        require(rules.already_signed_up())
    locked.confirmed_at = at
    return _admit(held, locked, at)


@transaction.atomic
def accept(*, signup: SignUp, at: datetime) -> bool:
    """Take the place that is offered. False when it was taken before. Raises Refused."""
    held, locked = _hold_both(signup)
    if locked.state == State.GOING:
        return False
    require(rules.may_accept(locked, at))
    locked.state, locked.offer_ends_at = State.GOING, None
    locked.save(update_fields=["state", "offer_ends_at"])
    record("gatherings.place.taken", locked, at=at, gathering=held.pk)
    return True


@transaction.atomic
def leave(*, signup: SignUp, at: datetime) -> bool:
    """Cancel a sign-up; the place goes to whoever waits longest. False when it was cancelled before. Raises Refused."""
    held, locked = _hold_both(signup)
    if locked.state == State.CANCELLED:
        return False
    require(rules.may_leave(locked, at))
    locked.state, locked.ended_at, locked.offer_ends_at = State.CANCELLED, at, None
    locked.save(update_fields=["state", "ended_at", "offer_ends_at"])
    record("gatherings.signup.cancelled", locked, at=at, gathering=held.pk)
    pass_on(held=held, at=at)
    return True


def on_the_list(gathering: Gathering, guest: Guest) -> SignUp | None:
    """Of the same address (a member's too) or number, and not cancelled."""
    reached = Q()
    if guest.email:
        reached |= Q(email__iexact=guest.email) | Q(user__email__iexact=guest.email)
    if guest.phone:
        reached |= Q(phone=guest.phone)
    if not reached:
        return None
    return SignUp.objects.filter(reached, gathering=gathering, state__in=ALIVE).first()


def forget_unconfirmed(*, at: datetime) -> int:
    """Rows whose link was never followed; returns how many went."""
    old = SignUp.objects.filter(state=State.UNCONFIRMED, made_at__lte=at - UNCONFIRMED_KEPT)
    return old.delete()[0]


def _hold_both(signup: SignUp) -> tuple[Gathering, SignUp]:
    held = hold(Gathering(pk=signup.gathering_id))
    locked = SignUp.objects.select_for_update().get(pk=signup.pk)
    locked.gathering = held
    return held, locked


def _new(held: Gathering, answers: Sequence[str], at: datetime, **facts: object) -> SignUp:
    asked = zip(held.questions, answers, strict=False)
    kept = [{"question": question, "answer": answer} for question, answer in asked if answer]
    return SignUp(gathering=held, answers=kept, made_at=at, key=new_token(), code=new_token(), **facts)


def _admit(held: Gathering, signup: SignUp, at: datetime) -> SignUp:
    """Caller holds the gathering."""
    pass_on(held=held, at=at)
    require(rules.has_room(held))
    take_turn(held=held, signup=signup)
    signup.save()
    record("gatherings.signup.made", signup, at=at, gathering=held.pk, state=str(signup.state))
    return signup
