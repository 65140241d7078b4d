"""Joining similar proposals. Opened by a moderator who has read the same wish for the third time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.mergers import MergerForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.proposals import find_proposal
from civic.journeys.merge import merge_proposals, undo_merger
from civic.proposals.merging import may_undo
from civic.proposals.models import Merger
from civic.proposals.rules import may_hide
from civic.proposals.similar import similar_to
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def merger(request: HttpRequest, number: int) -> HttpResponse:
    """The proposal of this number is closed and leads to the one that is named."""
    require(may_hide(request.user))
    merged = find_proposal(number)
    now = timezone.now()
    form = MergerForm(request.POST or None)
    if form.is_valid():
        try:
            done = merge_proposals(merged=merged, **form.cleaned_data, by=colleague(request), at=now)
        except Refused as refusal:
            form.refuse(f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            _say(request, done)
            return redirect("desk:proposal", number)
    like = [one for one in similar_to(merged.title, at=now) if one.number != merged.pk]
    context = {"form": form, "proposal": merged, "like": like}
    return render(request, "desk/merger.html", context, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, done: Merger | None) -> None:
    if done is None:
        messages.info(request, _("It has been joined already. Nothing was changed."))
    else:
        messages.success(
            request,
            _("Joined with No. %(number)s. Its supporters are asked whether their support goes along.")
            % {"number": done.kept_id},
        )


@require_http_methods(["GET", "POST"])
@staff_page
def merger_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then lets the proposal gather again."""
    require(may_hide(request.user))
    found = get_object_or_404(Merger.objects.select_related("kept", "merged"), pk=pk)
    require(may_undo(request.user, found))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        undo_merger(
            merger=found, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("It gathers support on its own again."))
        return redirect("desk:proposal", found.merged_id)
    context = {"form": form, "merger": found}
    return render(request, "desk/merger_undoing.html", context, status=422 if form.is_bound else 200)
