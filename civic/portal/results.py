"""결과 보고: what came of the debates, for everybody who took part and everybody who did not.

The page first, the file second; every version stays, and every number can be counted again.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.due import last_day
from civic.debates.models import Debate
from civic.journeys.reporting import printout_of
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.results.differences import between
from civic.results.due import due_at, public_waiting
from civic.results.models import ReportVersion
from civic.results.queries import list_reports, version_seen_by
from civic.results.recounting import recount_of
from civic.results.showing import Shown, shown_version
from platform_core.text.plain import excerpt

WAITING_SHOWN = 10
SECTION = "results"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = page_or_first(request, lambda cursor: list_reports(cursor=cursor))
    context = {
        "versions": page.rows,
        "waiting": [_waiting(one) for one in public_waiting(at)[:WAITING_SHOWN]],
        **way_on(request, page),
    }
    return render_page(request, "portal/results/list.html", context, section=SECTION)


def _waiting(debate: Debate) -> dict[str, Any]:
    due = due_at(debate)
    return {
        "debate": debate,
        "ended_on": last_day(debate.closes_at) if debate.closes_at else None,
        "due_on": last_day(due) if due else None,
        "is_overdue": due is not None and timezone.now() >= due,
    }


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, find_version(request, pk), is_latest=True)


@require_safe
def result_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _show(request, find_version(request, pk, number), is_latest=False)


def find_version(request: HttpRequest, pk: int, number: int | None = None) -> ReportVersion:
    """One that is published, of a debate the viewer may open. Raises Http404."""
    found = version_seen_by(request.user, pk, number)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, version: ReportVersion, *, is_latest: bool) -> HttpResponse:
    shown = shown_version(version)
    versions = list(version.report.versions.only("number", "published_at", "reason", "report_id"))
    context = {
        "version": version,
        "shown": shown,
        "versions": versions,
        "is_latest": is_latest or version.number == versions[0].number,
        "recount": recount_of(version),
        "printout": printout_of(version),
        "head": _head(request, version, shown),
    }
    return render_page(request, "portal/results/report.html", context, section=SECTION)


def _head(request: HttpRequest, version: ReportVersion, shown: Shown) -> dict[str, str]:
    """What a shared link shows in a messenger."""
    path = reverse("portal:result", args=[version.report_id])
    told = excerpt(shown.parts[0].html, 140) if shown.parts else ""
    return {
        "title": _("Result: %(question)s") % {"question": shown.debate.question},
        "text": told,
        "address": house(request).address(path),
    }


@require_safe
def result_difference(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What this version says differently from the one before it."""
    after = find_version(request, pk, number)
    before = find_version(request, pk, number - 1)
    context = {
        "version": after,
        "before": before,
        "debate": after.report.debate,
        "changes": between(before, after),
    }
    return render_page(request, "portal/results/difference.html", context, section=SECTION)
