"""A bill on paper."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from billing.models import Invoice
from billing.money import VAT_PERCENT, told
from platform_core.documents.letterhead import Letterhead
from platform_core.documents.pdf import render_pdf


def print_invoice(invoice: Invoice) -> bytes:
    """A PDF in the language at hand, in the supplier's name. Raises NoPdfHere."""
    title = _("Invoice %s") % invoice.label
    return render_pdf(render_to_string("billing/invoice_print.html", facts_of(invoice)), title=title)


def facts_of(invoice: Invoice) -> dict[str, Any]:
    def shown(amount: int) -> str:
        return told(amount, invoice.currency)

    return {
        "letterhead": Letterhead(name=settings.SUPPLIER["name"]),
        "invoice": invoice,
        "buyer": invoice.buyer,
        "supplier": settings.SUPPLIER,
        "lines": [(line["what"], shown(line["amount"])) for line in invoice.lines],
        "net": shown(invoice.net),
        "vat": shown(invoice.vat),
        "total": shown(invoice.total),
        "vat_percent": VAT_PERCENT if invoice.vat else 0,
    }
