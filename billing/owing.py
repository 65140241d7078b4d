"""What an administrator reads first while a bill waits: which, how much, where to, and what follows if it stays unpaid."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.allowing import STAFF_READ_ONLY
from billing.dunning import ahead_of
from billing.models import Invoice, InvoiceState
from billing.money import told
from tenants.models import Institution

# A bill that is due later than that is no news.
NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    invoice: Invoice
    is_late: bool
    title: str
    # What it costs not to pay, and from when; "" while nothing of it is taken soon.
    follows: str
    pay_to: str


def owed_by(institution: Institution, today: date) -> Owed | None:
    """The oldest bill that is late or nearly; None where nothing presses. Reads the public schema."""
    near = Invoice.objects.filter(institution=institution, state=InvoiceState.DUE, due_on__lte=today + NEAR)
    bill = near.order_by("due_on", "pk").first()
    if bill is None:
        return None
    facts = {
        "label": bill.label,
        "total": told(bill.total, bill.currency),
        "day": date_format(bill.due_on),
    }
    is_late = bill.due_on < today
    title = (
        _("Bill %(label)s over %(total)s was due on %(day)s.")
        if is_late
        else _("Bill %(label)s over %(total)s is due on %(day)s.")
    )
    account = settings.SUPPLIER["account"]
    pay_to = f"{_('Please pay to')}: {account}" if account and not bill.remote_ref else ""
    return Owed(bill, is_late, title % facts, _follows(bill, today) if is_late else "", pay_to)


def _follows(bill: Invoice, today: date) -> str:
    step = ahead_of(bill, today)
    if step is None:
        return _("Paid, everything opens at once.")
    day = {"day": date_format(step.on)}
    if step.name == STAFF_READ_ONLY:
        return _("Unpaid, staff can only read at the desk from %(day)s on. Citizens go on.") % day
    return _("Unpaid, the site can only be read from %(day)s on. Paid, everything opens at once.") % day
