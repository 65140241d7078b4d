"""What this room hears."""

from civic.identity.guardians import child_has_left
from civic.identity.models import PersonKey, PostalCheck, WayIn
from platform_core.accounts.actions import PERSON_WITHDREW
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to(PERSON_WITHDREW)
def forget_who_it_was(event: Event) -> None:
    """Somebody who left is not recognised, and no service's account opens what they left."""
    who = event.subject_id or 0
    WayIn.objects.filter(user_id=who).delete()
    PersonKey.objects.filter(user_id=who).delete()
    PostalCheck.objects.filter(user_id=who).delete()
    child_has_left(who, at=event.at)
