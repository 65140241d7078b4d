"""Somebody left: the places they held are the next people's."""

from django.utils import timezone

from civic.gatherings.kinds import ALIVE
from civic.gatherings.models import SignUp
from civic.gatherings.signing import leave
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("accounts.person.withdrew")
def give_up_places(event: Event) -> None:
    """Also what they once signed up for is no longer tied to them. Idempotent."""
    at = timezone.now()
    mine = SignUp.objects.filter(user_id=event.subject_id or 0).select_related("gathering")
    for signup in mine:
        if signup.state in ALIVE and not signup.gathering.is_over(at):
            leave(signup=signup, at=at)
    mine.update(user=None, answers=[], key=None, code=None)
