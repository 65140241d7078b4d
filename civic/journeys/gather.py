"""People meet: somebody signs up → has a place or a turn → comes → reads what was said → is forgotten in time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from civic.gatherings import keeping
from civic.gatherings.kinds import State
from civic.gatherings.letters import write_confirmation_letter, write_reminder_of_place
from civic.gatherings.models import Destruction, Gathering, SignUp
from civic.gatherings.places import pass_on_everywhere
from civic.gatherings.signing import Guest, forget_unconfirmed
from civic.gatherings.signing import sign_up_guest as _sign_up_guest
from civic.notifications.models import Notification
from platform_core.accounts.models import User
from platform_core.events.models import Event


@transaction.atomic
def sign_up_guest(
    *, gathering: Gathering, guest: Guest, consented_to: str, answers: Sequence[str] = (), at: datetime
) -> SignUp:
    """Without an account. A mail address is asked by letter; whoever is on the list gets their own way in again.

    Both look the same to whoever typed the address. Raises Refused.
    """
    signup = _sign_up_guest(
        gathering=gathering, guest=guest, consented_to=consented_to, answers=answers, at=at
    )
    if signup.state == State.UNCONFIRMED:
        write_confirmation_letter(signup=signup)
    elif guest.email:
        write_reminder_of_place(signup=signup, at=at)
    return signup


@transaction.atomic
def destroy_list(*, gathering: Gathering, by: User | None = None, at: datetime) -> Destruction | None:
    """As keeping.destroy_list; what members were told about it goes, too. Raises Refused."""
    done = keeping.destroy_list(gathering=gathering, by=by, at=at)
    if done is not None:
        own = Event.objects.filter(subject_type="gatherings.gathering", subject_id=gathering.pk)
        people = list(SignUp.objects.filter(gathering=gathering).values_list("pk", flat=True))
        theirs = Event.objects.filter(subject_type="gatherings.signup", subject_id__in=people)
        Notification.objects.filter(event__in=own.values("pk")).delete()
        Notification.objects.filter(event__in=theirs.values("pk")).delete()
    return done


def keep_time(*, at: datetime) -> None:
    """The clock: offers end and places pass on, staff are reminded, lists are destroyed on their day."""
    pass_on_everywhere(at=at)
    forget_unconfirmed(at=at)
    keeping.remind_of_ending_lists(at=at)
    destroy_due_lists(at=at)


def destroy_due_lists(*, at: datetime) -> int:
    """Returns how many."""
    due = list(keeping.due_lists(at=at))
    return sum(destroy_list(gathering=gathering, at=at) is not None for gathering in due)
