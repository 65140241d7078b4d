"""The clock of trials: said in advance, and then staff only read."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of
from billing.models import Subscription, SubscriptionState
from billing.telling import tell_both
from billing.trials import GRACE
from platform_core.events.models import Event
from tenants.context import public

# Days before the end, and before staff can only read.
ANNOUNCED = (14, 3)


def turn_trials(*, at: datetime) -> int:
    """Say that trials end, each time once; and let staff only read once the grace is over. Returns how many moved."""

    moved = 0
    with public():
        soon = at.date() + timedelta(days=max(ANNOUNCED) + 2)
        running = Subscription.objects.filter(state=SubscriptionState.TRIAL, trial_ends_on__lte=soon)
        for held in running.select_related("institution").order_by("pk"):
            today, institution = day_of(held.institution, at), held.institution
            ends = held.trial_ends_on
            assert ends is not None
            told = {"ends_on": ends.isoformat(), "staff_read_from": (ends + GRACE).isoformat()}
            for what, day in (("end", ends), ("staff_read", ends + GRACE)):
                reached = [days for days in ANNOUNCED if day - timedelta(days=days) <= today < day]
                if not reached:
                    continue
                facts: dict[str, Any] = {"what": what, "days": min(reached), **told}
                with transaction.atomic():
                    Subscription.objects.select_for_update().get(pk=held.pk)
                    said = Event.objects.filter(
                        kind=events.TRIAL_ENDING,
                        subject_type="tenants.institution",
                        subject_id=institution.pk,
                        data=facts,
                    )
                    if not said.exists():
                        tell_both(events.TRIAL_ENDING, institution, at=at, **facts)
                        moved += 1
            moved += settle_entitlements(institution=institution, at=at)
    return moved
