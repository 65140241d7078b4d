"""Who of the platform was here. Read by an administrator after the letter came, or by the data protection officer."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.desk.gate import colleague, staff_page
from civic.visits.actions import end_visit
from civic.visits.models import Ending, TraceKind, Visit
from civic.visits.queries import deeds_of, visits
from civic.visits.rules import may_end_visit, may_read_visits
from platform_core.access import require
from platform_core.files.tables import SentTable, sent_csv

PAGE_SIZE = 20
LINES = 50
DEEDS_SHOWN = 50


@require_safe
@staff_page
def log(request: HttpRequest) -> HttpResponse:
    require(may_read_visits(request.user))
    page = Paginator(visits(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/visits/log.html", {"page": page, "now": timezone.now()})


@require_safe
@staff_page
def one_visit(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_read_visits(request.user))
    visit = get_object_or_404(Visit, pk=pk)
    kind = request.GET.get("kind", "")
    traces = visit.traces.filter(kind=kind) if kind in TraceKind.values else visit.traces.all()
    context: dict[str, Any] = {
        "looked_at": visit,
        "now": timezone.now(),
        "may_end": may_end_visit(request.user, visit),
        "page": Paginator(traces, LINES).get_page(request.GET.get("page")),
        "deeds": deeds_of(visit)[:DEEDS_SHOWN],
        "tabs": _tabs(request.path, kind),
    }
    return render(request, "desk/visits/visit.html", context)


def _tabs(here: str, kind: str) -> list[dict[str, Any]]:
    every = {"label": _("Everything"), "url": here, "current": kind not in TraceKind.values}
    return [every] + [
        {"label": one.label, "url": f"{here}?kind={one.value}", "current": one == kind} for one in TraceKind
    ]


@require_safe
@staff_page
def pages_csv(request: HttpRequest, pk: int) -> SentTable:
    require(may_read_visits(request.user))
    visit = get_object_or_404(Visit, pk=pk)
    heads = [_("When"), _("What"), _("Address"), _("Who"), _("Reason")]
    return sent_csv(f"visit-{visit.pk}", heads, _rows(visit))


def _rows(visit: Visit) -> Iterator[list[str]]:
    for trace in visit.traces.order_by("pk").iterator(chunk_size=1_000):
        at = timezone.localtime(trace.at).strftime("%Y-%m-%d %H:%M:%S")
        yield [at, trace.get_kind_display(), trace.address, visit.operator_name, visit.reason]


@require_POST
@staff_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit, pk=pk)
    if end_visit(visit=visit, because=Ending.SENT_OUT, at=timezone.now(), by=colleague(request)):
        messages.success(request, _("The visit has ended: its pages open nothing any more."))
    return redirect("desk:visit", visit.pk)
