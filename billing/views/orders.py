"""An administrator orders, changes, cancels, and goes on after all."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from billing.models import OrderKind, Subscription
from billing.ordering import Asked, may_order, print_of
from billing.views.choosing import Place, order_page, ordered
from billing.views.gate import administrators_only
from billing.views.plan import held_by
from platform_core.access import require
from tenants.context import public


@require_http_methods(["GET", "POST"])
@administrators_only
def order(request: HttpRequest) -> HttpResponse:
    place = Place(
        here=reverse("billing:order"),
        back=reverse("billing:plan"),
        choice="billing/order.html",
        costs="billing/order_confirm.html",
    )
    return order_page(request, _held(request), place, more={})


def _held(request: HttpRequest) -> Subscription:
    held = held_by(request.tenant)  # type: ignore[attr-defined]
    if held is None:
        raise Http404
    return held


@require_http_methods(["GET", "POST"])
@administrators_only
def cancellation(request: HttpRequest) -> HttpResponse:
    held = _held(request)
    with public():
        require(may_order(held, OrderKind.CANCEL, Asked()))
    if request.method == "POST":
        seen = Asked(seen=request.POST.get("seen", "")[:200])
        return ordered(request, held, OrderKind.CANCEL, seen, back=reverse("billing:plan"))
    return render(
        request, "billing/cancellation.html", {"held": held, "key": uuid4().hex, "seen": print_of(held)}
    )


@require_POST
@administrators_only
def resumption(request: HttpRequest) -> HttpResponse:
    return ordered(request, _held(request), OrderKind.RESUME, Asked(), back=reverse("billing:plan"))
