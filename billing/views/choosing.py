"""Choosing a plan, reading over what it costs, ordering it: the same for an administrator and for an operator to whom
the institution has sent its order on paper. Nothing costs before it was read over.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.carrying_out import carry_out
from billing.forms import ChoiceForm
from billing.gateway import GatewayDown, GatewayRefused, Terms, gateway_called
from billing.models import Order, OrderKind, OrderState, PlanVersion, Subscription, SubscriptionState
from billing.money import told
from billing.ordering import Asked, may_order, place_order, print_of
from billing.plans import versions_for
from billing.pricing import Quote, coupon_called, quote_term
from platform_core.access import Refused, require
from tenants.context import public

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is ordered: the address of the pages, where they lead back to, and their two templates."""

    here: str
    back: str
    choice: str
    costs: str


def order_page(
    request: HttpRequest, held: Subscription, place: Place, *, more: dict[str, Any]
) -> HttpResponse:
    """First the choice (GET), then the same page with what it costs; POST orders."""
    is_new = held.term_ends_on is None or held.state != SubscriptionState.ACTIVE
    versions = _versions(held)
    given = request.POST if request.method == "POST" else (request.GET if "version" in request.GET else None)
    form = ChoiceForm(
        given, versions=versions, is_new=is_new, initial={"version": held.version_id, "seats": held.seats}
    )
    context = {**more, "held": held, "form": form, "is_new": is_new, "here": place.here, "back": place.back}
    if given is None or not form.is_valid():
        return render(request, place.choice, context, status=422 if form.is_bound else 200)
    version = next(one for one in versions if one.pk == form.cleaned_data["version"])
    try:
        if request.method == "POST":
            return ordered(request, held, _kind(request, is_new), _asked(request, form), back=place.back)
        context |= _costs(held, version, form, is_new)
    except Refused as refused:
        form.add_error(None, f"{refused.verdict.sentence} {refused.verdict.what_next}".strip())
        return render(request, place.choice, context, status=422)
    except (GatewayDown, GatewayRefused):
        form.add_error(
            None, _("The payment service does not answer. Nothing was ordered; try again in a minute.")
        )
        return render(request, place.choice, context, status=422)
    context |= {"version": version, "key": uuid4().hex, "seen": print_of(held), "asked": form.cleaned_data}
    return render(request, place.costs, context)


def ordered(request: HttpRequest, held: Subscription, kind: str, asked: Asked, *, back: str) -> HttpResponse:
    """Placed and, where the gateway answers, carried out. Raises Refused."""
    placed = place_order(
        institution=held.institution,
        kind=kind,
        key=(request.POST.get("key") or uuid4().hex)[:LONGEST_KEY],
        asked=asked,
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    )
    _carry_out(request, placed)
    return redirect(back)


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
        coupon = coupon_called(form.cleaned_data.get("coupon") or "", currency=version.currency, at=at)
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
