"""What waits in rows that came from elsewhere: said and sent once, by one of the two places."""

from datetime import datetime

from platform_core.events.models import Event
from platform_core.outbound.models import MailState, OutboundMail

LEFT_BEHIND = "Left to the place these rows came from."


def leave_waiting_to_the_other(*, at: datetime) -> tuple[int, int]:
    """In the schema at hand: what the other place still has to send and to announce is done with here.

    Returns letters and events.
    """
    letters = OutboundMail.objects.filter(state=MailState.WAITING).update(
        state=MailState.FAILED, last_error=LEFT_BEHIND
    )
    events = Event.objects.filter(announced_at=None).update(announced_at=at)
    return letters, events
