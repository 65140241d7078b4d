"""Ordering and changing a plan: chosen, read over with its price, then ordered. Nothing costs before that."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.calendar import day_of
from billing.carrying_out import carry_out
from billing.forms import ChoiceForm
from billing.gateway import GatewayDown, GatewayRefused, Terms, gateway_called
from billing.models import Order, OrderKind, OrderState, PlanVersion, Subscription
from billing.money import told
from billing.ordering import Asked, may_order, place_order, print_of
from billing.plans import versions_for
from billing.pricing import Quote, coupon_called, quote_term
from billing.views.gate import administrators_only
from billing.views.plan import held_by
from platform_core.access import Refused, require
from tenants.context import public
from tenants.models import Institution

LONGEST_KEY = 60


@require_http_methods(["GET", "POST"])
@administrators_only
def order(request: HttpRequest) -> HttpResponse:
    """First the choice (GET), then the same page with what it costs; POST orders."""
    held = _held(request)
    is_new = held.term_ends_on is None or held.state != "active"
    versions = _versions(held)
    given = request.POST if request.method == "POST" else (request.GET if "version" in request.GET else None)
    form = ChoiceForm(
        given, versions=versions, is_new=is_new, initial={"version": held.version_id, "seats": held.seats}
    )
    context: dict[str, Any] = {"held": held, "form": form, "is_new": is_new}
    if given is None or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "billing/order.html", context, status=status)
    version = next(one for one in versions if one.pk == form.cleaned_data["version"])
    try:
        if request.method == "POST":
            return _ordered(request, _kind(request, is_new), _asked(request, form))
        context |= _costs(held, version, form, is_new)
    except Refused as refused:
        form.add_error(None, str(refused.verdict.sentence))
        return render(request, "billing/order.html", context, status=422)
    except (GatewayDown, GatewayRefused):
        form.add_error(
            None, _("The payment service does not answer. Nothing was ordered; try again in a minute.")
        )
        return render(request, "billing/order.html", context, status=422)
    context |= {"version": version, "key": uuid4().hex, "seen": print_of(held), "asked": form.cleaned_data}
    return render(request, "billing/order_confirm.html", context)


def _held(request: HttpRequest) -> Subscription:
    held = held_by(request.tenant)  # type: ignore[attr-defined]
    if held is None:
        raise Http404
    return held


def _versions(held: Subscription) -> list[PlanVersion]:
    """What is offered, and the older version that one may stay on. A trial is not ordered."""
    found = [one for one in versions_for(held.institution) if one.price]
    if held.version is not None and held.version.price and held.version not in found:
        found.insert(0, held.version)
    return found


def _kind(request: HttpRequest, is_new: bool) -> str:
    if is_new:
        return OrderKind.SUBSCRIBE
    return OrderKind.CHANGE if request.POST.get("when") == "now" else OrderKind.CHANGE_AT_END


def _asked(request: HttpRequest, form: ChoiceForm) -> Asked:
    given = form.cleaned_data
    return Asked(
        version_id=given["version"],
        seats=given["seats"],
        coupon=given.get("coupon") or "",
        gateway=given.get("gateway") or "invoice",
        collection=given.get("collection") or "send_invoice",
        seen=request.POST.get("seen", "")[:200],
    )


def _costs(held: Subscription, version: PlanVersion, form: ChoiceForm, is_new: bool) -> dict[str, Any]:
    """What is billed now, and for each term after. Raises Refused, GatewayDown."""
    institution, at, seats = held.institution, timezone.now(), form.cleaned_data["seats"]
    with public():
        kind = OrderKind.SUBSCRIBE if is_new else OrderKind.CHANGE
        require(
            may_order(
                held,
                kind,
                Asked(version.pk, seats, gateway=form.cleaned_data.get("gateway") or "invoice"),
            )
        )
        coupon = coupon_called(
            form.cleaned_data.get("coupon") or "", currency=version.currency, today=day_of(institution, at)
        )
        term = quote_term(institution=institution, version=version, seats=seats, coupon=coupon)
        now: Quote | None = term if is_new else None
        later = ""
        if not is_new:
            try:
                now = gateway_called(held.gateway).preview(held, Terms(version, seats), at=at)
            except Refused as refused:
                later = str(refused.verdict.sentence)
    return {"term": _shown(term), "now": _shown(now) if now else None, "later": later}


def _shown(quote: Quote) -> dict[str, Any]:
    return {
        "lines": [(line.what, told(line.amount, quote.currency)) for line in quote.lines],
        "net": told(quote.net, quote.currency),
        "vat": told(quote.vat, quote.currency),
        "total": told(quote.total, quote.currency),
    }


def _ordered(request: HttpRequest, kind: str, asked: Asked) -> HttpResponse:
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    placed = place_order(
        institution=institution,
        kind=kind,
        key=(request.POST.get("key") or uuid4().hex)[:LONGEST_KEY],
        asked=asked,
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    )
    _carry_out(request, placed)
    return redirect("billing:plan")


def _carry_out(request: HttpRequest, placed: Order) -> None:
    carry_out(order=placed, at=timezone.now())
    with public():
        placed.refresh_from_db()
    if placed.state == OrderState.DONE:
        messages.success(request, _("It is ordered."))
    elif placed.state == OrderState.REFUSED:
        messages.error(request, _("The payment service refused: %s") % placed.last_error)
    else:
        messages.info(
            request,
            _("It is written down. The payment service does not answer; we go on as soon as it does."),
        )


@require_http_methods(["GET", "POST"])
@administrators_only
def cancellation(request: HttpRequest) -> HttpResponse:
    held = _held(request)
    with public():
        require(may_order(held, OrderKind.CANCEL, Asked()))
    if request.method == "POST":
        return _ordered(request, OrderKind.CANCEL, Asked(seen=request.POST.get("seen", "")[:200]))
    return render(
        request, "billing/cancellation.html", {"held": held, "key": uuid4().hex, "seen": print_of(held)}
    )


@require_POST
@administrators_only
def resumption(request: HttpRequest) -> HttpResponse:
    return _ordered(request, OrderKind.RESUME, Asked())
