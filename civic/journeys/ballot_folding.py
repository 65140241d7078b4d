"""Somebody who voted at a counter turns out to have an account: one person is one vote."""

from civic.journeys.ballot import fold_votes
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("paper.person.folded")
def fold(event: Event) -> None:
    """Idempotent: a second run finds no vote of the stand-in. A folding that is undone gives no vote back."""
    account = User.objects.filter(pk=event.subject_id or 0).first()
    if account is not None and event.data.get("stand_in"):
        fold_votes(stand_in=event.data["stand_in"], account=account)
