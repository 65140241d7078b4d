"""Reports of debates: which are owed, and writing one. For a moderator on the day after a debate has ended."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.answers.due import last_day
from civic.debates.models import Debate
from civic.desk.forms.results import SectionForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.journeys.report import begin_report, regenerate_report, write_section
from civic.proposals.models import Standing
from civic.proposals.paging import Order
from civic.results.due import due_at, waiting_for_report
from civic.results.kinds import NEEDED, Part
from civic.results.models import Report, Section
from civic.results.queries import (
    list_reports,
    quoted_so_far,
    report_in_hand,
    sections_of,
    versions_with_printouts,
)
from civic.results.rules import LONGEST_TEXT, may_write_report
from platform_core.access import Refused
from platform_core.text.rich import render_markdown

PUBLISHED_SHOWN = 20
ENDED_FIRST = Order("reports", "closes_at", descending=False, is_time=True)


@require_safe
@staff_page
def reports(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = page_of(request, waiting_for_report(now), order=ENDED_FIRST)
    context = {
        "waiting": [_row(request, debate, now) for debate in page.rows],
        "page": page,
        "published": list_reports(size=PUBLISHED_SHOWN).rows,
    }
    return render(request, "desk/results/list.html", context)


def _row(request: HttpRequest, debate: Debate, now: datetime) -> dict[str, Any]:
    due = due_at(debate)
    return {
        "debate": debate,
        "report": getattr(debate, "report", None),
        "ended_on": last_day(debate.closes_at) if debate.closes_at else None,
        "due_on": last_day(due) if due else None,
        "is_overdue": due is not None and now >= due,
        "verdict": may_write_report(request.user, debate),
    }


@require_POST
@staff_page
def report_beginning(request: HttpRequest, debate: int) -> HttpResponse:
    found = get_object_or_404(
        Debate.objects.select_related("item").exclude(item__standing=Standing.WITHDRAWN), pk=debate
    )
    begun = begin_report(debate=found, by=colleague(request), at=timezone.now())
    return redirect("desk:report", begun.pk)


def find_report(pk: int) -> Report:
    """With its debate, item and parts in hand. Raises Http404."""
    return get_object_or_404(report_in_hand(pk))


@require_safe
@staff_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    due = due_at(found.debate)
    versions = versions_with_printouts(found)
    context = {
        "report": found,
        "parts": [_part(one) for one in sections_of(found)],
        "quotes": quoted_so_far(found),
        "versions": versions,
        "due_on": last_day(due) if due else None,
        "is_overdue": not versions and due is not None and timezone.now() >= due,
        "verdict": may_write_report(request.user, found.debate),
    }
    return render(request, "desk/results/report.html", context)


def _part(section: Section) -> dict[str, Any]:
    return {
        "section": section,
        "key": section.part,
        "label": Part(section.part).label,
        "html": render_markdown(section.text),
        "is_edited": section.edited is not None,
    }


@require_POST
@staff_page
def report_generation(request: HttpRequest, pk: int) -> HttpResponse:
    """Counted again, told again. What was written by hand stays."""
    found = find_report(pk)
    regenerate_report(report=found, by=colleague(request), at=timezone.now())
    messages.success(
        request, _("Counted and generated again. Texts that were edited have stayed as they were.")
    )
    return redirect("desk:report", pk)


@require_http_methods(["GET", "POST"])
@staff_page
def report_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    found = find_report(pk)
    section = next((one for one in sections_of(found) if one.part == part), None)
    if section is None:
        raise Http404
    form = SectionForm(request.POST or None, initial={"text": section.text, "is_shown": section.is_shown})
    context = {
        "report": found,
        "section": section,
        "label": Part(part).label,
        "generated_html": render_markdown(section.generated),
        "form": form,
        "limit": LONGEST_TEXT,
        "is_needed": part in NEEDED,
        "verdict": may_write_report(request.user, found.debate),
    }
    if not form.is_valid():
        return render(request, "desk/results/part.html", context, status=form.page_status)
    try:
        write_section(
            report=found,
            part=Part(part),
            text=form.wanted(),
            is_shown=form.cleaned_data["is_shown"] or part in NEEDED,
            by=colleague(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        context["refusal"] = refusal.verdict
        return render(request, "desk/results/part.html", context, status=refusal.status)
    messages.success(request, _("Saved. Nobody outside sees it before it is published."))
    return redirect("desk:report", pk)
