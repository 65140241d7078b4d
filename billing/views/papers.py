"""To whom bills are written, and the bills themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.forms import PartyForm
from billing.gateway import GatewayDown, GatewayRefused, gateway_called
from billing.models import Invoice, Party
from billing.parties import change_party
from billing.printing import print_invoice
from billing.views.gate import administrators_only
from billing.views.plan import held_by
from platform_core.documents.pdf import NoPdfHere
from tenants.context import public
from tenants.models import Institution


@require_http_methods(["GET", "POST"])
@administrators_only
def party(request: HttpRequest) -> HttpResponse:
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    with public():
        known = Party.objects.filter(institution=institution).first()
    initial: dict[str, Any] = {"name": institution.name}
    if known is not None:
        initial = {name: getattr(known, name) for name in PartyForm.base_fields}
    form = PartyForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_party(
            institution=institution,
            words=form.cleaned_data,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, _("Kept. It stands on bills from now on; written ones stay as they are."))
        return redirect("billing:plan")
    return render(request, "billing/party.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@administrators_only
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """As a PDF; where this machine cannot make one, as a page to print."""
    with public():
        found = Invoice.objects.filter(pk=pk, institution=request.tenant).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return answer_with(found)


def answer_with(invoice: Invoice) -> HttpResponse:
    try:
        made, kind = print_invoice(invoice), "application/pdf"
    except NoPdfHere as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="invoice-{invoice.label}.pdf"'
    return response


@require_safe
@administrators_only
def portal(request: HttpRequest) -> HttpResponse:
    """On to where cards are kept. A link, not a form: our pages let no form lead elsewhere."""
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    held = held_by(institution)
    if held is None or not held.customer_ref:
        raise Http404
    try:
        with public():
            address = gateway_called(held.gateway).portal(held, return_to=institution.address("/desk/plan/"))
    except (GatewayDown, GatewayRefused):
        messages.error(request, _("The payment service does not answer. Try again in a minute."))
        return redirect("billing:plan")
    return redirect(address or "billing:plan")
