"""What an institution that leaves takes along of the office: what it had and its bills, never how it paid them."""

from typing import Any

from billing.models import Invoice, Subscription
from tenants.models import Institution


def subscription_summary(institution: Institution) -> dict[str, Any]:
    """{"subscription": {"plan", "since"}, "invoices": […]}; nothing was bought: {}."""
    subscription = Subscription.objects.select_related("plan").filter(institution=institution).first()
    if subscription is None:
        return {}
    invoices = Invoice.objects.filter(institution=institution).order_by("year", "number")
    return {
        "subscription": {"plan": subscription.plan.code, "since": subscription.since.isoformat()},
        "invoices": [
            {
                "year": one.year,
                "number": one.number,
                "total": one.total,
                "currency": one.currency,
                "issued_on": one.issued_on.isoformat(),
                "paid_at": one.paid_at.isoformat() if one.paid_at else None,
            }
            for one in invoices
        ],
    }
