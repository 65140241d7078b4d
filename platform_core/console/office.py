"""The office: what came in, what is owed, what ends, and what changed.

Who comes: whoever keeps the books, on a Monday morning beside the bank's statement; and a colleague who confirms.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing import events
from billing.forms import TransferForm, VoidForm
from billing.invoicing import void_invoice
from billing.models import Invoice, InvoiceState, Subscription, SubscriptionState, Transfer
from billing.money import told
from billing.printing import print_invoice
from billing.transfers import confirm_transfer, mark_transfer, may_confirm, reject_transfer
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.documents.pdf import NoPdfHere
from platform_core.events.models import Event
from platform_core.files.tables import SentTable, dated, sent_csv

PAGE_SIZE, SHOWN, MOST_ROWS = 25, 10, 10_000
AHEAD = timedelta(days=30)
CHANGES = {
    events.ORDER_DONE: _lazy("An order was carried out"),
    events.PLAN_CHANGED: _lazy("On another plan"),
    events.RENEWED: _lazy("A new term began"),
    events.ENDED: _lazy("The contract ended"),
    events.DIFFERED: _lazy("The gateway and our books differ"),
}


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
        "overdue": [_row(one, today) for one in _listed(late).order_by("due_on", "pk")[:SHOWN]],
        "trials": list(trials.order_by("trial_ends_on", "pk")[:SHOWN]),
        "ending": list(ending.order_by("term_ends_on", "pk")[:SHOWN]),
        "changes": [{"event": one, "words": CHANGES[one.kind]} for one in changes],
        "side_links": links("office"),
    }
    return render(request, "console/office.html", context)


def _sums(found: QuerySet[Invoice], what: str) -> list[dict[str, Any]]:
    """One for each currency: nobody adds won to dollars."""
    counted = found.values("currency").annotate(sum=Sum(what), count=Count("pk")).order_by("currency")
    return [{"sum": told(one["sum"], one["currency"]), "count": one["count"]} for one in counted]


def _listed(found: QuerySet[Invoice]) -> QuerySet[Invoice]:
    return found.select_related("institution")


def _row(invoice: Invoice, today: Any) -> dict[str, Any]:
    is_late = invoice.state == InvoiceState.DUE and invoice.due_on < today
    tones = {InvoiceState.PAID: "good", InvoiceState.VOID: "calm"}
    return {
        "invoice": invoice,
        "buyer": invoice.buyer.get("name", ""),
        "total": told(invoice.total, invoice.currency),
        "is_late": is_late,
        "tone": "overdue" if is_late else tones.get(InvoiceState(invoice.state), "soon"),
        "label": _("Overdue") if is_late else invoice.get_state_display(),
    }


@require_safe
@operators_only
def bills(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = _listed(Invoice.objects.all())
    if state in InvoiceState.values:
        found = found.filter(state=state)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    here, today = reverse("console:bills"), timezone.localdate()
    tabs = [
        {"label": label, "url": f"{here}?state={key}" if key else here, "current": key == state}
        for key, label in [("", _("All")), *InvoiceState.choices]
    ]
    context = {
        "page": page,
        "rows": [_row(one, today) for one in page.object_list],
        "tabs": tabs,
        "state": state if state in InvoiceState.values else "",
        "side_links": links("office"),
    }
    return render(request, "console/bills.html", context)


@require_http_methods(["GET", "POST"])
@operators_only
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """One bill; a POST marks a transfer that stands on the statement."""
    found = get_object_or_404(_listed(Invoice.objects.all()), pk=pk)
    form = TransferForm(
        request.POST or None,
        currency=found.currency,
        initial={
            "amount": str(found.total) if found.currency == "KRW" else "",
            "came_on": timezone.localdate(),
        },
    )
    if form.is_valid():
        try:
            mark_transfer(
                invoice=found,
                **form.cleaned_data,
                currency=found.currency,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.sentence} {refused.verdict.what_next}")
        else:
            messages.success(request, _("Marked. A colleague confirms it; then the bill is paid."))
            return HttpResponseRedirect(reverse("console:bill", args=[pk]))
    transfers = list(found.transfers.select_related("marked_by", "confirmed_by").order_by("-pk"))
    standing = next((one for one in transfers if one.rejected_at is None), None)
    context = {
        **_row(found, timezone.localdate()),
        "lines": [(line["what"], told(line["amount"], found.currency)) for line in found.lines],
        "net": told(found.net, found.currency),
        "vat": told(found.vat, found.currency),
        "form": form,
        "reason_form": VoidForm(auto_id="void_%s"),
        "transfers": transfers,
        "standing": standing,
        "may_confirm": may_confirm(request.user, standing) if standing else None,  # type: ignore[arg-type]
        "notices": list(found.notices.order_by("at", "pk")),
        "side_links": links("office"),
    }
    return render(request, "console/bill.html", context, status=422 if form.is_bound else 200)


@require_POST
@operators_only
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Transfer, pk=pk)
    try:
        confirm_transfer(transfer=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Confirmed: the bill is paid, and what was closed for it is open."))
    except Refused as refused:
        messages.error(request, f"{refused.verdict.sentence} {refused.verdict.what_next}")
    return HttpResponseRedirect(reverse("console:bill", args=[found.invoice_id]))


@require_POST
@operators_only
def rejection(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Transfer, pk=pk)
    if reject_transfer(transfer=found, by=request.user, at=timezone.now()):  # type: ignore[arg-type]
        messages.success(request, _("Taken back. It can be marked anew."))
    return HttpResponseRedirect(reverse("console:bill", args=[found.invoice_id]))


@require_POST
@operators_only
def voiding(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invoice, pk=pk)
    form = VoidForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the reason is kept in the history."))
    elif found.remote_ref:
        messages.error(request, _("This bill is Stripe's: void it there, and our books follow."))
    elif void_invoice(
        invoice=found,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    ):
        messages.success(request, _("Void. Its number stays taken."))
    return HttpResponseRedirect(reverse("console:bill", args=[pk]))


@require_safe
@operators_only
def bill_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invoice, pk=pk)
    try:
        made = print_invoice(found)
    except NoPdfHere as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="invoice-{found.label}.pdf"'
    return response


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
            one.paid_at.date().isoformat() if one.paid_at else "",
        ]
        for one in found
    )
    return sent_csv(dated("accounting"), heads, rows)


# Columns of the tax offices' own form for sending many at once (홈택스 전자세금계산서 일괄발급), in its order and words.
TAX_HEADS = (
    "작성일자 공급자등록번호 공급자상호 공급자성명 공급자사업장주소 공급받는자등록번호 공급받는자상호 공급받는자성명 "
    "공급받는자사업장주소 공급받는자업태 공급받는자종목 공급받는자이메일 공급가액합계 세액합계 품목 비고 영수청구구분"
).split()


@require_safe
@operators_only
def tax_csv(request: HttpRequest) -> SentTable:
    """세금계산서: bills of a year in won whose buyer has a registration number. 01 received, 02 asked for."""
    found = Invoice.objects.filter(year=_year(request), currency="KRW").exclude(state=InvoiceState.VOID)
    return sent_csv(dated("tax-invoices"), list(TAX_HEADS), _tax_rows(found.order_by("number")[:MOST_ROWS]))


def _tax_rows(found: Any) -> Iterator[list[Any]]:
    ours = settings.SUPPLIER
    for one in found:
        buyer = one.buyer
        if not buyer.get("registration_number"):
            continue
        remarks = " ".join(part for part in (buyer.get("po_number"), buyer.get("contract_number")) if part)
        yield [
            one.issued_on.strftime("%Y%m%d"),
            ours["registration_number"].replace("-", ""),
            ours["name"],
            ours["representative"],
            ours["address"],
            buyer["registration_number"].replace("-", ""),
            buyer["name"],
            buyer["representative"],
            buyer["address"],
            buyer["business_type"],
            buyer["business_item"],
            buyer["contact_email"],
            one.net,
            one.vat,
            one.lines[0]["what"] if one.lines else "",
            remarks,
            "01" if one.state == InvoiceState.PAID else "02",
        ]
