"""Ordering for an institution that has sent its order on paper: the same choice, sums and order as on its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from billing.ending import closed_at_end
from billing.models import Subscription
from billing.views.choosing import Place, order_page
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants.models import Standing


@require_http_methods(["GET", "POST"])
@operators_only
def contract_order(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(
        Subscription.objects.select_related("institution", "plan", "version__plan", "next_version__plan"),
        institution=pk,
    )
    institution = held.institution
    place = Place(
        here=reverse("console:contract_order", args=[pk]),
        back=reverse("console:contract", args=[pk]),
        choice="console/contract_order.html",
        costs="console/contract_costs.html",
    )
    more = {
        "institution": institution,
        "reopens": institution.standing == Standing.READ_ONLY and closed_at_end(institution),
        "side_links": links("institutions"),
    }
    return order_page(request, held, place, more=more)
