"""Somebody left: what leads from their entries to them is destroyed, and the tree stays as it was."""

from civic.ledger.receipts import unlink_person
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("accounts.person.withdrew")
def unlink_who_left(event: Event) -> None:
    """Idempotent: a second run finds nothing left to destroy."""
    if User.objects.filter(pk=event.subject_id or 0, withdrawn_at__isnull=False).exists():
        unlink_person(event.subject_id or 0)
