"""The public page about how the platform is, and what operators write on it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
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
from tenants.models import Hostname, Institution
from tenants.watching.feeds import TYPE, status_feed
from tenants.watching.models import Incident, Level
from tenants.watching.status import add_note, open_incident, status_of

PAGE_SIZE = 25
MOST_ALIKE = 10


class IncidentForm(forms.Form):
    title = LineField(label=gettext_lazy("Title"), max_characters=120)
    level = forms.ChoiceField(label=gettext_lazy("How bad"), choices=Level.choices)
    where = LineField(
        label=gettext_lazy("Institution, by name or address"),
        required=False,
        max_characters=100,
        help_text=gettext_lazy("Only if it is about one of them. Empty: everybody reads it."),
    )
    institution = forms.ChoiceField(
        label=gettext_lazy("Which of these?"), required=False, widget=forms.HiddenInput
    )
    begins_at = forms.DateTimeField(
        label=gettext_lazy("Since, or from"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=gettext_lazy("By the clock of this console, which stands at its foot. Empty: now."),
    )
    text = TextField(
        label=gettext_lazy("What people should know"),
        max_characters=2_000,
        help_text=gettext_lazy(
            "In plain words: what does not work, what still does, when you will write again."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("institution", "") or self.initial.get("institution", ""))
        known = named_like("", only=asked) if asked.isascii() and asked.isdigit() else []
        self.fields["institution"].choices = _choices(known)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One that is found is meant; of several the page asks which, and keeps what was typed. What was chosen before
        counts only as long as it is among those that the words name.
        """
        said = super().clean() or self.cleaned_data
        chosen, words = said.get("institution"), said.get("where")
        said["institution"] = None
        if not words or "institution" in self.errors:
            return said
        found = named_like(words)
        meant = [one for one in found if str(one.pk) == chosen] or found
        if len(meant) == 1:
            said["institution"] = meant[0]
        elif not found:
            self.add_error("where", _("No institution has this name or address."))
        else:
            field: Any = self.fields["institution"]
            field.choices, field.widget = _choices(found), forms.RadioSelect(choices=_choices(found))
            self.add_error("institution", _("Several are called so. Choose one of them."))
        return said


def named_like(words: str, *, only: str = "") -> list[Institution]:
    """By name, by address, or the one with the number `only`; the ones that are called exactly so alone."""
    rows = Institution.objects.prefetch_related("domains").order_by("name", "pk")
    if only:
        return list(rows.filter(pk=int(only[:18])))
    exact = list(
        rows.filter(Q(name__iexact=words) | Q(domains__domain__iexact=words)).distinct()[:MOST_ALIKE]
    )
    at_host = Hostname.objects.filter(domain__icontains=words).values("tenant_id")
    return exact or list(rows.filter(Q(name__icontains=words) | Q(pk__in=at_host))[:MOST_ALIKE])


def _choices(institutions: list[Institution]) -> list[tuple[str, str]]:
    return [
        (str(one.pk), ", ".join([one.name, *(host.domain for host in one.domains.all() if host.is_primary)]))
        for one in institutions
    ]


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


def _asked_of(request: HttpRequest) -> dict[str, str]:
    """The page of an institution leads here with its number."""
    asked = request.GET.get("institution", "")
    found = named_like("", only=asked) if asked.isascii() and asked.isdigit() else []
    return {"institution": asked, "where": found[0].name} if found else {}


@require_http_methods(["GET", "POST"])
@operators_only
def incidents(request: HttpRequest) -> HttpResponse:
    form = IncidentForm(request.POST or None, initial=_asked_of(request))
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
