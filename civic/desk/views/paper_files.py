"""Drawings and scans that belong to a proposal on paper. Opened right after it was entered, with the paper in hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.agenda_page import words_of
from civic.desk.forms.paper import PaperFileForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.paper_files import attach_to_paper, may_attach_to_paper, staff_files, take_off_paper
from civic.paper.models import PaperDeed, SheetKind
from civic.paper.rules import may_enter_paper
from civic.proposals.models import Attachment
from platform_core.access import Refused, require
from platform_core.files.refusal import RefusedFile


@require_http_methods(["GET", "POST"])
@staff_page
def deed_files(request: HttpRequest, pk: int) -> HttpResponse:
    deed = _find(request, pk)
    form = PaperFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _attached(request, deed, form):
        messages.success(request, _("It stands with the proposal."))
        return redirect("desk:deed_files", pk)
    context = {
        "form": form,
        "deed": deed,
        "files": staff_files(deed),
        "verdict": may_attach_to_paper(request.user, deed, deed.item),
    }
    return render(request, "desk/paper/files.html", context, status=422 if form.is_bound else 200)


def _find(request: HttpRequest, pk: int) -> PaperDeed:
    require(may_enter_paper(request.user))
    rows = PaperDeed.objects.filter(kind=SheetKind.PROPOSE).select_related("item", "citizen")
    return get_object_or_404(rows, pk=pk)


def _attached(request: HttpRequest, deed: PaperDeed, form: PaperFileForm) -> bool:
    """False with the reason beside the field."""
    taken, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
    try:
        attach_to_paper(deed=deed, taken=taken, alt=alt, by=colleague(request), at=timezone.now())
    except RefusedFile as refusal:
        form.add_error("file", str(refusal.sentence))
    except Refused as refusal:
        field = "alt" if refusal.verdict.code == "alt_needed" else None
        form.add_error(field, words_of(refusal.verdict))
    return not form.errors


@require_POST
@staff_page
def deed_file_removal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    deed = _find(request, pk)
    found = get_object_or_404(Attachment, pk=number, proposal=deed.item_id)
    if take_off_paper(deed=deed, attachment=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("Taken off, and deleted."))
    return redirect("desk:deed_files", pk)
