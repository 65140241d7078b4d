"""What one institution has: its plan, its trial, and contracts made for it alone.

Who comes: whoever has just spoken with the institution, and writes down what was agreed.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.actions import prolong_trial
from billing.calendar import day_of
from billing.holding import told_of
from billing.models import Invoice, Plan, PlanVersion, Subscription, SubscriptionState
from billing.money import told
from billing.offer_forms import TrialForm
from billing.plans import withdraw_contract
from billing.showing import bill_row
from billing.usage import usage_rows
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.plans import version_page
from platform_core.console.sides import links
from tenants.models import Institution

BILLS_SHOWN = 12


def _held(institution: Institution) -> Subscription | None:
    found = Subscription.objects.select_related("plan", "version__plan", "next_version__plan", "coupon")
    return found.filter(institution=institution).first()


@panel("console/panels/contract.html", position=20)
def contract_panel(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    held = _held(institution)
    return {"held": held} if held else None


@require_http_methods(["GET", "POST"])
@operators_only
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST lets a trial end on another day."""
    found = get_object_or_404(Institution, pk=pk)
    held, now = _held(found), timezone.now()
    form = TrialForm(request.POST or None, initial={"ends_on": held.trial_ends_on if held else None})
    if form.is_valid():
        try:
            prolong_trial(
                institution=found,
                ends_on=form.cleaned_data["ends_on"],
                at=now,
                by=request.user,  # type: ignore[arg-type]
            )
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.sentence} {refused.verdict.what_next}")
        else:
            messages.success(request, _("Kept. Its administrators see the new day under “Plan and bills”."))
            return HttpResponseRedirect(reverse("console:contract", args=[pk]))
    today = day_of(found, now)
    own = PlanVersion.objects.filter(institution=found).select_related("plan").order_by("-pk")
    context = {
        "institution": found,
        "held": held,
        "is_ordered": held is not None
        and held.state == SubscriptionState.ACTIVE
        and held.term_ends_on is not None,
        "is_trial": held is not None and held.state == SubscriptionState.TRIAL,
        "told": told_of(held.version) if held and held.version else [],
        "form": form,
        "plans": list(Plan.objects.filter(versions__institution=None).distinct().order_by("position", "pk")),
        "own": [
            {
                "version": one,
                "price": told(one.price, one.currency),
                "is_ordered": held is not None and one.pk in (held.version_id, held.next_version_id),
            }
            for one in own
        ],
        "usage": usage_rows(found, today),
        "rows": [
            bill_row(one, today)
            for one in Invoice.objects.filter(institution=found).order_by("-year", "-number")[:BILLS_SHOWN]
        ],
        "side_links": links("institutions"),
    }
    return render(request, "console/contract.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@operators_only
def contract_version(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A version of the plan for this institution alone: it begins as what everybody is offered, or its last own one."""
    found, plan = get_object_or_404(Institution, pk=pk), get_object_or_404(Plan, code=code)
    known = plan.versions.select_related("plan").order_by("-number")
    like = known.filter(institution=found).first() or known.filter(institution=None).first()
    back = reverse("console:contract", args=[pk])
    return version_page(request, plan=plan, like=like, back=back, institution=found)


@require_POST
@operators_only
def contract_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PlanVersion.objects.exclude(institution=None), pk=pk)
    try:
        withdraw_contract(version=found, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Withdrawn: it cannot be ordered any more."))
    except Refused as refused:
        messages.error(request, str(refused.verdict.sentence))
    return HttpResponseRedirect(reverse("console:contract", args=[found.institution_id]))
