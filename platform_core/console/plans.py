"""What is sold: plans and their versions, coupons.

Who comes: whoever writes the price list, once or twice a year, and wants to know beforehand whom it touches.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.holding import counted_by_version, differences, holders_of, told_of
from billing.models import Plan, PlanVersion
from billing.money import told
from billing.offer_forms import PlanForm, VersionForm
from billing.plans import last_number, make_plan, may_offer, name_plan, offer_plan, publish_version
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants.models import Institution

HOLDERS_SHOWN = 50


@require_safe
@operators_only
def plans(request: HttpRequest) -> HttpResponse:
    rows = [
        {
            "plan": plan,
            "version": newest,
            "price": told(newest.price, newest.currency) if newest else "",
            "held": sum(counted_by_version(plan).values()),
        }
        for plan in Plan.objects.order_by("position", "pk")
        for newest in [_newest(plan)]
    ]
    return render(request, "console/plans.html", {"rows": rows, "side_links": links("office")})


def _newest(plan: Plan) -> PlanVersion | None:
    return plan.versions.filter(institution=None).select_related("plan").order_by("-number").first()


@require_safe
@operators_only
def plan(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Plan, code=code)
    held = counted_by_version(found)
    versions = found.versions.filter(institution=None).select_related("plan").order_by("-number")
    newest = versions.first()
    context = {
        "plan": found,
        "newest": newest,
        "may_offer": may_offer(found),
        "told": told_of(newest) if newest else [],
        "versions": [
            {"version": one, "price": told(one.price, one.currency), "held": held.get(one.pk, 0)}
            for one in versions
        ],
        "page": Paginator(holders_of(found), HOLDERS_SHOWN).get_page(request.GET.get("page")),
        "side_links": links("office"),
    }
    return render(request, "console/plan.html", context)


@require_http_methods(["GET", "POST"])
@operators_only
def plan_new(request: HttpRequest) -> HttpResponse:
    """Its name; then its first version is written."""
    form = PlanForm(request.POST or None)
    if form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        try:
            make_plan(code=code, name=name, names=form.names, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error("code", str(refused.verdict.sentence))
        else:
            messages.success(request, _("Made. Write now what it costs and holds; then offer it."))
            return HttpResponseRedirect(reverse("console:plan_version", args=[code]))
    context = {"form": form, "back": reverse("console:plans"), "side_links": links("office")}
    return render(request, "console/plan_name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@operators_only
def plan_name(request: HttpRequest, code: str) -> HttpResponse:
    found, back = get_object_or_404(Plan, code=code), reverse("console:plan", args=[code])
    form = PlanForm(request.POST or None, plan=found)
    if form.is_valid():
        name_plan(
            plan=found,
            name=form.cleaned_data["name"],
            names=form.names,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, _("Kept. Bills that were written keep the name that stands on them."))
        return HttpResponseRedirect(back)
    context = {"form": form, "plan": found, "back": back, "side_links": links("office")}
    return render(request, "console/plan_name.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def plan_offering(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Plan, code=code)
    wanted = request.POST.get("is_offered") == "yes"
    try:
        if offer_plan(plan=found, is_offered=wanted, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
            messages.success(
                request,
                _("It can be ordered.")
                if wanted
                else _("Nobody orders it any more. Whoever is on it stays."),
            )
    except Refused as refused:
        messages.error(request, f"{refused.verdict.sentence} {refused.verdict.what_next}")
    return HttpResponseRedirect(reverse("console:plan", args=[code]))


@require_http_methods(["GET", "POST"])
@operators_only
def plan_version(request: HttpRequest, code: str) -> HttpResponse:
    """The form; then the same page with what it changes and for whom; then it is published."""
    found = get_object_or_404(Plan, code=code)
    return version_page(request, plan=found, like=_newest(found), back=reverse("console:plan", args=[code]))


def version_page(
    request: HttpRequest,
    *,
    plan: Plan,
    like: PlanVersion | None,
    back: str,
    institution: Institution | None = None,
) -> HttpResponse:
    """For everybody, or for one `institution` as a contract of its own. `like` is what the form begins with."""
    form = VersionForm(request.POST or None, plan=plan, like=like)
    context: dict[str, Any] = {
        "plan": plan,
        "like": like,
        "form": form,
        "contract_of": institution,
        "back": back,
        "seen": request.POST.get("seen") or last_number(plan),
        "side_links": links("office"),
    }
    if not form.is_bound:
        return render(request, "console/plan_version.html", context)
    if not form.is_valid() or "again" in request.POST:
        return render(request, "console/plan_version.html", context, status=422 if form.errors else 200)
    if "publish" not in request.POST:
        return render(
            request, "console/plan_version_confirm.html", context | _consequences(form, like, institution)
        )
    seen = request.POST.get("seen", "")
    try:
        publish_version(
            plan=plan,
            institution=institution,
            entitlements=form.entitlements,
            after=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 7 else -1,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
            **{
                name: form.cleaned_data[name]
                for name in ("price", "seat_price", "currency", "period", "reason")
            },
        )
    except Refused as refused:
        form.add_error(None, f"{refused.verdict.sentence} {refused.verdict.what_next}")
        context["seen"] = last_number(plan)
        return render(request, "console/plan_version.html", context, status=422)
    messages.success(
        request,
        _("Published. Its administrators find it under “Plan and bills” and order it there.")
        if institution
        else _("Published. New orders are by it; whoever had ordered stays as they are."),
    )
    return HttpResponseRedirect(back)


def _consequences(
    form: VersionForm, like: PlanVersion | None, institution: Institution | None
) -> dict[str, Any]:
    """Line by line what differs, and who stays on what they bought."""
    staying = holders_of(form.plan) if institution is None else holders_of(form.plan).none()
    return {
        "differences": differences(like, form.version),
        "staying_count": staying.count(),
        "staying": [
            {"held": one, "price": told(one.version.price, one.version.currency) if one.version else ""}
            for one in staying[:HOLDERS_SHOWN]
        ],
        "most_shown": HOLDERS_SHOWN,
    }
