"""What an institution that leaves takes along of the office: what it had, never what the operator keeps about it."""

from typing import Any

from billing.models import Subscription
from tenants.models import Institution


def subscription_summary(institution: Institution) -> dict[str, Any]:
    """{"subscription": {"plan", "name", "since", "limits"}}; empty where nothing was bought."""
    subscription = Subscription.objects.select_related("plan").filter(institution=institution).first()
    if subscription is None:
        return {}
    plan = subscription.plan
    said = {
        "plan": plan.code,
        "name": plan.name,
        "since": subscription.since.isoformat(),
        "limits": plan.limits,
    }
    return {"subscription": said}
