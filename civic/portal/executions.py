"""What is being carried out, in one list: who told of it when, who is silent; and all of it as open data."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.execution.duty import Duty, duty_of
from civic.execution.models import Execution
from civic.execution.quarters import Quarter, quarter_of
from civic.execution.queries import Wish, shown, wished, with_what_lists_show
from civic.people.models import Department
from civic.portal.execution_words import marks_of, quarter_words
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.proposals.paging import Order, Page, cut
from platform_core.files.tables import dated, sent_csv

LATEST_FIRST = Order("told", "told_at", is_time=True)
SIZE, BATCH = 20, 200
QUARTERS_OFFERED = 8
PLAN_OWED = "plan"
STATES = [
    ("", gettext_lazy("Everything")),
    (Duty.TOLD, Duty.TOLD.label),
    (Duty.DUE, Duty.DUE.label),
    (Duty.OVERDUE, Duty.OVERDUE.label),
    (PLAN_OWED, gettext_lazy("Plan being prepared")),
    (Duty.FINISHED, Duty.FINISHED.label),
]


class ExecutionFilterForm(forms.Form):
    """A GET form: whatever it does not know narrows nothing."""

    state = forms.ChoiceField(label=gettext_lazy("How it stands"), choices=STATES, required=False)
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Every department"),
    )
    quarter = forms.ChoiceField(label=gettext_lazy("Something was told in"), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Every quarter")), *[(_key(one), quarter_words(one)) for one in _quarters(at)]]
        self.fields["quarter"].choices = offered  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        self.is_valid()
        found = self.cleaned_data
        state, quarter = found.get("state", ""), found.get("quarter", "")
        return Wish(
            duty=Duty(state) if state in Duty.values else None,
            plan_owed=state == PLAN_OWED,
            department=found["department"].pk if found.get("department") else None,
            quarter=Quarter(int(quarter[:4]), int(quarter[-1])) if quarter else None,
        )


def _quarters(at: datetime) -> list[Quarter]:
    found = [quarter_of(at)]
    while len(found) < QUARTERS_OFFERED:
        found.append(found[-1].previous)
    return found


def _key(quarter: Quarter) -> str:
    return f"{quarter.year:04}-{quarter.number}"


@require_safe
def executions(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = ExecutionFilterForm(request.GET, at=at)
    rows = wished(shown(), form.wish(), at)
    page = page_or_first(request, lambda cursor: _page(rows, cursor))
    context = {
        "form": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "rows": [_row(one, at) for one in page.rows],
        **way_on(request, page),
    }
    return render_page(request, "portal/execution/executions.html", context, section="execution")


def _page(rows: QuerySet[Execution], cursor: str) -> Page[Execution]:
    """The numbers first: counting milestones is for the rows of one page."""
    numbers = rows.filter(LATEST_FIRST.after(cursor)).order_by(*LATEST_FIRST.columns)
    keys = list(numbers.values_list("told_at", "pk")[: SIZE + 1])
    page = cut(keys, SIZE, lambda key: LATEST_FIRST.cursor(*key))
    wanted = [pk for _told, pk in page.rows]
    found = with_what_lists_show(Execution.objects.filter(pk__in=wanted)).in_bulk()
    return Page([found[pk] for pk in wanted], page.next)


def _row(one: Execution, at: datetime) -> dict[str, Any]:
    items = [carried.proposal for carried in one.shown_items]  # type: ignore[attr-defined]
    return {
        "number": items[0].pk,
        "title": items[0].title,
        "others": len(items) - 1,
        "departments": [row.name for row in _departments(one)],
        "marks": marks_of(one, at),
        "told_at": one.told_at,
        "is_silent": duty_of(one, at) == Duty.OVERDUE,
        "ends_on": one.ends_on,
        "done": one.done_count,  # type: ignore[attr-defined]
        "milestones": one.milestone_count,  # type: ignore[attr-defined]
    }


def _departments(one: Execution) -> list[Department]:
    lead = [one.department] if one.department else []
    return [*lead, *[partner.department for partner in one.partners.all()]]


@require_safe
def executions_csv(request: HttpRequest) -> FileResponse:
    """One line for each item, read a batch at a time."""
    return sent_csv(dated("execution"), _heads(), _lines(request, timezone.now()))


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Department in charge"),
        _("Departments that take part"),
        _("How it stands"),
        _("Begins on"),
        _("Ends on"),
        _("Milestones"),
        _("Milestones done"),
        _("Last told on"),
        _("Finished on"),
        _("Address"),
    ]


def _lines(request: HttpRequest, at: datetime) -> Iterator[list[Any]]:
    last = 0
    while batch := list(with_what_lists_show(shown().filter(pk__gt=last)).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for one in batch:
            for carried in one.shown_items:  # type: ignore[attr-defined]
                yield _line(request, one, carried.proposal, at)


def _line(request: HttpRequest, one: Execution, item: Any, at: datetime) -> list[Any]:
    partners = [partner.department.name for partner in one.partners.all()]
    return [
        item.pk,
        item.title,
        one.department.name if one.department else "",
        ", ".join(partners),
        " · ".join(mark.label for mark in marks_of(one, at)),
        one.starts_on or "",
        one.ends_on or "",
        one.milestone_count,  # type: ignore[attr-defined]
        one.done_count,  # type: ignore[attr-defined]
        timezone.localtime(one.told_at).date(),
        timezone.localtime(one.finished_at).date() if one.finished_at else "",
        house(request).address(reverse("portal:execution", args=[item.pk])),
    ]
