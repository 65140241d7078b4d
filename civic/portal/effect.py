"""What taking part brings, in numbers for everybody: with charts, the same as tables, and what each number means."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.categories.models import Category
from civic.efficacy.drawing import draw
from civic.efficacy.periods import By, Period, chosen, latest
from civic.efficacy.queries import (
    FEWEST,
    Numbers,
    counted_until,
    numbers_by_period,
    stages_now,
)
from civic.efficacy.tables import effect_heads, effect_rows
from civic.efficacy.words import DEED_NAMES, INDICATORS, Indicator, indicator, people_told
from civic.people.models import Department
from civic.portal.page import address_with, render_page
from platform_core.files.tables import dated, sent_csv, sent_workbook
from platform_core.text.spreadsheet import Sheet

# Drawn; the others stand in the table alone.
DRAWN = ("people", "answered", "in_time", "adopted", "told", "days")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    by: By
    narrow: str
    name: str
    until: date | None
    found: dict[Period, Numbers]


@require_safe
def effect(request: HttpRequest) -> HttpResponse:
    categories = list(Category.objects.filter(is_shown=True))
    departments = list(Department.objects.filter(is_active=True))
    asked = _asked(request, categories, departments)
    newest = next(reversed(asked.found.values()))
    context = {
        "asked": asked,
        "until": asked.until - timedelta(days=1) if asked.until else None,
        "newest": [_figure(one, newest) for one in INDICATORS],
        "newest_label": next(reversed(asked.found)).label,
        "charts": [_chart(indicator(key), asked.found) for key in DRAWN],
        "heads": INDICATORS,
        "lines": [
            (period, [one.told(numbers) for one in INDICATORS]) for period, numbers in asked.found.items()
        ],
        "deeds": _deeds(asked),
        "deed_names": DEED_NAMES.values(),
        "stages": [(kind.label, many) for kind, many in stages_now(asked.narrow)],
        "fewest": FEWEST,
        "tabs": [
            {"label": by.label, "url": address_with(request, by=by.value), "current": by == asked.by}
            for by in By
        ],
        "categories": categories,
        "departments": departments,
        "category": request.GET.get("category", ""),
        "department": request.GET.get("department", ""),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "portal/efficacy/effect.html", context, section="effect")


@require_safe
def effect_csv(request: HttpRequest) -> FileResponse:
    return sent_csv(dated("effect"), effect_heads(), effect_rows(_asked_alone(request).found))


@require_safe
def effect_xlsx(request: HttpRequest) -> FileResponse:
    rows = effect_rows(_asked_alone(request).found)
    return sent_workbook(dated("effect"), Sheet(_("Numbers"), effect_heads(), rows))


def _asked_alone(request: HttpRequest) -> Asked:
    return _asked(request, list(Category.objects.all()), list(Department.objects.all()))


def _asked(request: HttpRequest, categories: list[Category], departments: list[Department]) -> Asked:
    """Raises Http404 for a category or department that is not there."""
    by = chosen(request.GET.get("by"))
    narrow, name = _narrow(request, categories, departments)
    until = counted_until()
    # The last day that was counted: on the first of a month the month before is still the newest.
    day = (until or timezone.localdate()) - timedelta(days=1)
    return Asked(by, narrow, name, until, numbers_by_period(latest(day, by), narrow))


def _narrow(
    request: HttpRequest, categories: list[Category], departments: list[Department]
) -> tuple[str, str]:
    """One at a time: the category, if both are asked for."""
    if key := request.GET.get("category"):
        found = next((one for one in categories if one.key == key), None)
        return _one("category", found)
    if code := request.GET.get("department"):
        return _one("department", next((one for one in departments if one.code == code), None))
    return "", ""


def _one(kind: str, found: Category | Department | None) -> tuple[str, str]:
    if found is None:
        raise Http404
    name = found.plain_label if isinstance(found, Category) else found.name
    return f"{kind}:{found.pk}", name


def _figure(one: Indicator, numbers: Numbers) -> dict[str, Any]:
    return {"indicator": one, "value": one.of(numbers), "told": one.told(numbers)}


def _chart(one: Indicator, found: dict[Period, Numbers]) -> dict[str, Any]:
    """Context of portal/efficacy/chart.html."""
    values = [(period.short, one.of(numbers)) for period, numbers in found.items()]
    return {
        "key": one.key,
        "title": one.name,
        "meaning": one.meaning,
        "chart": draw(values, unit="%" if one.unit == "%" else ""),
        "rows": [(period.label, one.told(numbers)) for period, numbers in found.items()],
        "is_empty": not any(value for _label, value in values),
    }


def _deeds(asked: Asked) -> list[tuple[Any, list[str]]]:
    """People by what they did, a line for each period; of the whole institution alone."""
    if asked.narrow:
        return []
    return [
        (period, [people_told(numbers.people.get(f"deed:{deed}", 0)) for deed in DEED_NAMES])
        for period, numbers in asked.found.items()
    ]
