"""Rules and themes that institutions offer one another: the operator reads each before the others may take it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.console.forms import LibraryReasonForm
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants import shelf as files
from tenants.models import CaseState, SharedFile

PAGE_SIZE = 25


@require_safe
@operators_only
def shelf(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", CaseState.OFFERED.value)
    state = wanted if wanted in CaseState.values else CaseState.OFFERED.value
    here = reverse("console:shelf")
    context: dict[str, Any] = {
        "page": Paginator(
            SharedFile.objects.filter(state=state).select_related("institution"), PAGE_SIZE
        ).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [
            {"label": one.label, "url": f"{here}?state={one.value}", "current": one == state}
            for one in CaseState
        ],
        "side_links": links("shelf"),
    }
    return render(request, "console/shelf.html", context)


@require_POST
@operators_only
def shelf_approval(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SharedFile, pk=pk)
    if files.approve(pk=found.pk, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Every institution can take it now."))
    return HttpResponseRedirect(reverse("console:shelf"))


@require_POST
@operators_only
def shelf_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SharedFile, pk=pk)
    form = LibraryReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the institution reads it."))
    elif files.decline(
        pk=found.pk,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    ):
        messages.success(request, _("Not taken in. The institution reads why."))
    return HttpResponseRedirect(reverse("console:shelf"))
