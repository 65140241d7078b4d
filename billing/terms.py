"""The clock of terms: the next bill before the end, the next term at the end, or none.

Terms that a gateway bills are begun and ended by it; what follows from an end is the same (billing/ending.py).
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of, term_end
from billing.ending import announce_end, close_after_end, end
from billing.models import Subscription, SubscriptionState
from billing.models.subscriptions import Gateway
from billing.next_term import BILLED_AHEAD, bill_next, next_of
from billing.telling import tell_both
from tenants.context import public


def turn_terms(*, at: datetime) -> int:
    """What is due of all of this by now; returns how many subscriptions moved. Idempotent."""
    soon = at.date() + BILLED_AHEAD + timedelta(days=2)
    with public():
        near = Subscription.objects.filter(term_ends_on__lte=soon).exclude(state=SubscriptionState.TRIAL)
        found = list(near.order_by("pk").values_list("pk", flat=True))
    return sum(_turn(pk, at) for pk in found)


def _turn(pk: int, at: datetime) -> int:
    with public(), transaction.atomic():
        Subscription.objects.select_for_update().get(pk=pk)
        held = Subscription.objects.select_related(
            "institution", "version__plan", "next_version__plan", "coupon"
        ).get(pk=pk)
        today = day_of(held.institution, at)
        if held.state == SubscriptionState.ENDED:
            return announce_end(held, today, at) or close_after_end(held, today, at)
        moved = announce_end(held, today, at) if held.cancels_at_end else 0
        if held.gateway == Gateway.INVOICE:
            moved += _turn_ours(held, today, at)
        return min(moved, 1)


def _turn_ours(held: Subscription, today: date, at: datetime) -> int:
    moved = 0 if held.cancels_at_end else bill_next(held, today, at)
    if held.term_ends_on is None or today < held.term_ends_on:
        return moved
    if not held.cancels_at_end:
        return moved + _roll(held, at)
    end(held, at)
    return moved + 1


def _roll(held: Subscription, at: datetime) -> int:
    """The next term begins, on the version it was ordered on, or the one chosen for it."""
    version, seats = next_of(held)
    starts = held.term_ends_on
    assert starts is not None
    ends = term_end(starts, version.period)
    Subscription.objects.filter(pk=held.pk).update(
        plan=version.plan,
        version=version,
        seats=seats,
        next_version=None,
        term_starts_on=starts,
        term_ends_on=ends,
    )
    tell_both(events.RENEWED, held.institution, at=at, ends_on=ends.isoformat())
    if version.pk != held.version_id:
        tell_both(events.PLAN_CHANGED, held.institution, at=at, version=version.pk)
    settle_entitlements(institution=held.institution, at=at)
    return 1
