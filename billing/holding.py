"""Who is on which version of a plan, and what a new one would change: asked before it is published."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from billing.models import Plan, PlanVersion, Subscription, SubscriptionState
from billing.money import told
from tenants.entitlements import AMOUNTS, SUPPORT, SUPPORT_LEVELS, SWITCHES


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` is empty where there was nothing to compare with."""

    label: str | Promise
    before: str
    after: str

    @property
    def is_one(self) -> bool:
        return bool(self.before) and self.before != self.after


def holders_of(plan: Plan) -> QuerySet[Subscription]:
    """Whoever is on a version of it, or has ordered one: the oldest versions first. They stay, and renew as they are."""
    held = Subscription.objects.filter(version__plan=plan).exclude(state=SubscriptionState.ENDED)
    return held.select_related("institution", "version__plan").order_by(
        "version__number", "institution__name", "pk"
    )


def counted_by_version(plan: Plan) -> dict[int, int]:
    """{version id: how many institutions are on it}"""
    counted = holders_of(plan).order_by().values("version").annotate(count=Count("pk"))
    return {one["version"]: one["count"] for one in counted}


def told_of(version: PlanVersion) -> list[tuple[str | Promise, str]]:
    """What it costs and holds, in words: label and value."""
    shown = version.entitlements
    period = {"year": _("%s a year"), "month": _("%s a month")}[version.period]
    return [
        (_("Price, without tax"), period % told(version.price, version.currency)),
        (_("One more staff seat"), told(version.seat_price, version.currency)),
        *((label, _yes_or_no(shown.get(key, True))) for key, label in SWITCHES.items()),
        *((label, _most(shown.get(key))) for key, label in AMOUNTS.items()),
        (
            pgettext("by the operator", "Support"),
            str(SUPPORT_LEVELS.get(shown.get(SUPPORT, ""), SUPPORT_LEVELS["community"])),
        ),
    ]


def differences(before: PlanVersion | None, after: PlanVersion) -> list[Difference]:
    """Line by line; `after` need not be published."""
    old = [value for _label, value in told_of(before)] if before else []
    return [
        Difference(label, old[place] if old else "", value)
        for place, (label, value) in enumerate(told_of(after))
    ]


def _yes_or_no(value: Any) -> str:
    return pgettext("in a plan", "Yes") if value else pgettext("in a plan", "No")


def _most(value: int | None) -> str:
    return _("Without limit") if value is None else f"{value:,}"
