"""Our books follow the gateway's: what it holds is read again and written down, whoever told us that it changed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing import events
from billing.allowing import settle_entitlements
from billing.calendar import day_of
from billing.ending import tell_end
from billing.gateway import Held, RemoteInvoice, gateway_called
from billing.invoicing import issue_invoice, pay_invoice, void_invoice
from billing.models import Invoice, InvoiceState, PlanVersion, Subscription, SubscriptionState
from billing.pricing import Line, Quote
from billing.telling import tell_both
from tenants.context import public

# A gateway's words: those that leave a bill to be paid, and those that end a subscription.
DUE = frozenset({"open", "uncollectible"})
OVER = frozenset({"canceled", "incomplete_expired"})


def refresh(*, held: Subscription, at: datetime) -> bool:
    """Read the subscription and its bills again. False where there is nothing to read: bills of our own are ours.

    Read before anything is locked: whoever reads later writes later, and writes what is true by then.
    """
    with public():
        gateway = gateway_called(held.gateway)
        now, bills = gateway.read(held), gateway.invoices(held)
        if now is None:
            return False
        with transaction.atomic():
            _follow(Subscription.objects.select_for_update().get(pk=held.pk), now, at)
        held.refresh_from_db()
        write_invoices(held, bills, at)
        settle_entitlements(institution=held.institution, at=at)
    return True


def changes_of(held: Subscription, now: Held) -> dict[str, Any]:
    """What our row would have to say; empty when it says so."""
    version = PlanVersion.objects.filter(pk=now.version_id).first() if now.version_id else held.version
    state = SubscriptionState.ENDED if now.status in OVER else SubscriptionState.ACTIVE
    wanted: dict[str, Any] = {
        "state": state,
        "version_id": version.pk if version else None,
        "plan_id": version.plan_id if version else held.plan_id,
        "seats": now.seats,
        "term_starts_on": now.starts_on,
        "term_ends_on": now.ends_on,
        "cancels_at_end": now.cancels_at_end,
    }
    if version is not None and version.pk == held.next_version_id:
        wanted["next_version_id"] = None
    return {name: value for name, value in wanted.items() if getattr(held, name) != value}


def _follow(locked: Subscription, now: Held, at: datetime) -> None:
    changes = changes_of(locked, now)
    if not changes:
        return
    Subscription.objects.filter(pk=locked.pk).update(**changes)
    institution = locked.institution
    if "version_id" in changes:
        tell_both(events.PLAN_CHANGED, institution, at=at, version=changes["version_id"])
    if changes.get("state") == SubscriptionState.ENDED:
        locked.refresh_from_db()
        tell_end(locked, at)
    elif "term_ends_on" in changes:
        tell_both(events.RENEWED, institution, at=at, ends_on=now.ends_on.isoformat())


def mirror_invoices(*, held: Subscription, at: datetime) -> int:
    """The gateway's bills in our books; returns how many it has."""
    bills = gateway_called(held.gateway).invoices(held)
    write_invoices(held, bills, at)
    return len(bills)


def write_invoices(held: Subscription, bills: list[RemoteInvoice], at: datetime) -> None:
    named = Invoice.objects.filter(remote_ref__in=[bill.ref for bill in bills])
    known = {one.remote_ref: one for one in named.order_by("pk")}
    for bill in bills:
        if bill.status != "draft":
            _write(held, bill, known.get(bill.ref), at)


def _write(held: Subscription, bill: RemoteInvoice, known: Invoice | None, at: datetime) -> None:
    if known is None:
        today = day_of(held.institution, at)
        known = issue_invoice(
            institution=held.institution,
            version=held.version,
            quote=Quote(bill.currency, tuple(Line(*line) for line in bill.lines), bill.net, bill.vat),
            period=bill.period,
            due_on=max(bill.due_on or today, today),
            key=f"{held.gateway}-{bill.ref}",
            at=at,
            remote_ref=bill.ref,
        )
    if known.state != InvoiceState.DUE:
        return
    if bill.status == "paid":
        pay_invoice(invoice=known, how=held.gateway, at=at)
    elif bill.status not in DUE:
        void_invoice(invoice=known, reason=bill.status, at=at)
