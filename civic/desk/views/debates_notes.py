"""히스토리: the moderators' running notes, a public log."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.debates import preparing
from civic.debates.models import Note
from civic.debates.rules import may_prepare
from civic.desk.forms.debates_material import NoteForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.views.debates import find_debate
from platform_core.access import require


@require_http_methods(["GET", "POST"])
@staff_page
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    form = NoteForm(request.POST or None)
    if form.is_valid():
        preparing.write_note(debate=found, **form.cleaned_data, by=colleague(request), at=timezone.now())
        messages.success(request, _("Published."))
        return redirect("desk:debate_notes", pk)
    rows = Note.objects.filter(debate=found, removed_at=None).select_related("by")
    context = {"form": form, "debate": found, "page": page_of(request, rows)}
    return render(request, "desk/debates/notes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    known = _find(found.pk, note)
    form = NoteForm(request.POST or None, initial={"body": known.body_source})
    if form.is_valid():
        changed = preparing.edit_note(
            note=known, **form.cleaned_data, by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Saved and marked as edited.")) if changed else messages.info(
            request, _("Nothing was changed.")
        )
        return redirect("desk:debate_notes", pk)
    context = {"form": form, "debate": found, "note": known}
    return render(request, "desk/debates/note.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def note_removal(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    found = find_debate(request, pk)
    preparing.remove_note(note=_find(found.pk, note), by=colleague(request), at=timezone.now())
    messages.success(request, _("The note is no longer shown."))
    return redirect("desk:debate_notes", pk)


def _find(debate: int, pk: int) -> Note:
    return get_object_or_404(Note.objects.select_related("debate"), debate=debate, pk=pk, removed_at=None)
