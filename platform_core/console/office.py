"""The office: what came in, what is owed, what ends, and what changed.

Who comes: whoever keeps the books, on a Monday morning beside the bank's statement; and a colleague who confirms.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from billing import events
from billing.event_words import EVENT_WORDS
from billing.models import Invoice, InvoiceState, Subscription, SubscriptionState, Transfer
from billing.money import told
from billing.showing import bill_row
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.events.models import Event
from tenants.models import Institution

SHOWN = 10
AHEAD = timedelta(days=30)
CHANGES = (
    events.ORDER_DONE,
    events.PLAN_CHANGED,
    events.RENEWED,
    events.ENDING,
    events.ENDED,
    events.CLOSED,
    events.FREED,
    events.DIFFERED,
)


@require_safe
@operators_only
def office(request: HttpRequest) -> HttpResponse:
    """How it stands, and what waits for a hand. The figures are of this calendar year."""
    today = timezone.localdate()
    bills = Invoice.objects.order_by()
    late = bills.filter(state=InvoiceState.DUE, due_on__lt=today)
    trials = Subscription.objects.filter(
        state=SubscriptionState.TRIAL, trial_ends_on__lte=today + AHEAD
    ).select_related("institution", "plan")
    ending = Subscription.objects.filter(
        state=SubscriptionState.ACTIVE, term_ends_on__lte=today + AHEAD, cancels_at_end=True
    ).select_related("institution", "plan")
    changes = Event.objects.filter(kind__in=CHANGES, subject_type="tenants.institution").order_by("-pk")[
        :SHOWN
    ]
    context = {
        "paid": _sums(bills.filter(state=InvoiceState.PAID, paid_at__year=today.year), "net"),
        "due": _sums(bills.filter(state=InvoiceState.DUE), "total"),
        "late": _sums(late, "total"),
        "running": Subscription.objects.filter(state=SubscriptionState.ACTIVE).count(),
        "to_confirm": [
            {"transfer": one, "total": told(one.amount, one.invoice.currency)}
            for one in Transfer.objects.filter(confirmed_at=None, rejected_at=None)
            .select_related("invoice__institution", "marked_by")
            .order_by("pk")[:SHOWN]
        ],
        "overdue": [
            bill_row(one, today)
            for one in late.select_related("institution").order_by("due_on", "pk")[:SHOWN]
        ],
        "trials": list(trials.order_by("trial_ends_on", "pk")[:SHOWN]),
        "ending": list(ending.order_by("term_ends_on", "pk")[:SHOWN]),
        "changes": _named(changes),
        "years": list(bills.order_by("-year").values_list("year", flat=True).distinct()[:SHOWN])
        or [today.year],
        "side_links": links("office"),
    }
    return render(request, "console/office.html", context)


def _named(changes: Iterable[Event]) -> list[dict[str, Any]]:
    """Each with the institution it is about; of one that was erased the history knows a number only."""
    found = list(changes)
    named = Institution.objects.in_bulk([one.subject_id for one in found])
    return [
        {"event": one, "words": EVENT_WORDS[one.kind], "institution": named.get(one.subject_id)}
        for one in found
    ]


def _sums(found: QuerySet[Invoice], what: str) -> list[dict[str, Any]]:
    """One for each currency: nobody adds won to dollars."""
    counted = found.values("currency").annotate(sum=Sum(what), count=Count("pk")).order_by("currency")
    return [{"sum": told(one["sum"], one["currency"]), "count": one["count"]} for one in counted]
