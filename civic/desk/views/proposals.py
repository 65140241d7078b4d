"""Every proposal, hidden and withdrawn ones too, and one of them with what staff may do about it.

Opened by a moderator who classifies and hides, and by a respondent who reports what is being done.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.desk import queries
from civic.desk.deciding import deciding
from civic.desk.forms.proposals import (
    ClassifyForm,
    ProgressForm,
    ProposalFilterForm,
    RescueForm,
    StandingForm,
)
from civic.desk.gate import staff_page
from civic.desk.history import story_of
from civic.desk.looking import shows_names
from civic.desk.paging import page_of
from civic.execution.rules import may_report_progress
from civic.processes.kinds import COUNTING
from civic.proposals.counting import exact_count
from civic.proposals.merging import merger_of
from civic.proposals.models import Proposal
from civic.proposals.rescuing import may_take_up
from civic.proposals.rules import may_hide


@require_safe
@staff_page
def proposals(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form, wanted = asked(request)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": page_of(request, queries.matching(queries.proposals(), wanted, now)),
        "now": now,
        "narrowed": bool(wanted),
        "active_count": len([name for name in wanted if name != "q"]),
        "may_export": may_hide(request.user).allowed,
        "export_query": query.urlencode(),
    }
    return render(request, "desk/proposals.html", context)


def asked(request: HttpRequest) -> tuple[ProposalFilterForm, dict[str, Any]]:
    """What the list is narrowed down by; the table for spreadsheets holds the same."""
    form = ProposalFilterForm(request.GET)
    form.is_valid()
    return form, {name: value for name, value in form.cleaned_data.items() if value}


@require_safe
@staff_page
def one_proposal(request: HttpRequest, number: int) -> HttpResponse:
    return show_proposal(request, find_proposal(number))


def find_proposal(number: int) -> Proposal:
    return get_object_or_404(queries.proposals(), pk=number)


def show_proposal(
    request: HttpRequest, proposal: Proposal, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """One proposal; `forms` replaces those that were refused, with what was typed."""
    now = timezone.now()
    person = request.user
    comments = page_of(request, queries.comments_of(proposal))
    shows_names(request, [proposal.author_id, *(one.author_id for one in comments.rows)], number=proposal.pk)
    answer_requests = list(
        proposal.answer_requests.select_related("department", "answer__department").order_by("pk")
    )
    context = {
        "proposal": proposal,
        "support_count": exact_count(proposal),
        "requests": answer_requests,
        "merger": merger_of(proposal),
        "can_merge": proposal.rules.merging and proposal.stage in COUNTING,
        "notes": list(proposal.progress_notes.all()),
        "story": story_of(queries.history_of(proposal, answer_requests), proposal.rules),
        "comments": comments,
        "now": now,
        "may_hide": may_hide(person).allowed,
        "can_rescue": may_take_up(person, proposal, now).allowed,
        "may_report": may_report_progress(person, proposal, now).allowed,
        "classify_form": ClassifyForm(proposal=proposal),
        "standing_form": StandingForm(),
        "rescue_form": RescueForm(rules=proposal.rules),
        "progress_form": ProgressForm(initial={"kind": "progress"}),
        **deciding(person, proposal, now),
        **forms,
    }
    return render(request, "desk/proposal.html", context, status=status)
