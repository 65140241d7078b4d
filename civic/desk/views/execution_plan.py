"""The plan and its parts: milestones, money, measures. What it said before is kept by whatever is changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.execution import PARTS, PlanForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.execution import find_execution, title_of
from civic.execution.models import Execution, Part
from civic.execution.planning import ROWS, Plan
from civic.execution.queries import items_of
from civic.execution.rules import may_change_plan
from civic.journeys import carry_out
from platform_core.access import Refused, require
from platform_core.text.rich import plain_text

FORM = "desk/execution/form.html"


@require_http_methods(["GET", "POST"])
@staff_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_execution(pk)
    items = items_of(found)
    require(may_change_plan(request.user, items, timezone.now()))
    form = PlanForm(request.POST or None, execution=found, initial=_plan_initial(found))
    if form.is_valid() and _write_plan(request, found, form):
        return redirect("desk:execution", pk)
    title = _("Change the plan") if found.planned_at else _("Write the plan")
    button = _("Save the change") if found.planned_at else _("Publish the plan")
    return _page(request, found, form, title=title, button=button, lead=title_of(items))


def _plan_initial(found: Execution) -> dict[str, Any]:
    return {
        "aims": found.aims_source or plain_text(found.aims_html),
        "department": found.department_id,
        "partners": list(found.partners.values_list("department_id", flat=True)),
        "contact": found.contact,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
    }


def _write_plan(request: HttpRequest, found: Execution, form: PlanForm) -> bool:
    data = form.cleaned_data
    written = Plan(
        aims=data["aims"],
        department=data["department"],
        contact=data["contact"],
        partners=tuple(data["partners"]),
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
    )
    was_planned = found.planned_at is not None
    try:
        done = carry_out.plan(
            execution=found,
            plan=written,
            reason=data.get("reason", ""),
            by=colleague(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        _say_no(form, refusal)
        return False
    if not done:
        messages.info(request, _("Nothing was changed."))
    elif was_planned:
        messages.success(request, _("Saved. What it said before stays readable."))
    else:
        messages.success(request, _("The plan is published. Everybody who follows it will be told."))
    return True


@require_http_methods(["GET", "POST"])
@staff_page
def new_row(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    found, (kind, form_class, title, _change) = find_execution(pk), _part(part)
    items = items_of(found)
    require(may_change_plan(request.user, items, timezone.now()))
    form = form_class(request.POST or None, row=None, today=timezone.localdate())
    if form.is_valid():
        by, at = colleague(request), timezone.now()
        carry_out.add(execution=found, part=kind, values=form.values(), by=by, at=at)
        messages.success(request, _("Added."))
        return redirect(f"{reverse('desk:execution', args=[pk])}#{part}")
    return _page(request, found, form, title=title, button=_("Add"), lead=title_of(items))


@require_http_methods(["GET", "POST"])
@staff_page
def one_row(request: HttpRequest, pk: int, part: str, row: int) -> HttpResponse:
    found, (kind, form_class, _new, title) = find_execution(pk), _part(part)
    items = items_of(found)
    require(may_change_plan(request.user, items, timezone.now()))
    known = get_object_or_404(_rows(kind, found), pk=row)
    initial = {name: getattr(known, name) for name in form_class.base_fields if hasattr(known, name)}
    form = form_class(request.POST or None, row=known, today=timezone.localdate(), initial=initial)
    if request.method == "POST" and request.POST.get("do") == "remove" and kind != Part.MILESTONE:
        if _remove(request, kind, known, form):
            return redirect(f"{reverse('desk:execution', args=[pk])}#{part}")
    elif form.is_valid() and _change_row(request, kind, known, form):
        return redirect(f"{reverse('desk:execution', args=[pk])}#{part}")
    removable = kind != Part.MILESTONE
    return _page(
        request, found, form, title=title, button=_("Save"), lead=title_of(items), removable=removable
    )


def _part(part: str) -> tuple[Part, Any, Any, Any]:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _rows(kind: Part, found: Execution) -> Any:
    rows = ROWS[kind].objects.filter(execution=found).select_related("execution")
    return rows if kind == Part.MILESTONE else rows.filter(removed_at=None)


def _change_row(request: HttpRequest, kind: Part, known: Any, form: Any) -> bool:
    reason, by = form.cleaned_data.get("reason", ""), colleague(request)
    try:
        done = carry_out.change(
            part=kind, row=known, values=form.values(), reason=reason, by=by, at=timezone.now()
        )
    except Refused as refusal:
        _say_no(form, refusal)
        return False
    messages.success(request, _("Saved. What it said before stays readable.")) if done else messages.info(
        request, _("Nothing was changed.")
    )
    return True


def _remove(request: HttpRequest, kind: Part, known: Any, form: Any) -> bool:
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    try:
        carry_out.remove(part=kind, row=known, reason=reason, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        _say_no(form, refusal)
        return False
    messages.success(request, _("Removed. That it was there stays readable."))
    return True


def _say_no(form: Any, refusal: Refused) -> None:
    """Where the reason is missing, beside the field for it."""
    verdict = refusal.verdict
    field = "reason" if verdict.code == "reason_missing" and "reason" in form.fields else None
    form.add_error(field, f"{verdict.sentence} {verdict.what_next}".strip())


def _page(request: HttpRequest, found: Execution, form: Any, **context: Any) -> HttpResponse:
    context = {"execution": found, "form": form, **context}
    return render(request, FORM, context, status=422 if form.is_bound else 200)
