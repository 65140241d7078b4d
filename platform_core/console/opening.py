"""Ordering an institution, watching it open, going on where it stopped, and clearing away what nobody wants."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.console.gate import operators_only
from platform_core.console.order_form import OrderForm
from platform_core.console.panels import panel
from platform_core.console.sides import links
from tenants.models import Institution, Standing, StepState
from tenants.provisioning.asking import SILENT, abandoned, in_preparation, open_soon
from tenants.provisioning.placing import OrderRefused, place_order
from tenants.provisioning.run import AlreadyRunning, NotInPreparation, StepFailed, discard_order, run_steps
from tenants.provisioning.tasks import clear_away

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
@operators_only
def new_institution(request: HttpRequest) -> HttpResponse:
    form = OrderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            institution = place_order(order=form.order(), at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        except OrderRefused as refused:
            form.take_errors(refused.errors)
        else:
            return opened(request, institution)
    context = {"form": form, "side_links": links("new")}
    return render(request, "console/new_institution.html", context, status=422 if form.errors else 200)


def opened(request: HttpRequest, institution: Institution) -> HttpResponse:
    """By a worker, so that the page answers at once; without one, here and now."""
    if open_soon(institution):
        return HttpResponseRedirect(reverse("console:opening", args=[institution.pk]))
    try:
        run_steps(institution)
        messages.success(request, _("%(name)s is open.") % {"name": institution.name})
    except StepFailed as failure:
        messages.error(request, _("A step failed: %(error)s") % {"error": failure.step.error})
    except AlreadyRunning:
        messages.info(request, _("It is being opened by somebody else at this moment."))
    return HttpResponseRedirect(reverse("console:institution", args=[institution.pk]))


@require_safe
@operators_only
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Its steps as they are done. Once it is open, the institution's own page."""
    found = get_object_or_404(in_and_out(), pk=pk)
    if found.standing != Standing.PREPARING:
        there = reverse("console:institution", args=[pk])
        if not request.htmx:  # type: ignore[attr-defined]
            return HttpResponseRedirect(there)
        answer = HttpResponse()
        answer["HX-Redirect"] = there
        return answer
    context = {"institution": found, "side_links": links("orders"), **progress_of(found)}
    name = "console/opening_steps.html" if request.htmx else "console/opening.html"  # type: ignore[attr-defined]
    return render(request, name, context)


def in_and_out() -> Any:
    return Institution.objects.prefetch_related("steps", "domains")


def progress_of(institution: Institution) -> dict[str, Any]:
    """Where its steps stand. It goes on by itself while a worker says something now and then."""
    steps = list(institution.steps.all())
    moments = [moment for step in steps for moment in (step.started_at, step.finished_at) if moment]
    last = max(moments, default=institution.created_at)
    has_failed = any(step.state == StepState.FAILED for step in steps)
    return {
        "steps": steps,
        "done": sum(step.state == StepState.DONE for step in steps),
        "total_seconds": sum(step.seconds or 0 for step in steps),
        "has_failed": has_failed,
        "goes_on": not has_failed and timezone.now() - last < SILENT,
    }


@panel("console/panels/steps.html", position=40)
def steps_panel(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    return progress_of(institution)


@require_POST
@operators_only
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the steps where they stopped: here and now, whether a worker is there or not."""
    institution = get_object_or_404(Institution, pk=pk, standing=Standing.PREPARING)
    try:
        run_steps(institution)
        messages.success(request, _("%(name)s is open.") % {"name": institution.name})
    except StepFailed as failure:
        messages.error(request, _("A step failed: %(error)s") % {"error": failure.step.error})
    except AlreadyRunning:
        messages.info(request, _("It is being opened by somebody else at this moment."))
    return HttpResponseRedirect(reverse("console:institution", args=[institution.pk]))


@require_POST
@operators_only
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an order that was never opened."""
    ordered = get_object_or_404(Institution, pk=pk)
    try:
        discard_order(institution=ordered, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
    except (NotInPreparation, AlreadyRunning):
        messages.error(request, _("Only an order that has not been opened can be discarded."))
        return HttpResponseRedirect(reverse("console:institution", args=[pk]))
    messages.success(request, _("The order was discarded: nothing of it is left."))
    return HttpResponseRedirect(reverse("console:orders"))


@require_safe
@operators_only
def orders(request: HttpRequest) -> HttpResponse:
    """What was ordered and is not open."""
    found = in_preparation().prefetch_related("domains")
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "abandoned": len(abandoned(timezone.now())),
        "side_links": links("orders"),
    }
    return render(request, "console/orders.html", context)


@require_POST
@operators_only
def clearance(request: HttpRequest) -> HttpResponse:
    """Discard every order in which nothing has happened for weeks."""
    gone = clear_away(request.user)
    sentence = ngettext(
        "%(count)s order was discarded: nothing of it is left.",
        "%(count)s orders were discarded: nothing of them is left.",
        len(gone),
    )
    messages.success(request, sentence % {"count": len(gone)})
    return HttpResponseRedirect(reverse("console:orders"))
