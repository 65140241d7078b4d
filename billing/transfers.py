"""A bank transfer pays a bill once two operators have seen it: one marks it, another confirms."""

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.calendar import day_of
from billing.gateway import GatewayDown, GatewayRefused, gateway_called
from billing.invoicing import facts, pay_invoice
from billing.models import Invoice, InvoiceState, Transfer
from billing.money import require_currency, told
from billing.telling import tell_both
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User
from tenants.context import public

log = logging.getLogger("madang.billing")


def may_confirm(person: User, transfer: Transfer) -> Verdict:
    if transfer.rejected_at is not None:
        return no("rejected", _("This transfer was found not to be one."))
    if transfer.confirmed_at is not None:
        return no("confirmed", _("This transfer has been confirmed already."))
    if person.pk == transfer.marked_by_id:
        return no(
            "same_person",
            _("You have marked this transfer yourself."),
            _("Ask a colleague to look at the statement and confirm it."),
        )
    return YES


def mark_transfer(
    *, invoice: Invoice, amount: int, currency: str, came_on: date, reference: str, by: User, at: datetime
) -> Transfer:
    """It stands on the bank's statement. Nothing is paid before somebody else confirms.

    Raises Refused: `not_due`, `wrong_currency`, `wrong_amount`, `future_date`, `marked_already`.
    """
    with public(), transaction.atomic():
        locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
        if locked.state != InvoiceState.DUE or locked.institution is None:
            raise Refused(no("not_due", _("This bill is not to be paid any more.")))
        require_currency(currency, locked.currency)
        if amount != locked.total:
            sentence = _("The bill says %(total)s, not %(amount)s.")
            sums = {
                "total": told(locked.total, locked.currency),
                "amount": told(amount, locked.currency),
            }
            raise Refused(no("wrong_amount", sentence % sums, _("Speak to the institution first.")))
        if came_on > day_of(locked.institution, at):
            raise Refused(no("future_date", _("This day has not come yet.")))
        try:
            with transaction.atomic():
                marked = Transfer.objects.create(
                    invoice=locked,
                    amount=amount,
                    came_on=came_on,
                    reference=reference,
                    marked_by=by,
                    marked_at=at,
                )
        except IntegrityError:
            raise Refused(
                no("marked_already", _("A transfer for this bill has been marked already."))
            ) from None
        tell_both(events.TRANSFER_MARKED, locked.institution, at=at, by=by, **facts(locked))
    return marked


def confirm_transfer(*, transfer: Transfer, by: User, at: datetime) -> bool:
    """Somebody else has seen it, too: the bill is paid. False when it was paid meanwhile. Raises Refused."""
    with public(), transaction.atomic():
        locked = Transfer.objects.select_for_update().get(pk=transfer.pk)
        require(may_confirm(by, locked))
        Transfer.objects.filter(pk=locked.pk).update(confirmed_by=by, confirmed_at=at)
        return pay_invoice(invoice=locked.invoice, how="transfer", at=at, by=by)


def reject_transfer(*, transfer: Transfer, by: User, at: datetime) -> bool:
    """It was another's, or a slip: it may be marked anew. Whoever marked it may take it back. False when decided."""
    with public(), transaction.atomic():
        standing = Transfer.objects.filter(pk=transfer.pk, confirmed_at=None, rejected_at=None)
        if not standing.update(rejected_at=at):
            return False
        invoice = Invoice.objects.select_related("institution").get(pk=transfer.invoice_id)
        if invoice.institution is not None:
            tell_both(events.TRANSFER_REJECTED, invoice.institution, at=at, by=by, **facts(invoice))
    return True


def tell_gateways(*, at: datetime, limit: int = 100) -> int:
    """Bills of a gateway that were paid past it: it stops asking for them. Told again until it has heard."""
    with public():
        untold = Transfer.objects.filter(told_at=None, confirmed_at__isnull=False).exclude(
            invoice__remote_ref=""
        )
        found = list(untold.select_related("invoice__institution__subscription").order_by("pk")[:limit])
        told = 0
        for transfer in found:
            institution = transfer.invoice.institution
            if institution is None:
                continue
            try:
                gateway = gateway_called(institution.subscription.gateway)
                gateway.mark_paid(transfer.invoice.remote_ref, key=f"transfer-{transfer.pk}")
            except (GatewayDown, GatewayRefused) as error:
                log.warning("Bill %s is not marked at the gateway: %s", transfer.invoice.label, error)
                continue
            told += Transfer.objects.filter(pk=transfer.pk).update(told_at=at)
    return told
