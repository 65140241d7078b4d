"""How bills and amounts are shown: at the desk and at the console alike (billing/parts)."""

from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceState
from billing.money import told

TONES = {InvoiceState.PAID: "good", InvoiceState.VOID: "calm"}


STORAGE = "storage_mb"
# In megabytes, as they are counted (metering.MEGABYTE).
UNITS = (("TB", 1_000_000), ("GB", 1_000))


def label_told(key: str, label: Any) -> Any:
    """Beside what amount_told says: the unit stands with the number."""
    return _("Storage") if key == STORAGE else label


def amount_told(key: str, value: int | None) -> str | None:
    """None stays None: without limit, or not counted. Whoever compares reads terabytes, not a million megabytes."""
    if value is None:
        return None
    if key != STORAGE:
        return str(intcomma(value))
    for unit, size in UNITS:
        if value >= size:
            return f"{intcomma(floatformat(value / size, -1))} {unit}"
    return f"{intcomma(value)} MB"


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
