"""Bills one by one: found, marked as paid, confirmed by somebody else, void.

Who comes: whoever has the bank's statement at hand, and a colleague who looks at it, too.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.dunning import STEP_WORDS
from billing.forms import TransferForm, VoidForm
from billing.invoicing import void_invoice
from billing.models import Invoice, InvoiceState, Transfer
from billing.money import told
from billing.showing import bill_row
from billing.transfers import confirm_transfer, mark_transfer, may_confirm, reject_transfer
from billing.views.papers import answer_with
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.sides import links

PAGE_SIZE = 25


@require_safe
@operators_only
def bills(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = Invoice.objects.select_related("institution")
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
        "rows": [bill_row(one, today) for one in page.object_list],
        "tabs": tabs,
        "side_links": links("office"),
    }
    return render(request, "console/bills.html", context)


@require_http_methods(["GET", "POST"])
@operators_only
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """One bill; a POST marks a transfer that stands on the statement."""
    found = get_object_or_404(Invoice.objects.select_related("institution"), pk=pk)
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
        **bill_row(found, timezone.localdate()),
        "lines": [(line["what"], told(line["amount"], found.currency)) for line in found.lines],
        "net": told(found.net, found.currency),
        "vat": told(found.vat, found.currency),
        "form": form,
        "reason_form": VoidForm(auto_id="void_%s"),
        "transfers": transfers,
        "standing": standing,
        "may_confirm": may_confirm(request.user, standing) if standing else None,  # type: ignore[arg-type]
        "notices": [
            {"at": one.at, "words": STEP_WORDS.get(one.step, one.step)}
            for one in found.notices.order_by("at", "pk")
        ],
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
    return answer_with(get_object_or_404(Invoice, pk=pk))
