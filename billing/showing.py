"""How a bill is shown in a list: at the desk and at the console alike (billing/parts/bills.html)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceState
from billing.money import told

TONES = {InvoiceState.PAID: "good", InvoiceState.VOID: "calm"}


def bill_row(invoice: Invoice, today: date) -> dict[str, Any]:
    """A bill that is late says so instead of its state."""
    is_late = invoice.state == InvoiceState.DUE and invoice.due_on < today
    return {
        "invoice": invoice,
        "buyer": invoice.buyer.get("name", ""),
        "total": told(invoice.total, invoice.currency),
        "is_late": is_late,
        "tone": "overdue" if is_late else TONES.get(InvoiceState(invoice.state), "soon"),
        "label": _("Overdue") if is_late else invoice.get_state_display(),
    }
