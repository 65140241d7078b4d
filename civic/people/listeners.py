"""What this room hears."""

from civic.people.actions import remove_all_roles
from platform_core.accounts.actions import PERSON_WITHDREW
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to(PERSON_WITHDREW)
def free_the_tasks(event: Event) -> None:
    """A person who left works here no longer."""
    if event.subject_id is not None:
        remove_all_roles(user_id=event.subject_id)
