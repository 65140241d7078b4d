"""The bill for the term to come, written weeks before it begins: and what becomes of it when somebody changes their mind.

As long as nobody has paid it, it follows what is ordered: it is void, and written anew for what was ordered instead.
Once it is paid, the next term is as it was paid.
"""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from billing.calendar import term_end
from billing.invoicing import issue_invoice, void_invoice
from billing.models import Invoice, InvoiceState, OrderKind, PlanVersion, Subscription
from billing.pricing import quote_term
from platform_core.access import YES, Verdict, no

# A city needs weeks to pay: the bill for the next term comes before the last one is over.
BILLED_AHEAD = timedelta(days=30)


def next_of(held: Subscription) -> tuple[PlanVersion, int]:
    """On which version, and with how many seats, the next term begins."""
    assert held.version is not None
    if held.next_version is not None:
        return held.next_version, held.next_seats
    return held.version, held.seats


def bill_next(held: Subscription, today: date, at: datetime) -> int:
    """Once for each term: its key is the day on which the term begins."""
    starts = held.term_ends_on
    assert starts is not None
    key = _key(held)
    if today < starts - BILLED_AHEAD or Invoice.objects.filter(key=key).exists():
        return 0
    version, seats = next_of(held)
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


def withdraw_next_bill(held: Subscription, at: datetime) -> bool:
    """Void, and out of the way of another. False when there is none, or it is paid. Under the subscription's lock."""
    # Locked: whoever marks its transfer is done before it is asked whether there is one.
    bill = Invoice.objects.select_for_update().filter(key=_key(held), state=InvoiceState.DUE).first()
    if (
        bill is None
        or paid_ahead(held)
        or not void_invoice(
            invoice=bill, reason=_("The order for this term was changed before it began."), at=at
        )
    ):
        return False
    Invoice.objects.filter(pk=bill.pk).update(key=f"{bill.key}-{bill.pk}")
    if any(line["amount"] < 0 for line in bill.lines):
        Subscription.objects.filter(pk=held.pk).update(coupon_bills_left=models.F("coupon_bills_left") + 1)
    return True


def paid_ahead(held: Subscription) -> date | None:
    """The end of the next term where it is paid, or a transfer for it has been seen."""
    paid = models.Q(state=InvoiceState.PAID) | models.Q(
        state=InvoiceState.DUE,
        pk__in=Invoice.objects.filter(transfers__rejected_at=None, transfers__isnull=False),
    )
    return Invoice.objects.filter(paid, key=_key(held)).values_list("period_ends_on", flat=True).first()


def may_change_next(held: Subscription, kind: str) -> Verdict:
    """No once the next term is paid: it is as it was paid. More can be had at once all the same."""
    if kind == OrderKind.CHANGE and held.next_version_id is None:
        return YES
    if kind == OrderKind.SUBSCRIBE or paid_ahead(held) is None:
        return YES
    return no(
        "next_term_paid",
        _("The next term is paid for already, so it begins as it was ordered."),
        _("Order this once it has begun."),
    )


def _key(held: Subscription) -> str:
    return f"term-{held.pk}-{held.term_ends_on.isoformat() if held.term_ends_on else ''}"
