"""Verbs of the office about plans. They change an institution only through tenants.actions."""

from datetime import date, datetime, timedelta

from django.db import models, transaction

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of
from billing.models import Plan, Subscription, SubscriptionState
from billing.plans import current_version
from platform_core.events.actions import record
from tenants.context import public
from tenants.models import Institution

TRIAL = "trial"


@transaction.atomic
def start_plan(*, institution: Institution, plan: Plan, at: datetime, trial_days: int | None = None) -> bool:
    """Put `institution` on `plan` unless it has one; returns whether it happened.

    It is a trial until something is ordered: with `trial_days` it ends so many days from now, otherwise on no day
    agreed.
    """
    with public():
        ends = day_of(institution, at) + timedelta(days=trial_days) if trial_days else None
        version = current_version(plan)
        state = SubscriptionState.TRIAL if plan.code == TRIAL else SubscriptionState.ACTIVE
        _subscription, started = Subscription.objects.get_or_create(
            institution=institution,
            defaults={
                "plan": plan,
                "version": version,
                "since": at,
                "state": state,
                "trial_ends_on": ends if state == SubscriptionState.TRIAL else None,
            },
        )
        if started:
            settle_entitlements(institution=institution, at=at)
    return started


def prolong_trial(
    *, institution: Institution, ends_on: date, at: datetime, by: models.Model | None = None
) -> bool:
    """Let a trial end on another day. False when it is no trial, or ends then anyway."""
    with public(), transaction.atomic():
        running = Subscription.objects.filter(institution=institution, state=SubscriptionState.TRIAL)
        if not running.exclude(trial_ends_on=ends_on).update(trial_ends_on=ends_on):
            return False
        record(events.TRIAL_PROLONGED, institution, at=at, actor=by, ends_on=ends_on.isoformat())
        settle_entitlements(institution=institution, at=at)
    return True
