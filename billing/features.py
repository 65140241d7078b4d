"""Which rooms an institution uses, of those its plan allows."""

from collections.abc import Collection
from datetime import datetime

from django.db import models, transaction

from billing import events
from billing.telling import tell_both
from tenants.actions import keep_setting
from tenants.entitlements import ROOMS, SWITCHED_OFF, entitled, switched_off
from tenants.models import Institution


@transaction.atomic
def choose_rooms(
    *, institution: Institution, used: Collection[str], at: datetime, by: models.Model | None = None
) -> bool:
    """Use these and do without the others. What the plan does not allow stays as it was. False when nothing changes."""
    sold = {room for room in ROOMS if entitled(institution, room).allowed}
    off = (switched_off(institution) - sold) | {room for room in sold if room not in used}
    if off == switched_off(institution):
        return False
    keep_setting(institution=institution, name=SWITCHED_OFF, value=sorted(off), at=at)
    tell_both(events.SWITCHED, institution, at=at, by=by, off=sorted(off))
    return True
