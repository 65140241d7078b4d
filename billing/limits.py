"""What a limit does: it is told at 80 and 100 %, and at 100 % optional services wait (tenants/entitlements.py, PAUSES).

Nothing a citizen does is ever stopped by it. What waits goes on with the next month or a larger plan, by itself.
"""

from datetime import date, datetime

from django.db import transaction

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of
from billing.models import UsageWarning
from billing.telling import tell_both
from billing.usage import FULL, NEAR, usage_in_month
from tenants.context import public
from tenants.entitlements import AMOUNTS, amount_of
from tenants.models import Institution


def look_at_limits(*, institution: Institution, at: datetime) -> None:
    """After each count: say what is near its limit, and let wait or go on what can wait."""
    warn(institution=institution, at=at)
    settle_entitlements(institution=institution, at=at)


def warn(*, institution: Institution, at: datetime) -> list[tuple[str, int]]:
    """Say once a month that 80 or 100 % of a limit is used; returns what was said (the higher one, if both)."""
    today = day_of(institution, at)
    month, said = today.replace(day=1), []
    used = usage_in_month(institution, today)
    with public(), transaction.atomic():
        for meter in sorted(set(used) & AMOUNTS.keys()):
            limit = amount_of(institution, meter)
            if not limit:
                continue
            reached = [percent for percent in (NEAR, FULL) if used[meter] * 100 >= limit * percent]
            new = [percent for percent in reached if _first_time(institution, meter, month, percent, at)]
            if new:
                said.append((meter, new[-1]))
                tell_both(
                    events.USAGE_WARNED,
                    institution,
                    at=at,
                    meter=meter,
                    percent=new[-1],
                    used=used[meter],
                    limit=limit,
                )
    return said


def _first_time(institution: Institution, meter: str, month: date, percent: int, at: datetime) -> bool:
    _row, is_new = UsageWarning.objects.get_or_create(
        institution=institution, meter=meter, month=month, percent=percent, defaults={"at": at}
    )
    return is_new
