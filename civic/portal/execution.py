"""The page of one thing that is carried out: plan, milestones, money, progress, outcome, and every change.

For whoever supported it a year ago and asks: what came of it?
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.execution.models import Change, Execution, ExecutionFile, Milestone, MilestoneState, ProgressKind
from civic.execution.queries import execution_of, files_by_note, items_of
from civic.execution.rules import may_report_progress
from civic.people.rules import is_staff
from civic.portal.execution_words import MILESTONE_MARKS, change_rows, marks_of, silent_words
from civic.portal.finding import find_proposal
from civic.portal.following import follow_panel
from civic.portal.page import house, render_page
from civic.portal.story_card import image_address
from civic.processes.kinds import Visibility
from civic.proposals.models import Proposal, Standing

CHANGES_SHOWN = 50


@require_safe
def execution(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    carried = execution_of(found)
    if carried is None:
        raise Http404
    at = timezone.now()
    files = files_by_note(carried)
    context = {
        "proposal": found,
        "execution": carried,
        # That it is silent is said larger below.
        "shown_marks": marks_of(carried, at)[:1],
        "silent": silent_words(carried, at),
        "owes_plan": carried.owes_plan(at),
        "items": shown_together(carried, found),
        "partners": list(carried.partners.select_related("department")),
        **_planned(carried, at),
        **_told(carried, files),
        "files": [shown_file(one) for one in files.get(None, [])],
        "changes": change_rows(Change.objects.filter(execution=carried)[:CHANGES_SHOWN]),
        "follow": follow_panel(request, found),
        "address": house(request).address(reverse("portal:execution", args=[found.pk])),
        "image": image_address(request, found),
        "is_public": found.standing == Standing.OPEN and found.visibility == Visibility.PUBLIC,
        "may_report": is_staff(request.user) and may_report_progress(request.user, found, at).allowed,
    }
    return render_page(request, "portal/execution/execution.html", context, section="execution")


def shown_together(carried: Execution, page: Proposal) -> list[Proposal]:
    """The other items it is carried out for, as far as everybody may read of them."""
    return [
        one
        for one in items_of(carried)
        if one.pk != page.pk and one.standing == Standing.OPEN and one.visibility == Visibility.PUBLIC
    ]


def _planned(carried: Execution, at: datetime) -> dict[str, Any]:
    today = timezone.localtime(at).date()
    milestones = list(carried.milestones.all())
    budget = list(carried.budget.filter(removed_at=None))
    counted = [one for one in milestones if one.state != MilestoneState.DROPPED]
    return {
        "milestones": [_milestone(one, today) for one in milestones],
        "milestone_count": len(counted),
        "done_count": sum(one.state == MilestoneState.DONE for one in counted),
        "budget": budget,
        "budget_total": sum(one.amount for one in budget),
    }


def _milestone(one: Milestone, today: Any) -> dict[str, Any]:
    tone, icon = MILESTONE_MARKS[MilestoneState(one.state)]
    return {
        "title": one.title,
        "due_on": one.due_on,
        "done_on": one.done_on,
        "reason": one.reason,
        "label": one.get_state_display(),
        "tone": tone,
        "icon": icon,
        "is_late": one.is_late(today),
    }


def _told(carried: Execution, files: dict[int | None, list[ExecutionFile]]) -> dict[str, Any]:
    """Newest first; what came of it stands apart."""
    notes = [
        {
            "id": one.pk,
            "kind": one.kind,
            "label": one.get_kind_display(),
            "at": one.at,
            "body_html": one.body_html,
            "photos": [shown_file(file) for file in files.get(one.pk, []) if file.is_image],
            "files": [shown_file(file) for file in files.get(one.pk, []) if not file.is_image],
        }
        for one in carried.notes.order_by("-at", "-pk")
    ]
    return {
        "notes": [one for one in notes if one["kind"] != ProgressKind.OUTCOME],
        "outcomes": [one for one in notes if one["kind"] == ProgressKind.OUTCOME],
        "measures": list(carried.measures.filter(removed_at=None)),
    }


def shown_file(one: ExecutionFile) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("portal:execution_file", args=[one.key, one.name]),
        "size": one.size,
        "is_image": one.is_image,
        "alt": one.alt,
        "width": one.width,
        "height": one.height,
        "moment": one.get_moment_display() if one.moment else "",
    }
