"""Ballot boxes: counted by one person, counted again by another who does not see the first count."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.ballots import boxes as room
from civic.ballots.boxes import Counted
from civic.ballots.models import Box
from civic.ballots.rules import may_confirm_box, may_enter_box, may_finish_boxes, may_prepare
from civic.desk.forms.ballots import BoxForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.ballots import find_ballot
from civic.journeys.ballot_leading import finish_boxes
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def boxes(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = find_ballot(request, pk), timezone.now()
    require(may_prepare(request.user))
    options = list(found.options.all())
    form = BoxForm(request.POST or None, options=options)
    if form.is_valid():
        try:
            room.enter_box(
                ballot=found,
                name=form.cleaned_data["name"],
                counted=_counted(form),
                by=colleague(request),
                at=now,
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            messages.success(request, _("Entered. It counts when somebody else has counted the same."))
            return redirect("desk:ballot_boxes", pk)
    rows = list(Box.objects.filter(ballot=found).select_related("entered_by", "confirmed_by"))
    for row in rows:
        row.ballot = found
        row.may_confirm = may_confirm_box(request.user, row, now).allowed  # type: ignore[attr-defined]
    context = {
        "form": form,
        "ballot": found,
        "boxes": rows,
        "may_enter": may_enter_box(request.user, found, now),
        "may_finish": may_finish_boxes(request.user, found, now),
    }
    return render(request, "desk/ballots/boxes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def box(request: HttpRequest, pk: int, box: int) -> HttpResponse:
    """The second count. The first one is not shown."""
    found = find_ballot(request, pk)
    require(may_prepare(request.user))
    known = get_object_or_404(Box.objects.select_related("ballot", "entered_by"), ballot=found, pk=box)
    may = may_confirm_box(request.user, known, timezone.now())
    form = BoxForm(request.POST or None, options=list(found.options.all()), is_second=True)
    if form.is_valid():
        try:
            room.confirm_box(box=known, counted=_counted(form), by=colleague(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            messages.success(request, _("Both counts agree: the box is in the sum."))
            return redirect("desk:ballot_boxes", pk)
    context = {"form": form, "ballot": found, "box": known, "may": may}
    return render(request, "desk/ballots/box.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def box_removal(request: HttpRequest, pk: int, box: int) -> HttpResponse:
    known = get_object_or_404(Box.objects.select_related("ballot"), ballot=find_ballot(request, pk), pk=box)
    reason = request.POST.get("reason", "")[:500]
    room.remove_box(box=known, reason=reason, by=colleague(request), at=timezone.now())
    messages.success(request, _("The entry is removed."))
    return redirect("desk:ballot_boxes", pk)


@require_POST
@staff_page
def boxes_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Every box is counted: the result is published, and the rules take their course."""
    found = find_ballot(request, pk)
    finish_boxes(ballot=found, by=colleague(request), at=timezone.now())
    messages.success(request, _("The result is published."))
    return redirect("desk:ballot", pk)


def _counted(form: BoxForm) -> Counted:
    data = form.cleaned_data
    return Counted(data["papers"], data["blank"], data["invalid"], form.votes)
