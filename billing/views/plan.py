"""«Plan and bills»: opened by an administrator once a year to renew, and whenever something is full or unpaid."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from billing import events
from billing.calendar import day_of
from billing.features import choose_rooms
from billing.models import Invoice, Meter, Order, OrderState, Party, Period, Subscription, UsageDay
from billing.money import told
from billing.owing import owed_by
from billing.showing import amount_told, bill_row, label_told
from billing.trials import staff_read_from
from billing.usage import usage_rows
from billing.views.gate import administrators_only
from platform_core.events.models import Event
from platform_core.web.posting import posted_from
from tenants.context import public
from tenants.entitlements import (
    AMOUNTS,
    PAUSES,
    ROOMS,
    SUPPORT_LEVELS,
    SWITCHES,
    amount_of,
    entitled,
    paused,
    staff_may_write,
    support_level,
    switched_off,
)
from tenants.models import Institution

BILLS_SHOWN, DAYS_SHOWN = 12, 31
PER = {Period.YEAR: gettext_lazy("%s a year"), Period.MONTH: gettext_lazy("%s a month")}


def held_by(institution: Institution) -> Subscription | None:
    with public():
        found = Subscription.objects.select_related(
            "version__plan", "next_version__plan", "plan", "institution"
        )
        return found.filter(institution=institution).first()


@require_safe
@administrators_only
def plan(request: HttpRequest) -> HttpResponse:
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    today = day_of(institution, timezone.now())
    held = held_by(institution)
    with public():
        bills = Invoice.objects.filter(institution=institution)
        page = Paginator(bills, BILLS_SHOWN).get_page(request.GET.get("page"))
        rows = [bill_row(one, today) for one in page.object_list]
        waiting = Order.objects.filter(institution=institution, state=OrderState.WAITING).first()
        refused = Order.objects.filter(institution=institution).order_by("-pk").first()
        party = Party.objects.filter(institution=institution).first()
        owed = owed_by(institution, today)
    context = {
        "held": held,
        "price": PER[Period(held.version.period)] % told(held.version.price, held.version.currency)
        if held and held.version
        else "",
        "owed": owed,
        "is_ordered": bool(held and held.term_ends_on and held.state == "active"),
        "staff_read_from": staff_read_from(held) if held else None,
        "rooms": _rooms(institution),
        "others": [
            (label, entitled(institution, key)) for key, label in SWITCHES.items() if key not in ROOMS
        ],
        "amounts": [
            (label, amount_told(key, amount_of(institution, key)))
            for key, label in AMOUNTS.items()
            if key not in Meter.values
        ],
        "waiting_services": [PAUSES[key] for key in paused(institution)],
        "support": SUPPORT_LEVELS[support_level(institution)],
        "usage": usage_rows(institution, today),
        "page": page,
        "rows": rows,
        "waiting": waiting,
        "refused": refused if refused and refused.state == OrderState.REFUSED else None,
        "party": party,
        "may_write": staff_may_write(institution),
        "on_behalf": _ordered_on_behalf(institution),
    }
    return render(request, "billing/plan.html", context)


def _ordered_on_behalf(institution: Institution) -> dict[str, Any] | None:
    """Who placed the last order, and when, where that was an operator."""
    with public():
        placed = Event.objects.filter(
            subject_type="tenants.institution", subject_id=institution.pk, kind=events.ORDERED
        )
        last = placed.select_related("actor").order_by("-pk").first()
    # An administrator is known in the institution's own history only (billing/telling.py).
    if last is None or last.actor is None:
        return None
    return {"at": last.at, "by": _("%(name)s (platform operator)") % {"name": last.actor.name}}


def _rooms(institution: Institution) -> list[dict[str, Any]]:
    off = switched_off(institution)
    return [
        {"key": key, "label": label, "verdict": entitled(institution, key), "is_on": key not in off}
        for key, label in ROOMS.items()
    ]


@require_safe
@administrators_only
def usage(request: HttpRequest) -> HttpResponse:
    """Day by day, the latest first."""
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    since = day_of(institution, timezone.now()) - timedelta(days=DAYS_SHOWN)
    days: dict[date, dict[str, int]] = {}
    with public():
        counted = UsageDay.objects.filter(institution=institution, day__gt=since).order_by("-day", "meter")
        for one in counted:
            days.setdefault(one.day, {})[one.meter] = one.value
    meters = [(meter.value, label_told(meter.value, meter.label)) for meter in Meter]
    rows = [
        (day, [(label, amount_told(key, found.get(key))) for key, label in meters])
        for day, found in days.items()
    ]
    return render(request, "billing/usage.html", {"rows": rows, "heads": [label for _key, label in meters]})


@posted_from("billing:plan")
@administrators_only
def rooms(request: HttpRequest) -> HttpResponse:
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    if choose_rooms(
        institution=institution,
        used=set(request.POST.getlist("room")),
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    ):
        messages.success(request, _("Kept. What was held before can still be read."))
    return redirect("billing:plan")
