"""What this room hears."""

from civic.api.models import ApiToken
from platform_core.accounts.actions import PERSON_WITHDREW
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to(PERSON_WITHDREW)
def forget_tokens(event: Event) -> None:
    """They open nothing any more; their names say what somebody did with them."""
    ApiToken.objects.filter(user=event.subject_id).delete()
