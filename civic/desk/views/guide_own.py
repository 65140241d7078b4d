"""What an institution adds to the guide: points of its own and cases it lived through."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.guide import CaseForm, PointForm
from civic.desk.gate import colleague, staff_page
from civic.desk.guide_page import address_of
from civic.desk.views.guide import find_chapter
from civic.guide.actions import add_case, add_point, remove_point
from civic.guide.chapters import Per
from civic.guide.models import OwnPoint
from civic.guide.rules import may_add_own
from platform_core.access import require


@require_http_methods(["GET", "POST"])
@staff_page
def guide_new_point(request: HttpRequest, key: str) -> HttpResponse:
    found = find_chapter(key)
    require(may_add_own(request.user))
    form = PointForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        add_point(
            chapter=found.key,
            text=said["text"],
            per=Per(said["per"]),
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(request, _("It stands at the end of the checklist."))
        return redirect(address_of(found))
    context = {"form": form, "chapter": found, "title": _("Add a point of our own")}
    return render(request, "desk/guide/own.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def guide_new_case(request: HttpRequest, key: str) -> HttpResponse:
    found = find_chapter(key)
    require(may_add_own(request.user))
    form = CaseForm(request.POST or None)
    if form.is_valid():
        add_case(chapter=found.key, **form.cleaned_data, by=colleague(request), at=timezone.now())
        messages.success(request, _("Kept beside this chapter. Only people who work here read it."))
        return redirect(address_of(found))
    context = {"form": form, "chapter": found, "title": _("Add a case of our own")}
    return render(request, "desk/guide/own.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def guide_point_removal(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_object_or_404(OwnPoint, pk=pk)
    remove_point(point=point, by=colleague(request), at=timezone.now())
    messages.success(request, _("It left the checklist; what was ticked stays in the history."))
    return redirect(address_of(find_chapter(point.chapter)))
