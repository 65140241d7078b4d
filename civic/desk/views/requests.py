"""Every answer that is owed or was given, and one of them with all that can be done about it.

Opened by a respondent who wants to know which comes first, and by a moderator who looks for the
department of what has none.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from civic.answers import owed
from civic.answers.clock import clock_of
from civic.answers.models import AnswerRequest, State
from civic.answers.rules import (
    may_answer,
    may_assign,
    may_extend,
    may_give_interim,
    may_pause,
    may_resume,
    may_transfer,
)
from civic.answers.terms import lies_with, terms_of
from civic.desk import queries
from civic.desk.forms.answers import AnswerForm, DepartmentForm, RequestFilterForm
from civic.desk.gate import staff_page
from civic.desk.history import story_of
from civic.desk.navigation import owed_now
from civic.desk.paging import OLDEST_DUE, page_of
from civic.execution.rules import may_report_progress
from civic.people.rules import departments_of, is_head
from civic.proposals.paging import BY_ID


@require_safe
@staff_page
def requests(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = RequestFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    mine = departments_of(request.user)
    head = is_head(request.user)
    only_mine = bool(mine or head) and request.GET.get("whose") != "all"
    rows = owed.requests()
    if only_mine and wanted.get("state") != "unassigned":
        rows = rows.filter(owed.is_owed_by(mine, head=head))
    if department := wanted.get("department"):
        rows = rows.filter(department=department)
    state = wanted.get("state", "")
    done = state in (State.ANSWERED, State.CANCELLED)
    rows = rows.filter(state=state) if done else _owed(rows, state, now)
    context = {
        "form": form,
        "page": page_of(request, rows, order=BY_ID if done else OLDEST_DUE),
        "now": now,
        "done": done,
        "only_mine": only_mine,
        "has_own": bool(mine or head),
        "is_head": head,
        "counts": owed_now(request),
        "state": state,
        "chips": _chips(form, state, only_mine or not (mine or head)),
        "wanted_department": wanted.get("department"),
    }
    return render(request, "desk/requests.html", context)


def _chips(form: RequestFilterForm, state: str, only_mine: bool) -> list[dict[str, Any]]:
    """The states as links; a switch to everybody's answers is kept."""
    kept = {} if only_mine else {"whose": "all"}
    return [
        {"label": label, "url": f"?{urlencode({**kept, 'state': value})}", "current": value == state}
        for value, label in form.fields["state"].choices  # type: ignore[attr-defined]
    ]


def _lacks_department(owed_answer: AnswerRequest) -> bool:
    return owed_answer.department_id is None and owed_answer.needs_department


def _owed(rows: Any, state: str, now: Any) -> Any:
    rows = rows.filter(state=State.OPEN)
    narrowed = owed.in_state(state, now)
    return rows.filter(narrowed) if narrowed is not None else rows


@require_safe
@staff_page
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    return show_request(request, find_request(pk))


def find_request(pk: int) -> AnswerRequest:
    rows = owed.requests().select_related(
        "proposal__author",
        "proposal__category",
        "proposal__process_version__process",
        "answer__department",
    )
    return get_object_or_404(rows.defer("proposal__process_version__document"), pk=pk)


def answer_form(owed_answer: AnswerRequest, data: Any = None, **kwargs: Any) -> AnswerForm:
    """With the forms of an answer that the rules of this one provide for."""
    offered = terms_of(owed_answer).forms
    return AnswerForm(data, today=timezone.localdate(), offered=offered, **kwargs)


def show_request(
    request: HttpRequest,
    owed_answer: AnswerRequest,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The proposal beside its form. With a `form` that was refused, what was typed stands in it."""
    now = timezone.now()
    proposal = owed_answer.proposal
    verdict = may_answer(request.user, owed_answer)
    others = list(proposal.answer_requests.select_related("department", "answer__department").order_by("pk"))
    context = {
        "owed": owed_answer,
        "proposal": proposal,
        "others": [other for other in others if other.pk != owed_answer.pk],
        "story": story_of(queries.history_of(proposal, others), proposal.rules),
        "transfers": owed_answer.transfers.select_related("from_department", "to_department").order_by("pk"),
        "extensions": owed_answer.extensions.order_by("pk"),
        "now": now,
        "may_answer": verdict,
        "may_assign": may_assign(request.user).allowed,
        "may_transfer": may_transfer(request.user, owed_answer).allowed,
        "may_extend": may_extend(request.user, owed_answer, now),
        "may_report": may_report_progress(request.user, proposal, now).allowed,
        "clock": clock_of(owed_answer, now),
        "escalated_since": owed_answer.escalated_since(now),
        "escalated_to": lies_with(owed_answer),
        "owes_interim": owed_answer.owes_interim(now),
        "interims": owed_answer.interims.order_by("pk"),
        "pauses": list(owed_answer.pauses.order_by("pk")),
        "may_interim": may_give_interim(request.user, owed_answer).allowed,
        "may_pause": may_pause(request.user, owed_answer, now),
        "may_resume": may_resume(request.user, owed_answer, now).allowed,
        "form": form or (answer_form(owed_answer) if verdict.allowed else None),
        "department_form": DepartmentForm(holder_id=None) if _lacks_department(owed_answer) else None,
        **extra,
    }
    return render(request, "desk/request.html", context, status=status)
