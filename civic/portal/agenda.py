"""의제선정: who sits there, how they were drawn, what came before them and what they decided.

For whoever proposed something and wants to know who decides about it, and for whoever doubts that.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.agenda.balance import balance_of
from civic.agenda.candidates import joined_into
from civic.agenda.models import Candidate, Committee, Meeting, Presence, State
from civic.agenda.queries import (
    calls_shown,
    candidates_visible_to,
    committees,
    history_of,
    meetings_shown,
    members_on,
    results_of,
    sheet_of,
    sits_somewhere,
)
from civic.agenda.rules import sees_materials
from civic.portal.page import address_with, page_or_first, render_page, way_on
from civic.processes.kinds import Majority, Visibility
from civic.proposals.models import Standing
from civic.proposals.paging import Order, cut, page_by_id
from civic.proposals.queries import is_seen_by

SIZE = 20
FEW = 5
LATEST = Order("meetings", "starts_at", is_time=True)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "committees": list(committees()),
        "calls": list(calls_shown(now).filter(destroyed_at=None)[:FEW]),
        "candidates": list(_listed(request).order_by("-pk")[:FEW]),
        "meetings": list(meetings_shown()[:FEW]),
        "now": now,
        "sits": sits_somewhere(request.user),
    }
    return render_page(request, "portal/agenda/overview.html", context, section="agenda")


@require_safe
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Committee.objects.select_related("process", "succeeded_by"), pk=pk)
    now = timezone.now()
    members = members_on(found, timezone.localdate(now))
    context = {
        "committee": found,
        "members": members,
        "named": [one for one in members if one.is_named and one.name],
        "unnamed": sum(not (one.is_named and one.name) for one in members),
        "tables": balance_of(members),
        "calls": list(calls_shown(now).filter(committee=found)[:SIZE]),
        "meetings": list(meetings_shown().filter(committee=found)[:FEW]),
        "majority": Majority(found.majority).label,
        "now": now,
    }
    return render_page(request, "portal/agenda/committee.html", context, section="agenda")


@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    wished = request.GET.get("state", "")
    rows = _listed(request)
    if wished in State.values:
        rows = rows.filter(state=wished)
    page = page_or_first(request, lambda cursor: page_by_id(rows, cursor, SIZE))
    chips = [
        {"label": label, "url": address_with(request, state=value, after=None), "current": value == wished}
        for value, label in [("", _("All")), *State.choices]
    ]
    context = {"rows": page.rows, "chips": chips, **way_on(request, page)}
    return render_page(request, "portal/agenda/candidates.html", context, section="agenda")


def _listed(request: HttpRequest) -> Any:
    """In lists stands what is public for everybody."""
    return candidates_visible_to(request.user).filter(
        item__standing=Standing.OPEN, item__visibility=Visibility.PUBLIC
    )


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(candidates_visible_to(request.user), pk=pk)
    is_open = sees_materials(request.user, found, timezone.now())
    context = {
        "candidate": found,
        "history": history_of(found),
        "sheet": _sheet(request, found) if is_open else None,
        "joined": [
            one.merged
            for one in joined_into([found.item]).get(found.item_id, [])
            if is_seen_by(request.user, one.merged)
        ],
    }
    return render_page(request, "portal/agenda/candidate.html", context, section="agenda")


def _sheet(request: HttpRequest, found: Candidate) -> list[tuple[str, list[Any]]]:
    """Without similar proposals that were hidden meanwhile."""
    return [
        (label, [one for one in rows if one.similar is None or is_seen_by(request.user, one.similar)])
        for label, rows in sheet_of(found)
    ]


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    rows = meetings_shown()
    page = page_or_first(request, lambda cursor: _meeting_page(rows, cursor))
    context = {"rows": page.rows, **way_on(request, page)}
    return render_page(request, "portal/agenda/meetings.html", context, section="agenda")


def _meeting_page(rows: Any, cursor: str) -> Any:
    found = list(rows.filter(LATEST.after(cursor)).order_by(*LATEST.columns)[: SIZE + 1])
    return cut(found, SIZE, lambda row: LATEST.cursor(row.starts_at, row.pk))


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(meetings_shown(), pk=pk)
    context = {
        "meeting": found,
        "results": results_of(found),
        "attendance": attendance_of(found),
        "files": list(found.files.all()) if found.minutes_at else [],
        "now": timezone.now(),
    }
    return render_page(request, "portal/agenda/meeting.html", context, section="agenda")


def attendance_of(found: Meeting) -> list[tuple[str, int]]:
    """How many were there, excused, absent; one query."""
    rows = list(found.attendance.values_list("presence", flat=True))
    return [(str(kind.label), rows.count(kind.value)) for kind in Presence if rows]
