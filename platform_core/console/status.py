"""The public page about how the platform is, and what operators write on it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.outbound.sender import home_address
from platform_core.text.fields import LineField, TextField
from tenants.models import Institution
from tenants.watching.feeds import TYPE, status_feed
from tenants.watching.models import Incident, Level
from tenants.watching.status import add_note, open_incident, status_of

PAGE_SIZE = 25


class IncidentForm(forms.Form):
    title = LineField(label=gettext_lazy("Title"), max_characters=120)
    level = forms.ChoiceField(label=gettext_lazy("How bad"), choices=Level.choices)
    institution = forms.IntegerField(
        label=gettext_lazy("Number of the institution"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Only if it is about one of them. Empty: everybody reads it."),
    )
    begins_at = forms.DateTimeField(
        label=gettext_lazy("Since, or from"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=gettext_lazy("Universal time (UTC). Empty: now."),
    )
    text = TextField(
        label=gettext_lazy("What people should know"),
        max_characters=2_000,
        help_text=gettext_lazy(
            "In plain words: what does not work, what still does, when you will write again."
        ),
    )

    def clean_institution(self) -> Institution | None:
        number = self.cleaned_data["institution"]
        if number is None:
            return None
        found = Institution.objects.filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no institution with this number."))
        return found


class NoteForm(forms.Form):
    text = TextField(label=gettext_lazy("What is known now"), max_characters=2_000)
    is_over = forms.BooleanField(label=gettext_lazy("It is over"), required=False)


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Everybody reads this: no log-in."""
    response = render(request, "console/status.html", {"status": status_of(None, at=timezone.now())})
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same disturbances for a feed reader."""
    told = status_feed(
        status_of(None, at=timezone.now()), title=_("Status of the platform"), home=home_address("/status/")
    )
    return HttpResponse(told, content_type=TYPE)


@require_http_methods(["GET", "POST"])
@operators_only
def incidents(request: HttpRequest) -> HttpResponse:
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        said = form.cleaned_data
        opened = open_incident(
            title=said["title"],
            text=said["text"],
            level=Level(said["level"]),
            begins_at=said["begins_at"] or now,
            institution=said["institution"],
            at=now,
            by=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, _("Everybody can read it now."))
        return HttpResponseRedirect(reverse("console:incident", args=[opened.pk]))
    found = Incident.objects.select_related("institution")
    context: dict[str, Any] = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "side_links": links("incidents"),
    }
    return render(request, "console/incidents.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@operators_only
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Incident.objects.select_related("institution"), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = add_note(
            incident=found,
            text=form.cleaned_data["text"],
            is_over=form.cleaned_data["is_over"],
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )
        if not done:
            messages.error(request, _("It has ended; nothing is added any more."))
        return HttpResponseRedirect(reverse("console:incident", args=[pk]))
    context = {
        "incident": found,
        "notes": found.notes.select_related("by"),
        "form": form,
        "side_links": links("incidents"),
    }
    return render(request, "console/incident.html", context, status=422 if form.errors else 200)
