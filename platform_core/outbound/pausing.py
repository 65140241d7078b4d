"""Letters that can wait, do while the month's letters of the plan are used up; what is old by then stays in the house.

Those that people need to come in, to take part, or that answer them, are never among them: only what is mere news, and
stands on its reader's page of news anyway.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from platform_core.access.place import institution_here
from platform_core.outbound.models import MailState, OutboundMail

# Written by the office (tenants/entitlements.py, PAUSED), which the ground floor does not know.
PAUSED, LETTERS = "paused", "mails_per_month"
# After this, news is none.
STALE = timedelta(days=3)
LAPSED = "Waited for longer than news is news."


def waits_here() -> bool:
    allowed = getattr(institution_here(), "entitlements", None) or {}
    return LETTERS in allowed.get(PAUSED, ())


def may_go(now: datetime) -> Q:
    if waits_here():
        return Q(is_optional=False)
    return Q(is_optional=False) | Q(created_at__gte=now - STALE)


def let_lapse(*, before: datetime) -> int:
    """News written before `before` that is still waiting is not carried any more; returns how many."""
    old = OutboundMail.objects.filter(is_optional=True, state=MailState.WAITING, created_at__lt=before)
    return old.update(state=MailState.FAILED, last_error=LAPSED)
