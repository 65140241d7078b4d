"""What was said, and the pictures. Opened the morning after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.gatherings_people import FileForm, MinutesForm
from civic.desk.gate import colleague, staff_page
from civic.desk.uploading import is_kept
from civic.desk.views.gatherings import managed
from civic.gatherings import rules
from civic.gatherings.minutes import add_file, publish_minutes, remove_file
from civic.gatherings.models import GatheringFile


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    found = managed(request, number)
    initial = {
        "minutes": found.minutes,
        "follows": found.follows,
        "written_there": list(found.written_there.all()),
    }
    form = MinutesForm(request.POST or None, initial=initial)
    verdict = rules.may_write_minutes(request.user, found, timezone.now())
    if verdict.allowed and form.is_valid():
        is_first = publish_minutes(
            gathering=found, **form.cleaned_data, by=colleague(request), at=timezone.now()
        )
        told = _("Published. Everybody who signed up is told.")
        messages.success(request, told if is_first else _("Corrected."))
        return redirect("desk:gathering", found.pk)
    context = {"form": form, "gathering": found, "verdict": verdict}
    return render(request, "desk/gatherings/minutes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def files(request: HttpRequest, number: int) -> HttpResponse:
    found = managed(request, number)
    form = FileForm(request.POST or None, request.FILES or None)
    by, now = colleague(request), timezone.now()
    if form.is_valid() and is_kept(
        form, lambda taken, alt: add_file(gathering=found, taken=taken, alt=alt, by=by, at=now)
    ):
        messages.success(request, _("Added."))
        return redirect("desk:gathering_files", found.pk)
    context = {"form": form, "gathering": found, "files": found.files.order_by("pk")}
    return render(request, "desk/gatherings/files.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def file_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(GatheringFile.objects.select_related("gathering"), pk=pk)
    remove_file(file=found, by=colleague(request))
    messages.success(request, _("Removed."))
    return redirect("desk:gathering_files", found.gathering_id)
