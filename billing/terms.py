"""The clock of terms that we bill ourselves: the next bill before the end, the next term at the end, or none."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of, term_end
from billing.invoicing import issue_invoice
from billing.models import Invoice, PlanVersion, Subscription, SubscriptionState
from billing.models.subscriptions import Gateway
from billing.pricing import quote_term
from billing.telling import tell_both
from tenants.actions import make_read_only
from tenants.context import public
from tenants.models import Standing

# A city needs weeks to pay: the bill for the next term comes before the last one is over.
BILLED_AHEAD = timedelta(days=30)
# After a contract that was cancelled: time to export, or to change one's mind.
READING_AFTER_END = timedelta(days=14)
ENDED_REASON = gettext_lazy("The contract has ended.")


def turn_terms(*, at: datetime) -> int:
    """What is due of all of this by now; returns how many subscriptions moved. Idempotent."""
    soon = at.date() + BILLED_AHEAD + timedelta(days=2)
    with public():
        ours = Subscription.objects.filter(gateway=Gateway.INVOICE, term_ends_on__lte=soon)
        found = list(ours.exclude(state=SubscriptionState.TRIAL).order_by("pk").values_list("pk", flat=True))
    return sum(_turn(pk, at) for pk in found)


def _turn(pk: int, at: datetime) -> int:
    with public(), transaction.atomic():
        Subscription.objects.select_for_update().get(pk=pk)
        held = Subscription.objects.select_related(
            "institution", "version__plan", "next_version__plan", "coupon"
        ).get(pk=pk)
        today = day_of(held.institution, at)
        if held.state == SubscriptionState.ENDED:
            return _close_after_end(held, today, at)
        moved = 0
        if not held.cancels_at_end:
            moved += _bill_next(held, today, at)
        if held.term_ends_on is not None and today >= held.term_ends_on:
            moved += _end(held, at) if held.cancels_at_end else _roll(held, at)
        return min(moved, 1)


def _next(held: Subscription) -> tuple[PlanVersion, int]:
    assert held.version is not None
    if held.next_version is not None:
        return held.next_version, held.next_seats
    return held.version, held.seats


def _bill_next(held: Subscription, today: date, at: datetime) -> int:
    """Once for each term: its key is the day on which the term begins."""
    assert held.term_ends_on is not None
    starts = held.term_ends_on
    if today < starts - BILLED_AHEAD:
        return 0
    version, seats = _next(held)
    key = f"term-{held.pk}-{starts.isoformat()}"
    if Invoice.objects.filter(key=key).exists():
        return 0
    coupon = held.coupon if held.coupon_bills_left else None
    issue_invoice(
        institution=held.institution,
        version=version,
        quote=quote_term(institution=held.institution, version=version, seats=seats, coupon=coupon),
        period=(starts, term_end(starts, version.period)),
        due_on=max(starts, today + timedelta(days=held.days_until_due)),
        key=key,
        at=at,
    )
    if coupon is not None:
        Subscription.objects.filter(pk=held.pk).update(coupon_bills_left=models.F("coupon_bills_left") - 1)
    return 1


def _roll(held: Subscription, at: datetime) -> int:
    """The next term begins, on the version it was ordered on, or the one chosen for it."""
    version, seats = _next(held)
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


def _end(held: Subscription, at: datetime) -> int:
    Subscription.objects.filter(pk=held.pk).update(state=SubscriptionState.ENDED)
    tell_both(events.ENDED, held.institution, at=at)
    return 1


def _close_after_end(held: Subscription, today: date, at: datetime) -> int:
    """What citizens wrote stays to be read; nobody writes any more."""
    assert held.term_ends_on is not None
    institution = held.institution
    if today < held.term_ends_on + READING_AFTER_END or institution.standing != Standing.OPEN:
        return 0
    return int(make_read_only(institution=institution, reason=str(ENDED_REASON), at=at))
