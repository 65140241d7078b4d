"""Alerts: what needs a person now, who has taken it on, and who is told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.sides import links
from platform_core.text.fields import LineField
from tenants.models import Institution
from tenants.watching.alerts import acknowledge, add_receiver, remove_receiver, sentence_of
from tenants.watching.answering import answers_of_console
from tenants.watching.models import Alert, AlertReceiver, Means

PAGE_SIZE = 50
SHOWN_OF_ONE = 10


class ReceiverForm(forms.Form):
    means = forms.ChoiceField(label=gettext_lazy("How"), choices=Means.choices)
    address = LineField(
        label=gettext_lazy("Address"),
        max_characters=500,
        help_text=gettext_lazy(
            "An e-mail address, or the https:// address of a webhook on the public internet."
        ),
    )


@require_safe
@operators_only
def alerts(request: HttpRequest) -> HttpResponse:
    past = request.GET.get("state") == "past"
    found = Alert.objects.select_related("institution", "acknowledged_by").filter(closed_at__isnull=not past)
    page = Paginator(found.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    here = reverse("console:alerts")
    context = {
        "rows": [{"alert": one, "sentence": sentence_of(one)} for one in page.object_list],
        "page": page,
        "own": answers_of_console(timezone.now()),
        "tabs": [
            {"label": _("Open now"), "url": here, "current": not past},
            {"label": pgettext("alerts", "Past"), "url": f"{here}?state=past", "current": past},
        ],
        "side_links": links("alerts"),
    }
    return render(request, "console/alerts.html", context)


@require_POST
@operators_only
def acknowledgement(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Alert, pk=pk)
    if acknowledge(alert=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("It is yours now: your name stands beside it."))
    return HttpResponseRedirect(reverse("console:alerts"))


@require_http_methods(["GET", "POST"])
@operators_only
@never_cache
def receivers(request: HttpRequest) -> HttpResponse:
    form = ReceiverForm(request.POST or None)
    secret, added = "", None
    if request.method == "POST" and form.is_valid():
        try:
            added, secret = add_receiver(
                means=Means(form.cleaned_data["means"]),
                address=form.cleaned_data["address"],
                at=timezone.now(),
                by=request.user,  # type: ignore[arg-type]
            )
            form = ReceiverForm()
        except ValidationError as fault:
            form.add_error("address", fault)
    context: dict[str, Any] = {
        "form": form,
        "receivers": AlertReceiver.objects.all(),
        "secret": secret,
        "added": added,
        "side_links": links("alerts"),
    }
    return render(request, "console/receivers.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def receiver_removal(request: HttpRequest, pk: int) -> HttpResponse:
    remove_receiver(
        receiver=get_object_or_404(AlertReceiver, pk=pk),
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    )
    return HttpResponseRedirect(reverse("console:receivers"))


@panel("console/panels/alerts.html", position=5)
def alerts_of_one(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    found = Alert.objects.filter(institution=institution, closed_at=None).select_related("institution")
    rows = [sentence_of(one) for one in found.order_by("-pk")[:SHOWN_OF_ONE]]
    return {"sentences": rows} if rows else None
