"""One thing that is carried out: what was promised, what was told, and a new report with its photographs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.answers.due import last_day
from civic.desk.forms.execution_report import ReportForm, picture_places
from civic.desk.gate import colleague, staff_page
from civic.desk.views.progress import was_sent_before
from civic.execution.duty import Duty, due_by, duty_of
from civic.execution.models import Change, Execution, ProgressKind
from civic.execution.queries import files_by_note, items_of
from civic.execution.rules import may_change_plan
from civic.journeys.carry_out import report
from civic.people.rules import is_moderator
from civic.proposals.models import Proposal, Standing
from platform_core.access import Refused, require

CHANGES_SHOWN = 50


def find_execution(pk: int) -> Execution:
    return get_object_or_404(Execution.objects.select_related("department"), pk=pk)


@require_safe
@staff_page
def execution(request: HttpRequest, pk: int) -> HttpResponse:
    found, at = find_execution(pk), timezone.now()
    items, files, duty = items_of(found), files_by_note(found), duty_of(found, at)
    notes = list(found.notes.select_related("by").order_by("-at", "-pk"))
    context = {
        "execution": found,
        "items": items,
        "title": title_of(items),
        "partners": list(found.partners.select_related("department")),
        "milestones": list(found.milestones.all()),
        "budget": list(found.budget.filter(removed_at=None)),
        "measures": list(found.measures.filter(removed_at=None)),
        "notes": [(note, files.get(note.pk, [])) for note in notes],
        "files": files.get(None, []),
        "changes": Change.objects.filter(execution=found).select_related("by")[:CHANGES_SHOWN],
        "duty": duty.value,
        "duty_label": duty.label,
        "due_on": None if duty == Duty.FINISHED else last_day(due_by(found, at)),
        "plan_due_on": last_day(found.plan_due_at),
        "plan_is_late": found.owes_plan(at),
        "verdict": may_change_plan(request.user, items, at),
        "may_share": is_moderator(request.user) and found.finished_at is None,
        "has_page": any(item.standing == Standing.OPEN for item in items),
        "today": timezone.localdate(),
    }
    return render(request, "desk/execution/execution.html", context)


def title_of(items: list[Proposal]) -> str:
    return items[0].title if items else _("Nothing any more")


@require_http_methods(["GET", "POST"])
@staff_page
def execution_report(request: HttpRequest, pk: int) -> HttpResponse:
    found, at = find_execution(pk), timezone.now()
    items = items_of(found)
    require(may_change_plan(request.user, items, at))
    is_sent = request.method == "POST"
    form = ReportForm(request.POST if is_sent else None, initial={"kind": ProgressKind.PROGRESS})
    places = picture_places(request.POST, request.FILES) if is_sent else picture_places()
    # Both are looked at, so that everything wrong is said at once.
    are_good = [form.is_valid(), *[place.is_valid() for place in places]] if is_sent else [False]
    if all(are_good) and _report(request, items, form, places):
        return redirect("desk:execution", pk)
    context = {"execution": found, "title": title_of(items), "form": form, "places": places}
    return render(request, "desk/execution/report.html", context, status=422 if is_sent else 200)


def _report(request: HttpRequest, items: list[Proposal], form: ReportForm, places: list[Any]) -> bool:
    """False when a rule says no: the form says why and keeps what was typed."""
    at, kind = timezone.now(), ProgressKind(form.cleaned_data["kind"])
    body = form.cleaned_data["body"]
    item = next((one for one in items if may_change_plan(request.user, [one], at).allowed), items[0])
    if was_sent_before(item, kind, body, at):
        messages.info(request, _("This report was published already."))
        return True
    pictures = [place.cleaned_data["picture"] for place in places if place.cleaned_data.get("picture")]
    try:
        report(
            proposal=item,
            kind=kind,
            body=body,
            by=colleague(request),
            at=at,
            finished=form.cleaned_data["finished"],
            pictures=pictures,
        )
    except Refused as refusal:
        form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    messages.success(request, _("Published. Everybody who follows it will be told."))
    return True
