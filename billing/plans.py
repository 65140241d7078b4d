"""Publishing what plans cost and allow. A published version never changes: a new one takes its place for new orders."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.models import Currency, Order, OrderState, Period, Plan, PlanVersion, Subscription
from billing.money import check_amount
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.events.actions import record
from tenants.context import public
from tenants.entitlements import AMOUNTS, SUPPORT, SUPPORT_LEVELS, SWITCHES
from tenants.models import Institution


def make_plan(
    *, code: str, name: str, names: dict[str, str], at: datetime, by: models.Model | None = None
) -> Plan:
    """A name nobody can order yet: it is offered once it has a version. `names` by language code.

    Raises Refused: `code_taken`.
    """
    with public(), transaction.atomic():
        last = Plan.objects.aggregate(last=Max("position"))["last"] or 0
        try:
            with transaction.atomic():
                made = Plan.objects.create(
                    code=code, name=name, names=names, position=last + 1, is_offered=False
                )
        except IntegrityError:
            raise Refused(no("code_taken", _("There is a plan of this short name already."))) from None
        record(events.PLAN_MADE, made, at=at, actor=by, code=code)
    return made


def name_plan(
    *, plan: Plan, name: str, names: dict[str, str], at: datetime, by: models.Model | None = None
) -> bool:
    """Called otherwise from now on; bills keep what was written on them. False when it is called so."""
    with public(), transaction.atomic():
        if not Plan.objects.filter(pk=plan.pk).exclude(name=name, names=names).update(name=name, names=names):
            return False
        record(events.PLAN_RENAMED, plan, at=at, actor=by, name=name, was=plan.name)
    return True


def may_offer(plan: Plan) -> Verdict:
    """A plan without a price cannot be ordered."""
    if plan.versions.filter(institution=None).exists():
        return YES
    return no(
        "no_version", _("It has no version yet."), _("Write its first version: what it costs and holds.")
    )


def publish_version(
    *,
    plan: Plan,
    price: int,
    entitlements: dict[str, Any],
    at: datetime,
    currency: str = Currency.KRW,
    period: str = Period.YEAR,
    seat_price: int = 0,
    institution: Institution | None = None,
    reason: str = "",
    after: int | None = None,
    by: models.Model | None = None,
) -> PlanVersion:
    """The plan's next version; with `institution` a contract of its own, which nobody else is offered.

    Sums as in PlanVersion. Whoever is on an older version stays on it. `after` is the number of the last version that
    was seen. Raises Refused: `negative_amount`, `unknown_feature`, `unknown_currency`, `changed_meanwhile`.
    """
    if currency not in Currency.values or period not in Period.values:
        raise Refused(no("unknown_currency", _("This currency or period is not known.")))
    _check_entitlements(entitlements)
    with public(), transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        last = last_number(plan)
        if after is not None and after != last:
            raise Refused(
                no(
                    "changed_meanwhile",
                    _("Somebody has published a version since you opened this page."),
                    _("Look at it, and publish yours again if it is still wanted."),
                )
            )
        version = PlanVersion.objects.create(
            plan=plan,
            number=last + 1,
            institution=institution,
            price=check_amount(price),
            seat_price=check_amount(seat_price),
            currency=currency,
            period=period,
            entitlements=entitlements,
            reason=reason,
            published_at=at,
        )
        record(events.PLAN_PUBLISHED, version, at=at, actor=by, plan=plan.code, number=version.number)
    return version


def last_number(plan: Plan) -> int:
    """Of all its versions, own contracts among them; 0 before the first."""
    return plan.versions.aggregate(last=Max("number"))["last"] or 0


def withdraw_contract(*, version: PlanVersion, at: datetime, by: models.Model | None = None) -> bool:
    """An own contract is offered no more. False when it was withdrawn. Raises Refused once it was ordered."""
    with public(), transaction.atomic():
        locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
        ordered = models.Q(version=locked) | models.Q(next_version=locked)
        waiting = Order.objects.filter(state=OrderState.WAITING, asked__version=locked.pk)
        if locked.institution_id is None or Subscription.objects.filter(ordered).exists() or waiting.exists():
            raise Refused(no("in_use", _("It was ordered: what was bought stays as it was bought.")))
        if not PlanVersion.objects.filter(pk=locked.pk, withdrawn_at=None).update(withdrawn_at=at):
            return False
        record(events.CONTRACT_WITHDRAWN, locked.institution, at=at, actor=by, number=locked.number)
    return True


def offer_plan(*, plan: Plan, is_offered: bool, at: datetime, by: models.Model | None = None) -> bool:
    """On the price list and on order pages, or no more. Whoever is on it stays. False when it is so already.

    Raises Refused (`no_version`).
    """
    with public(), transaction.atomic():
        if is_offered:
            require(may_offer(plan))
        if not Plan.objects.filter(pk=plan.pk, is_offered=not is_offered).update(is_offered=is_offered):
            return False
        record(events.PLAN_OFFERED if is_offered else events.PLAN_UNOFFERED, plan, at=at, actor=by)
    return True


def _check_entitlements(entitlements: dict[str, Any]) -> None:
    """Raises Refused for a feature nobody sells, or a value it cannot have."""
    for feature, allowed in entitlements.items():
        if feature in SWITCHES:
            good = isinstance(allowed, bool)
        elif feature in AMOUNTS:
            good = allowed is None or (type(allowed) is int and allowed >= 0)
        else:
            good = feature == SUPPORT and allowed in SUPPORT_LEVELS
        if not good:
            raise Refused(no("unknown_feature", _("A plan cannot hold this: %s.") % feature))


def current_version(plan: Plan) -> PlanVersion:
    """What is sold today under this name. Raises PlanVersion.DoesNotExist for a plan without a price."""
    return plan.versions.filter(institution=None).order_by("-number").select_related("plan")[:1].get()


def versions_for(institution: Institution | None = None) -> list[PlanVersion]:
    """What may be ordered: the newest version of each plan on offer, and of contracts made for `institution` alone the
    newest of each plan that was not withdrawn.
    """
    newest = PlanVersion.objects.filter(plan=OuterRef("plan"), withdrawn_at=None).order_by("-number")
    usual = newest.filter(institution=None).values("pk")[:1]
    may = models.Q(institution=None, plan__is_offered=True, pk=Subquery(usual))
    if institution is not None:
        own = newest.filter(institution=institution).values("pk")[:1]
        may |= models.Q(institution=institution, pk=Subquery(own))
    with public():
        found = PlanVersion.objects.filter(may).select_related("plan")
        return list(found.order_by("plan__position", "plan_id", "number"))
