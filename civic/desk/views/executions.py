"""What is carried out and what the public waits for: plans that are owed, updates due, silence of a quarter.

Opened by a respondent at the end of a quarter, and by a moderator who looks after all of it.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.due import last_day
from civic.desk.gate import staff_page
from civic.desk.paging import page_of
from civic.execution.duty import Duty, due_by, duty_of
from civic.execution.models import Execution, ExecutionItem, Partner
from civic.execution.queries import Wish, under_way, wished
from civic.people.rules import departments_of
from civic.proposals.paging import Order

SILENT_FIRST = Order("silent", "told_at", descending=False, is_time=True)
TABS = ("due", "overdue", "plan", "all", "finished")


@require_safe
@staff_page
def executions(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    tab = request.GET.get("show", "due")
    tab = tab if tab in TABS else "due"
    mine = departments_of(request.user)
    only_mine = bool(mine) and request.GET.get("whose") != "all"
    rows = _of(tab, at)
    rows = rows.filter(_carried_by(mine)).distinct() if only_mine else rows
    page = page_of(request, _with_items(rows), order=SILENT_FIRST)
    context = {
        "tabs": _tabs(request, tab),
        "page": page,
        "rows": [_row(one, at) for one in page.rows],
        "has_departments": bool(mine),
        "only_mine": only_mine,
        "whose_url": f"?show={tab}" + ("&whose=all" if only_mine else ""),
        "counts": _counts(at, mine if only_mine else frozenset()),
    }
    return render(request, "desk/execution/executions.html", context)


def _of(tab: str, at: datetime) -> QuerySet[Execution]:
    match tab:
        case "finished":
            return wished(Execution.objects.all(), Wish(duty=Duty.FINISHED), at)
        case "all":
            return under_way()
        case "plan":
            return wished(under_way(), Wish(plan_owed=True), at)
        case "overdue":
            return wished(under_way(), Wish(duty=Duty.OVERDUE), at)
        case _:
            late = wished(under_way(), Wish(duty=Duty.OVERDUE), at)
            return late | wished(under_way(), Wish(duty=Duty.DUE), at)


def _carried_by(departments: frozenset[int]) -> Q:
    return Q(department__in=departments) | Q(partners__department__in=departments)


def _counts(at: datetime, departments: frozenset[int]) -> dict[str, int]:
    """What waits, in one question each."""
    found = {}
    for tab in ("due", "overdue", "plan"):
        rows = _of(tab, at)
        rows = rows.filter(_carried_by(departments)) if departments else rows
        found[tab] = rows.aggregate(n=Count("pk", distinct=True))["n"]
    return found


def _with_items(rows: QuerySet[Execution]) -> QuerySet[Execution]:
    carried = ExecutionItem.objects.select_related("proposal").order_by("pk")
    partners = Partner.objects.select_related("department")
    prefetched = rows.prefetch_related(
        Prefetch("items", carried, "all_items"), Prefetch("partners", partners)
    )
    return prefetched.select_related("department").defer("aims_source", "aims_html")


def _tabs(request: HttpRequest, tab: str) -> list[dict[str, Any]]:
    labels = {
        "due": _("Update due"),
        "overdue": _("Silent for a quarter"),
        "plan": _("Plan owed"),
        "all": _("All under way"),
        "finished": _("Finished"),
    }
    whose = "&whose=all" if request.GET.get("whose") == "all" else ""
    base = reverse("desk:executions")
    return [{"label": labels[one], "url": f"{base}?show={one}{whose}", "current": one == tab} for one in TABS]


def _row(one: Execution, at: datetime) -> dict[str, Any]:
    items = [carried.proposal for carried in one.all_items]  # type: ignore[attr-defined]
    duty = duty_of(one, at)
    owes_plan = one.planned_at is None and one.finished_at is None
    return {
        "pk": one.pk,
        "title": items[0].title if items else "",
        "others": len(items) - 1,
        "department": one.department.name if one.department else "",
        "partners": [partner.department.name for partner in one.partners.all()],
        "told_at": one.told_at,
        "duty": duty.value,
        "duty_label": duty.label,
        "tone": {Duty.OVERDUE: "overdue", Duty.DUE: "warn", Duty.TOLD: "good"}.get(duty, "calm"),
        "due_on": None if duty == Duty.FINISHED else last_day(due_by(one, at)),
        "plan_due_on": last_day(one.plan_due_at) if owes_plan else None,
        "plan_is_late": one.owes_plan(at),
    }
