"""Verbs of the office about plans. They change an institution only through tenants.actions."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of
from billing.models import Plan, Subscription, SubscriptionState
from billing.plans import current_version
from billing.telling import tell_both
from platform_core.access import YES, Verdict, no, require
from tenants.context import public
from tenants.models import Institution

TRIAL = "trial"
LONGEST_TRIAL = timedelta(days=366)


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


def may_prolong(held: Subscription | None, ends_on: date, today: date) -> Verdict:
    """Whether a trial can end on `ends_on`, seen from the institution's `today`."""
    if held is None or held.state != SubscriptionState.TRIAL:
        return no("no_trial", _("This institution is not on trial."))
    if ends_on < today:
        return no("past_date", _("A trial ends today at the earliest."))
    if ends_on > today + LONGEST_TRIAL:
        return no("too_far_ahead", _("This day is too far ahead."), _("A trial lasts a year at most."))
    return YES


def prolong_trial(
    *, institution: Institution, ends_on: date, at: datetime, by: models.Model | None = None
) -> bool:
    """Let a trial end on another day. False when it ends then anyway. Raises Refused (may_prolong)."""
    with public(), transaction.atomic():
        held = Subscription.objects.select_for_update().filter(institution=institution).first()
        require(may_prolong(held, ends_on, day_of(institution, at)))
        running = Subscription.objects.filter(institution=institution).exclude(trial_ends_on=ends_on)
        if not running.update(trial_ends_on=ends_on):
            return False
        tell_both(events.TRIAL_PROLONGED, institution, at=at, by=by, ends_on=ends_on.isoformat())
        settle_entitlements(institution=institution, at=at)
    return True
