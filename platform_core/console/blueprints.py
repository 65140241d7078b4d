"""An institution's blueprint: taken away as a file, compared with another, arranged after it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.sides import links
from tenants.designs.actions import apply_design, design_from, differences
from tenants.designs.file import LARGEST, Design, DesignFaults, read_design, written
from tenants.designs.ordering import shipped, shipped_choices
from tenants.models import Institution, Standing


class BlueprintForm(forms.Form):
    """`design` once it is valid. What a file said stays in the page until it is arranged."""

    blueprint = forms.ChoiceField(label=gettext_lazy("Blueprint"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Blueprint from a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.design = Design()
        self.fields["blueprint"].choices = [("", _("From a file")), *shipped_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sent = cleaned.get("file")
        try:
            text = sent.read(LARGEST + 1).decode("utf-8-sig") if sent else cleaned.get("text") or ""
            if text:
                self.design = read_design(text)
                self.data = {**self.data.dict(), self.add_prefix("text"): text}  # type: ignore[attr-defined]
            elif cleaned.get("blueprint"):
                self.design = shipped(cleaned["blueprint"])
            else:
                self.add_error("file", _("Choose a blueprint, or a file."))
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text file."))
        except DesignFaults as refused:
            for fault in refused.faults[:20]:
                self.add_error("file", str(fault))
        return cleaned


@panel("console/panels/blueprint.html", position=70)
def blueprint_panel(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    return None if institution.standing == Standing.PREPARING else {}


@require_safe
@operators_only
def blueprint_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _institution(pk)
    answer = HttpResponse(written(design_from(found)), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.name}.toml")
    return answer


@require_http_methods(["GET", "POST"])
@operators_only
def blueprint(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare first; what is arranged is what was compared."""
    found = _institution(pk)
    form = BlueprintForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"institution": found, "form": form, "side_links": links("institutions")}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif request.POST.get("do") == "arrange" and found.is_open:
            status = _arrange(request, found, form, context)
        else:
            context["changes"] = differences(found, form.design)
            context["can_arrange"] = found.is_open and any(one.make for one in context["changes"])
    return render(request, "console/blueprint.html", context, status=status)


def _arrange(
    request: HttpRequest, institution: Institution, form: BlueprintForm, context: dict[str, Any]
) -> int:
    try:
        context["applied"] = apply_design(
            institution=institution,
            design=form.design,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )
    except Refused as refusal:
        form.add_error("file", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        return 409
    return 200


def _institution(pk: int) -> Institution:
    return get_object_or_404(Institution.objects.exclude(standing=Standing.PREPARING), pk=pk)
