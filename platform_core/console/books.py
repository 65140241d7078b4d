"""Tables for whoever keeps the books: every bill of a year, and tax invoices as 홈택스 takes them."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing import tax_invoices
from billing.models import Invoice
from platform_core.console.gate import operators_only
from platform_core.files.tables import SentTable, dated, sent_csv, sent_workbook
from platform_core.text.spreadsheet import Sheet

MOST_ROWS = 10_000


def _year(request: HttpRequest) -> int:
    given = request.GET.get("year", "")
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) == 4 else timezone.localdate().year
    )


@require_safe
@operators_only
def accounting_csv(request: HttpRequest) -> SentTable:
    """Every bill of a year, in the order of its numbers: whole sums in the currency's smallest unit."""
    heads = [
        _("Number"),
        _("Written on"),
        _("Due on"),
        _("Buyer"),
        _("Currency"),
        _("Without tax"),
        _("Value added tax"),
        _("Together"),
        _("State"),
        _("Paid on"),
    ]
    found = Invoice.objects.filter(year=_year(request)).order_by("number")[:MOST_ROWS]
    rows = (
        [
            one.label,
            one.issued_on.isoformat(),
            one.due_on.isoformat(),
            one.buyer.get("name", ""),
            one.currency,
            one.net,
            one.vat,
            one.total,
            one.get_state_display(),
            timezone.localdate(one.paid_at).isoformat() if one.paid_at else "",
        ]
        for one in found
    )
    return sent_csv(dated("accounting"), heads, rows)


@require_safe
@operators_only
def tax_workbook(request: HttpRequest) -> SentTable:
    """세금계산서 of a year: laid before the tax office by whoever answers for them, not by us."""
    sheet = Sheet(
        tax_invoices.SHEET,
        tax_invoices.HEADS,
        tax_invoices.rows(tax_invoices.written_in(_year(request))[:MOST_ROWS]),
        above=tax_invoices.ABOVE,
    )
    return sent_workbook(dated("tax-invoices"), sheet)
