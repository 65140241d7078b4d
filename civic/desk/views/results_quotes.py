"""Choosing opinions that a report quotes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.debates.models import Opinion
from civic.desk.forms.results import QuoteSearchForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.results import find_report
from civic.journeys.report import leave_quote_out, quote_opinion
from civic.proposals.models import Standing
from civic.proposals.paging import BadCursor, Order, Page, cut
from civic.results.models import Report
from civic.results.queries import quoted_so_far
from civic.results.rules import MOST_QUOTES, may_write_report

PAGE_SIZE = 20
SUPPORTED = Order("quotes", "support_count")


@require_safe
@staff_page
def report_quotes(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    form = QuoteSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = _page(request, found, wanted)
    chosen = quoted_so_far(found)
    context = {
        "report": found,
        "form": form,
        "opinions": page.rows,
        "next_url": _turn(request, page.next) if page.next else "",
        "chosen": chosen,
        "chosen_ids": {one.pk for one in chosen},
        "most": MOST_QUOTES,
        "verdict": may_write_report(request.user, found.debate),
        "here": request.get_full_path(),
    }
    return render(request, "desk/results/quotes.html", context)


def _page(request: HttpRequest, report: Report, wanted: dict[str, Any]) -> Page[Opinion]:
    """Open opinions with words, the most supported first. A cursor that cannot be read begins anew."""
    spoken = Opinion.objects.filter(debate=report.debate_id, parent=None, standing=Standing.OPEN).exclude(
        body=""
    )
    if wanted.get("side"):
        spoken = spoken.filter(side=wanted["side"])
    if wanted.get("q"):
        spoken = spoken.filter(body__icontains=wanted["q"])
    try:
        after = SUPPORTED.after(request.GET.get("after", ""))
    except BadCursor:
        after = SUPPORTED.after("")
    rows = list(spoken.filter(after).order_by(*SUPPORTED.columns)[: PAGE_SIZE + 1])
    return cut(rows, PAGE_SIZE, lambda row: SUPPORTED.cursor(row.support_count, row.pk))


def _turn(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["after"] = cursor
    return f"?{query.urlencode()}"


@require_POST
@staff_page
def report_quote(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """`wanted` 1: quote it; else leave it out again."""
    found = find_report(pk)
    if request.POST.get("wanted") == "1":
        said = get_object_or_404(Opinion, pk=opinion, debate=found.debate_id)
        quote_opinion(report=found, opinion=said, by=colleague(request), at=timezone.now())
        messages.success(request, _("It is quoted in the next version."))
    else:
        leave_quote_out(report=found, opinion_id=opinion, by=colleague(request))
        messages.success(request, _("It is not quoted any more in the next version."))
    return redirect(_back(request, pk))


def _back(request: HttpRequest, pk: int) -> str:
    """The list as it was searched: only its own address with its own fields."""
    home = reverse("desk:report_quotes", args=[pk])
    wish = request.POST.get("next", "")
    return wish if wish == home or wish.startswith(f"{home}?") else home
