"""What it costs: read by whoever writes a budget line, before anybody is spoken to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.money import told
from billing.plans import versions_for
from billing.showing import amount_told, label_told
from tenants.entitlements import AMOUNTS, SUPPORT_LEVELS, SWITCHES


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
            label_told(key, label),
            [(one.plan.label, amount_told(key, one.entitlements.get(key))) for one in versions],
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
