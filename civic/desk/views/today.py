"""Nine o'clock: what needs you now.

A respondent asks: what do I owe, which first, by when? A moderator: what waits for a department, what is
worth rescuing, what looks strange? An administrator: how is the whole going?
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.answers.owed import (
    open_requests,
    owed_by,
    owing_interim,
    waiting_for_department,
    with_the_top,
)
from civic.desk import queries
from civic.desk.gate import staff_page
from civic.desk.navigation import owed_now
from civic.desk.waiting import ORDERS, Waiting, count_waiting, rows_of, waiting
from civic.people.rules import departments_of, is_administrator, is_moderator
from civic.processes.kinds import StageKind

SHOWN = 8
DECISIONS_SHOWN = 3


@require_safe
@staff_page
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    departments = departments_of(request.user)
    context: dict[str, Any] = {"now": now, "owed": owed_now(request)}
    if departments:
        context["mine"] = owed_by(departments)[:SHOWN]
        context["has_departments"] = True
        context["interims"] = owing_interim(now).filter(department__in=departments)[:SHOWN]
    if is_moderator(request.user):
        context |= _for_moderators(now)
    if is_administrator(request.user):
        context["top"] = with_the_top(now)[:SHOWN]
    return render(request, "desk/today.html", context)


def _for_moderators(now: datetime) -> dict[str, Any]:
    hidden_proposals, hidden_comments = queries.count_hidden()
    stages = queries.count_by_stage()
    return {
        "is_moderator": True,
        "waiting": waiting_for_department()[:SHOWN],
        "late": open_requests().filter(due_at__lte=now, department__isnull=False)[:SHOWN],
        "decisions": _decisions(now),
        "surging": queries.surging(at=now),
        "repeaters": queries.repeaters(at=now),
        "hidden_proposals": hidden_proposals,
        "hidden_comments": hidden_comments,
        "stages": [(kind.label, kind.value, stages.get(kind.value, 0)) for kind in StageKind],
    }


def _decisions(now: datetime) -> list[dict[str, Any]]:
    """Each list in which something waits, with the first few of it."""
    counts = count_waiting(at=now)
    return [
        {
            "kind": kind,
            "count": counts[kind.value],
            "rows": rows_of(list(waiting(kind, at=now).order_by(*ORDERS[kind])[:DECISIONS_SHOWN])),
        }
        for kind in Waiting
        if counts[kind.value]
    ]
