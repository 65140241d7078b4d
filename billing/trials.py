"""A trial ends, is announced before it does, and takes nothing from citizens."""

from datetime import date, timedelta

from billing.models import Subscription, SubscriptionState

TRIAL_DAYS = 60
# After the end: long enough for a council to decide.
GRACE = timedelta(days=30)


def staff_read_from(held: Subscription) -> date | None:
    """From this day staff only read, unless something was ordered; None where no end was agreed."""
    if held.state != SubscriptionState.TRIAL or held.trial_ends_on is None:
        return None
    return held.trial_ends_on + GRACE
