"""Ordering, changing and cancelling a plan: judged, and written down. Carrying it out is in carrying_out.py, so that a
gateway that is down keeps nobody waiting.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.calendar import day_of
from billing.gateway import offered
from billing.models import (
    Coupon,
    Order,
    OrderKind,
    OrderState,
    PlanVersion,
    Subscription,
    SubscriptionState,
)
from billing.next_term import may_change_next, paid_ahead
from billing.plans import versions_for
from billing.pricing import check_seats, coupon_called, quote_change, quote_term
from billing.telling import tell_both
from platform_core.access import YES, Refused, Verdict, no, require
from tenants.context import public
from tenants.models import Institution


@dataclass(frozen=True, slots=True)
class Asked:
    """What an administrator chose. `seen` is `print_of` the subscription their page showed."""

    version_id: int | None = None
    seats: int = 0
    coupon: str = ""
    gateway: str = "invoice"
    collection: str = "send_invoice"
    seen: str = ""


def print_of(held: Subscription) -> str:
    """Changes when somebody orders something: the form of a page that is older is not taken."""
    return ":".join(
        str(one)
        for one in (
            held.state,
            held.version_id,
            held.seats,
            held.next_version_id,
            held.cancels_at_end,
            held.term_ends_on,
        )
    )


def may_order(held: Subscription, kind: str, asked: Asked) -> Verdict:
    """Whether this can be ordered as things stand; sums are judged where they are made."""
    if kind in (OrderKind.CANCEL, OrderKind.RESUME):
        if held.state != SubscriptionState.ACTIVE or held.term_ends_on is None:
            return no("nothing_running", _("There is no order that could be cancelled."))
        if (kind == OrderKind.CANCEL) == held.cancels_at_end and (
            kind == OrderKind.CANCEL or held.next_version_id is None
        ):
            return no("already_so", _("It is so already."))
        return may_change_next(held, kind)
    version = next((one for one in versions_for(held.institution) if one.pk == asked.version_id), None)
    # Whoever holds an older version may keep it and change its seats.
    if version is None and asked.version_id == held.version_id:
        version = held.version
    if version is None:
        return no("not_offered", _("This plan is not offered."), _("Choose another one."))
    if kind == OrderKind.SUBSCRIBE:
        if held.state == SubscriptionState.ACTIVE and held.term_ends_on is not None:
            return no("running_already", _("A plan is running already: change it instead."))
        if not version.price:
            return no("not_offered", _("A trial is not ordered."), _("Choose another plan."))
        return YES if asked.gateway in offered() else no("no_gateway", _("This way to pay is not offered."))
    if held.state != SubscriptionState.ACTIVE or held.term_ends_on is None or held.version is None:
        return no("nothing_running", _("No plan is running yet: order one first."))
    if (version.currency, version.period) != (held.version.currency, held.version.period):
        return no("other_period", _("Currency and term stay as they are; ask us for another contract."))
    if (version.pk, asked.seats) == (held.version_id, held.seats) and held.next_version_id is None:
        return no("already_so", _("It is so already."))
    return may_change_next(held, kind)


def place_order(
    *,
    institution: Institution,
    kind: str,
    key: str,
    asked: Asked,
    at: datetime,
    by: models.Model | None = None,
) -> Order:
    """Write the order down; `carry_out` does it. The same `key` again is the same order, however often it is sent.

    Raises Refused: what `may_order` says; `changed_meanwhile` when another page ordered since; `order_waiting`;
    `seats`, `costs_less`, and what coupons are refused for.
    """
    with public(), transaction.atomic():
        held = _locked(institution)
        if found := Order.objects.filter(key=key).first():
            if found.institution_id != institution.pk:
                raise Refused(no("key_taken", _("This form was sent by somebody else. Open it anew.")))
            return found
        if asked.seen and asked.seen != print_of(held):
            raise Refused(
                no(
                    "changed_meanwhile",
                    _("Somebody has ordered something since you opened this page."),
                    _("Look at the plan as it is now, and choose again."),
                )
            )
        if Order.objects.filter(institution=institution, state=OrderState.WAITING).exists():
            raise Refused(no("order_waiting", _("An order is still being carried out. Wait a moment.")))
        require(may_order(held, kind, asked))
        coupon = _judge_sums(held, kind, asked, at)
        order = _write(institution, kind, key, asked, at)
        if coupon is not None:
            _use_up(coupon)
        if kind == OrderKind.SUBSCRIBE:
            Subscription.objects.filter(pk=held.pk).update(gateway=asked.gateway, collection=asked.collection)
        tell_both(events.ORDERED, institution, at=at, by=by, what=kind, order=order.pk)
    return order


def _locked(institution: Institution) -> Subscription:
    Subscription.objects.select_for_update().get(institution=institution)
    return Subscription.objects.select_related("institution", "version__plan", "plan").get(
        institution=institution
    )


def _judge_sums(held: Subscription, kind: str, asked: Asked, at: datetime) -> Coupon | None:
    """What it costs must be a sum that can be billed; nobody finds that out from the gateway."""
    if kind in (OrderKind.CANCEL, OrderKind.RESUME):
        return None
    institution, today = held.institution, day_of(held.institution, at)
    assert asked.version_id is not None
    version = PlanVersion.objects.select_related("plan").get(pk=asked.version_id)
    check_seats(asked.seats)
    if kind == OrderKind.CHANGE:
        quote_change(
            institution=institution,
            held=held,
            version=version,
            seats=asked.seats,
            today=today,
            until=paid_ahead(held),
        )
        return None
    if kind == OrderKind.CHANGE_AT_END:
        quote_term(institution=institution, version=version, seats=asked.seats)
        return None
    coupon = coupon_called(asked.coupon, currency=version.currency, at=at)
    quote_term(institution=institution, version=version, seats=asked.seats, coupon=coupon)
    return coupon


def _use_up(coupon: Coupon) -> None:
    """Raises Refused when somebody else had the last one."""
    free = Coupon.objects.filter(pk=coupon.pk, uses__lt=models.F("most_uses"), withdrawn_at=None)
    if not free.update(uses=models.F("uses") + 1):
        raise Refused(no("coupon_over", _("This coupon can no longer be used.")))


def _write(institution: Institution, kind: str, key: str, asked: Asked, at: datetime) -> Order:
    try:
        with transaction.atomic():
            return Order.objects.create(
                institution=institution,
                key=key,
                kind=kind,
                ordered_at=at,
                asked={
                    "version": asked.version_id,
                    "seats": asked.seats,
                    "coupon": asked.coupon.strip(),
                    "collection": asked.collection,
                },
            )
    except IntegrityError:
        raise Refused(no("key_taken", _("This form was sent by somebody else. Open it anew."))) from None
