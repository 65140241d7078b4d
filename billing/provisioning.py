"""What the office contributes when an institution opens: a plan."""

from typing import Any

from django.utils import timezone

from billing.actions import start_plan as start
from billing.models import Plan, PlanVersion
from billing.trials import TRIAL_DAYS
from tenants.context import public
from tenants.models import Institution
from tenants.provisioning.order import InstitutionOrder

DEFAULT_PLAN = "trial"


def start_plan(institution: Institution) -> None:
    """Put the institution on the plan it ordered, once."""
    with public():
        plan = Plan.objects.get(code=institution.order.get("plan") or DEFAULT_PLAN)
        start(institution=institution, plan=plan, at=timezone.now(), trial_days=TRIAL_DAYS)


def holds(order: InstitutionOrder) -> dict[str, Any]:
    """The entitlements of the plan it would be on."""
    with public():
        version = PlanVersion.objects.filter(plan__code=order.plan or DEFAULT_PLAN, institution=None)
        newest = version.order_by("-number").values_list("entitlements", flat=True).first()
    return newest or {}


def choices() -> dict[str, list[tuple[str, str]]]:
    """What an order form offers, in the language of whoever reads it."""
    with public():
        return {"plan": [(plan.code, plan.label) for plan in Plan.objects.filter(is_offered=True)]}
