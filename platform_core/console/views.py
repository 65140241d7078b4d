"""The operator's pages: which institutions there are, how they are, opening and mending them.

Who comes: an operator who opens a city for a customer on the phone, or who was woken at night and wants
to see what is wrong in one glance.
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

from platform_core.console import panels
from platform_core.console.forms import OrderForm
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.console.usage import usage_of
from platform_core.events.models import Event
from tenants.models import Institution, Standing, StepState
from tenants.provisioning.placing import OrderRefused, place_order
from tenants.provisioning.run import AlreadyRunning, NotInPreparation, StepFailed, discard_order, run_steps

PAGE_SIZE = 25
HISTORY_SHOWN = 50


@require_safe
@operators_only
def institutions(request: HttpRequest) -> HttpResponse:
    found = Institution.objects.select_related("subscription__plan").prefetch_related("domains")
    words, standing = request.GET.get("q", "").strip()[:100], request.GET.get("standing", "")
    if words:
        found = found.filter(name__icontains=words) | found.filter(domains__domain__icontains=words)
    if standing in Standing.values:
        found = found.filter(standing=standing)
    page = Paginator(found.distinct().order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    usage = usage_of(list(page.object_list), at=now)
    rows = [_row(one, usage.get(one.pk), now) for one in page.object_list]
    context = {
        "rows": rows,
        "page": page,
        "q": words,
        "standing": standing,
        "standings": Standing.choices,
        "side_links": links("institutions"),
    }
    return render(request, "console/institutions.html", context)


def _row(institution: Institution, usage: Any, now: Any) -> dict[str, Any]:
    hosts = sorted(institution.domains.all(), key=lambda host: not host.is_primary)
    return {
        "institution": institution,
        "host": hosts[0].domain if hosts else "",
        "usage": usage,
        "stuck": bool(usage and usage.is_stuck(now)),
    }


@require_http_methods(["GET", "POST"])
@operators_only
def new_institution(request: HttpRequest) -> HttpResponse:
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            institution = place_order(order=form.order(), at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        except OrderRefused as refused:
            form.take_errors(refused.errors)
        else:
            return _opened(request, institution)
    context = {"form": form, "side_links": links("new")}
    return render(request, "console/new_institution.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Run what is left of the steps, and show them either way."""
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
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Institution.objects.prefetch_related("domains", "steps"), pk=pk)
    now = timezone.now()
    steps = list(found.steps.all())
    history = Event.objects.filter(subject_type="tenants.institution", subject_id=pk).select_related("actor")
    context = {
        **_row(found, usage_of([found], at=now).get(pk), now),
        "steps": steps,
        "total_seconds": sum(step.seconds or 0 for step in steps),
        "unfinished": any(step.state != StepState.DONE for step in steps),
        "history": history.order_by("-pk")[:HISTORY_SHOWN],
        "panels": panels.drawn(request, found),
        "side_links": links("institutions"),
    }
    return render(request, "console/institution.html", context)


@require_POST
@operators_only
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the steps where they stopped."""
    return _opened(request, get_object_or_404(Institution, pk=pk, standing=Standing.PREPARING))


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
    return HttpResponseRedirect(reverse("console:institutions"))
