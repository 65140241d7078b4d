"""The library of cases: the operator reads what institutions offer one another before the others do."""

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
from tenants import library as cases
from tenants.models import CaseState, SharedCase

PAGE_SIZE = 25


@require_safe
@operators_only
def library(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", CaseState.OFFERED.value)
    state = wanted if wanted in CaseState.values else CaseState.OFFERED.value
    found = SharedCase.objects.filter(state=state).select_related("institution")
    here = reverse("console:library")
    context: dict[str, Any] = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [
            {"label": one.label, "url": f"{here}?state={one.value}", "current": one == state}
            for one in CaseState
        ],
        "side_links": links("library"),
    }
    return render(request, "console/library.html", context)


@require_POST
@operators_only
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SharedCase, pk=pk)
    if cases.approve(pk=found.pk, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Every institution can read it now."))
    return HttpResponseRedirect(reverse("console:library"))


@require_POST
@operators_only
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SharedCase, pk=pk)
    form = LibraryReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the institution reads it."))
    elif cases.decline(
        pk=found.pk,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    ):
        messages.success(request, _("Not taken in. The institution reads why."))
    return HttpResponseRedirect(reverse("console:library"))
