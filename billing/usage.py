"""What was used in a month, beside what the plan allows."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Sum

from billing.models import Meter, UsageDay
from billing.showing import amount_told, label_told
from tenants.context import public
from tenants.entitlements import NEVER_WAIT, PAUSES, amount_of, paused
from tenants.models import Institution

# Those that are added up over a month; the others say how much there is.
ADDED_UP = frozenset({Meter.MAILS, Meter.TEXTS, Meter.API_CALLS})
NEAR, FULL = 80, 100


def usage_in_month(institution: Institution, month: date) -> dict[str, int]:
    """By meter: the month's sum of what is added up, the highest of what is there, the busiest day's participants."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    with public():
        found = (
            UsageDay.objects.filter(institution=institution, day__gte=first, day__lt=after)
            .order_by("meter")
            .values("meter")
            .annotate(total=Sum("value"), most=Max("value"))
        )
        return {one["meter"]: one["total"] if one["meter"] in ADDED_UP else one["most"] for one in found}


def usage_rows(institution: Institution, day: date) -> list[dict[str, Any]]:
    """This month so far, meter by meter; `waits` says what a limit that is used up lets wait, `goes_on` that it does not."""
    used, waiting = usage_in_month(institution, day), paused(institution)
    rows = []
    for meter in Meter:
        limit, count = amount_of(institution, meter.value), used.get(meter.value)
        percent = count * 100 // limit if limit and count is not None else None
        near = percent is not None and percent >= NEAR
        is_full = percent is not None and percent >= FULL
        rows.append(
            {
                "label": label_told(meter.value, meter.label),
                "count": amount_told(meter.value, count),
                "limit": amount_told(meter.value, limit),
                "percent": percent,
                "tone": ("overdue" if is_full else "soon") if near else "",
                "waits": PAUSES[meter.value] if meter.value in waiting else "",
                "goes_on": NEVER_WAIT.get(meter.value, "") if is_full else "",
            }
        )
    return rows
