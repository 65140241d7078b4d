"""In a training copy letters stay in the house, except those to whoever trains there.

The people in it are made up and their addresses lead nowhere; this is the second wall.
"""

from django.db.models import Q
from django.db.models.functions import Lower

from platform_core.access.place import institution_here
from platform_core.outbound.models import MailState, OutboundMail

STAYED = "A training copy: letters stay here."


def letters_to_here() -> list[str] | None:
    """The only addresses that letters of the institution at hand may go to; None where it is no training copy."""
    training = (getattr(institution_here(), "settings", None) or {}).get("training")
    return None if not training else [str(address).lower() for address in training.get("letters_to", [])]


def may_leave() -> Q:
    """Of letters that wait. The others are marked as having stayed."""
    allowed = letters_to_here()
    if allowed is None:
        return Q()
    waiting = OutboundMail.objects.alias(address=Lower("to")).filter(state=MailState.WAITING)
    waiting.exclude(address__in=allowed).update(state=MailState.FAILED, last_error=STAYED)
    return Q(to__in=allowed)
