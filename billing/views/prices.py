"""What it costs: read by whoever writes a budget line, before anybody is spoken to."""

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.money import told
from billing.plans import versions_for
from tenants.entitlements import AMOUNTS, SUPPORT_LEVELS, SWITCHES

STORAGE = "storage_mb"
# In megabytes, as they are counted (metering.MEGABYTE).
UNITS = (("TB", 1_000_000), ("GB", 1_000))


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    versions = versions_for()
    # Each cell with its plan's name: on a phone the columns' heads are not seen.
    rows = [
        (label, [(one.plan.label, one.entitlements.get(key, True)) for one in versions])
        for key, label in SWITCHES.items()
    ]
    amounts = [
        (
            _("Storage") if key == STORAGE else label,
            [(one.plan.label, _amount(key, one.entitlements.get(key))) for one in versions],
        )
        for key, label in AMOUNTS.items()
    ]
    context = {
        "plans": [
            {
                "label": one.plan.label,
                "price": told(one.price, one.currency),
                "is_free": not one.price,
                "period": one.period,
                "seat": told(one.seat_price, one.currency) if one.seat_price else "",
                "support": SUPPORT_LEVELS.get(
                    one.entitlements.get("support", ""), SUPPORT_LEVELS["community"]
                ),
            }
            for one in versions
        ],
        "switches": rows,
        "amounts": amounts,
        "may_try": settings.SELF_SERVICE_TRIALS,
        "supplier": settings.SUPPLIER,
    }
    return render(request, "billing/prices.html", context)


def _amount(key: str, value: int | None) -> str | None:
    """None where there is no limit. Whoever compares offers reads terabytes, not a million megabytes."""
    if value is None:
        return None
    if key != STORAGE:
        return intcomma(value)
    for unit, size in UNITS:
        if value >= size:
            return f"{intcomma(floatformat(value / size, -1))} {unit}"
    return f"{intcomma(value)} MB"
