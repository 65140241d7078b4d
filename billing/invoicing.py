"""Bills: written once, numbered without gaps, never changed; paid or void."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.calendar import day_of
from billing.models import Invoice, InvoiceSeries, InvoiceState, Party, PlanVersion
from billing.money import check_amount
from billing.pricing import Quote
from billing.telling import tell_both
from platform_core.access import Refused, no
from tenants.context import public
from tenants.models import Institution

# Nobody plans to pay in three years; a slip of the finger does.
LATEST_DUE = timedelta(days=366)
PARTY_FIELDS = (
    "registration_number",
    "name",
    "representative",
    "address",
    "business_type",
    "business_item",
    "contact_name",
    "contact_email",
    "po_number",
    "contract_number",
)


def issue_invoice(
    *,
    institution: Institution,
    version: PlanVersion | None,
    quote: Quote,
    period: tuple[date, date],
    due_on: date,
    key: str,
    at: datetime,
    remote_ref: str = "",
) -> Invoice:
    """The bill for `period` (its first day, and the first day after it). Asked again with the same `key`, the same.

    Raises Refused: `past_date` when it would be due before today, `too_far_ahead`, `negative_amount`.
    """
    with public(), transaction.atomic():
        # Whoever comes second with a key waits here, and finds the first one's bill.
        Institution.objects.select_for_update().get(pk=institution.pk)
        if found := Invoice.objects.filter(key=key).first():
            return found
        today = day_of(institution, at)
        _check_dates(today, due_on, period)
        check_amount(quote.net)
        invoice = Invoice.objects.create(
            institution=institution,
            version=version,
            key=key,
            year=today.year,
            number=_next_number(today.year),
            currency=quote.currency,
            lines=[asdict(line) for line in quote.lines],
            buyer=buyer_of(institution),
            net=quote.net,
            vat=quote.vat,
            total=quote.total,
            issued_on=today,
            due_on=due_on,
            period_starts_on=period[0],
            period_ends_on=period[1],
            remote_ref=remote_ref,
        )
        tell_both(events.INVOICE_ISSUED, institution, at=at, **facts(invoice))
        if not invoice.total:
            pay_invoice(invoice=invoice, how="nothing_to_pay", at=at)
    return invoice


def _check_dates(today: date, due_on: date, period: tuple[date, date]) -> None:
    if due_on < today:
        raise Refused(no("past_date", _("A bill cannot be due before it is written.")))
    if due_on > today + LATEST_DUE:
        raise Refused(no("too_far_ahead", _("This day is too far ahead.")))
    if period[1] <= period[0]:
        raise Refused(no("past_date", _("A term ends after it begins.")))


def _next_number(year: int) -> int:
    InvoiceSeries.objects.get_or_create(year=year)
    series = InvoiceSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def buyer_of(institution: Institution) -> dict[str, Any]:
    """As it stands today; what is not filled in is the institution's own name."""
    party = Party.objects.filter(institution=institution).first() or Party()
    facts = {name: getattr(party, name) for name in PARTY_FIELDS}
    return {**facts, "name": party.name or institution.name, "institution": str(institution.key)}


def facts(invoice: Invoice) -> dict[str, Any]:
    """What an event says of it."""
    return {
        "invoice": invoice.label,
        "total": invoice.total,
        "currency": invoice.currency,
        "due_on": invoice.due_on.isoformat(),
    }


def pay_invoice(*, invoice: Invoice, how: str, at: datetime, by: models.Model | None = None) -> bool:
    """It is paid. What was closed for it opens in the same moment. False when it was paid or void already."""
    became = {"state": InvoiceState.PAID, "paid_at": at}
    if not _settle(invoice, became, events.INVOICE_PAID, at, by, how=how):
        return False
    with public():
        invoice.refresh_from_db()
    return True


def void_invoice(*, invoice: Invoice, reason: str, at: datetime, by: models.Model | None = None) -> bool:
    """It was written in error: its number stays taken. False unless it was to be paid."""
    became = {"state": InvoiceState.VOID, "voided_because": reason}
    return _settle(invoice, became, events.INVOICE_VOIDED, at, by, reason=reason)


def _settle(
    invoice: Invoice,
    became: dict[str, Any],
    kind: str,
    at: datetime,
    by: models.Model | None,
    **told: Any,
) -> bool:
    """It is not to be paid any more, so nothing stays closed for it. False unless it was to be paid."""
    from billing.dunning import relieve

    with public(), transaction.atomic():
        if not Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.DUE).update(**became):
            return False
        institution = Institution.objects.filter(pk=invoice.institution_id).first()
        if institution is not None:
            tell_both(kind, institution, at=at, by=by, **told, **facts(invoice))
            relieve(institution=institution, at=at)
    return True
