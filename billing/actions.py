"""Verbs of the office. They change an institution only through tenants.actions."""

from datetime import datetime

from django.db import transaction

from billing.models import Plan, Subscription
from tenants.actions import set_entitlements
from tenants.models import Institution


@transaction.atomic
def start_plan(*, institution: Institution, plan: Plan, at: datetime) -> bool:
    """Put `institution` on `plan` unless it has one; returns whether it happened."""
    _subscription, started = Subscription.objects.get_or_create(
        institution=institution, defaults={"plan": plan, "since": at}
    )
    if started:
        set_entitlements(institution=institution, entitlements=plan.limits, at=at)
    return started
