"""What people read before they take part: the briefing from both sides, and files as they were handed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.debates import preparing
from civic.debates.models import Material, Part
from civic.debates.rules import may_prepare
from civic.desk.forms.debates_material import BriefingForm, MaterialForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.debates import find_debate
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    form = BriefingForm(request.POST or None, debate=found)
    if form.is_valid():
        changed = preparing.write_briefing(
            debate=found, parts=form.parts, by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Saved.")) if changed else messages.info(
            request, _("Nothing was changed.")
        )
        return redirect("desk:debate_briefing", pk)
    context = {"form": form, "debate": found}
    return render(request, "desk/debates/briefing.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if form.is_valid():
        try:
            preparing.add_material(
                debate=found,
                original=form.cleaned_data["file"],
                part=Part(form.cleaned_data["part"]),
                source=form.cleaned_data["source"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Added, as it came."))
            return redirect("desk:debate_materials", pk)
    context = {"form": form, "debate": found, "files": found.materials.all()}
    return render(request, "desk/debates/materials.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def material_removal(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    found = find_debate(request, pk)
    known = get_object_or_404(Material.objects.select_related("debate"), debate=found, key=key)
    preparing.remove_material(material=known, by=colleague(request), at=timezone.now())
    messages.success(request, _("The file is gone. That it was there stays in the record."))
    return redirect("desk:debate_materials", pk)
