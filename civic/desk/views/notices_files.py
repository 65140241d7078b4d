"""Pictures and documents of a notice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.gatherings_people import FileForm
from civic.desk.gate import colleague, staff_page
from civic.desk.uploading import is_kept
from civic.desk.views.notices import find
from civic.notices.files import add_file, remove_file
from civic.notices.models import NoticeFile
from civic.proposals.paging import LARGEST_ID


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def files(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    form = FileForm(request.POST or None, request.FILES or None)
    by, now = colleague(request), timezone.now()
    if form.is_valid() and is_kept(
        form, lambda taken, alt: add_file(notice=found, taken=taken, alt=alt, by=by, at=now)
    ):
        messages.success(request, _("Added."))
        return redirect("desk:notice_files", found.pk)
    context = {"form": form, "notice": found, "files": found.files.order_by("pk")}
    return render(request, "desk/notices/files.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def file_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(NoticeFile.objects.select_related("notice"), pk=min(pk, LARGEST_ID))
    remove_file(file=found, by=colleague(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("desk:notice_files", found.notice_id)
