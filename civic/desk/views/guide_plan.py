"""The plan of a year: nine items for each programme, goals with their numbers, every edition kept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.guide_plan import EditionForm, Goals, Programmes, words_of
from civic.desk.gate import colleague, staff_page
from civic.guide import plans
from civic.guide.actions import write_plan
from civic.guide.models import PlanEdition
from civic.guide.rules import may_plan
from civic.guide.things import FIRST_YEAR, LAST_YEAR
from platform_core.access import Refused, require


@require_safe
@staff_page
def guide_plans(request: HttpRequest) -> HttpResponse:
    return redirect("desk:guide_plan", timezone.localdate().year)


@require_safe
@staff_page
def guide_plan(request: HttpRequest, year: int) -> HttpResponse:
    """As it stands, for reading and printing."""
    _check(year)
    return render(request, "desk/guide/plan.html", _shown(request, year, plans.edition_of(year)))


@require_safe
@staff_page
def guide_plan_edition(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """As it was agreed then; numbers are those of today."""
    _check(year)
    edition = plans.edition_of(year, number)
    if edition is None:
        raise Http404
    return render(request, "desk/guide/plan.html", _shown(request, year, edition) | {"is_old": True})


def _shown(request: HttpRequest, year: int, edition: PlanEdition | None) -> dict[str, Any]:
    return {
        "year": year,
        "edition": edition,
        "programmes": edition.document["programmes"] if edition else [],
        "goals": plans.goals_of(edition, year) if edition else [],
        "editions": plans.editions_of(year),
        "years": sorted({*plans.years(), year, year + 1, year - 1} & set(range(FIRST_YEAR, LAST_YEAR + 1))),
        "may_plan": may_plan(request.user).allowed,
    }


@require_http_methods(["GET", "POST"])
@staff_page
def guide_plan_writing(request: HttpRequest, year: int) -> HttpResponse:
    _check(year)
    require(may_plan(request.user))
    last = plans.edition_of(year)
    document = last.document if last else {"programmes": [], "goals": []}
    sent = request.POST or None
    programmes = Programmes(sent, initial=document["programmes"], prefix="programmes")
    goals = Goals(sent, initial=document["goals"], prefix="goals")
    form = EditionForm(sent, initial={"based_on": last.number if last else 0})
    is_right = all([form.is_valid(), programmes.is_valid(), goals.is_valid()]) if sent else False
    if is_right and _write(request, year, form, programmes, goals):
        return redirect("desk:guide_plan", year)
    context = {"form": form, "programmes": programmes, "goals": goals, "year": year, "last": last}
    return render(request, "desk/guide/plan_form.html", context, status=422 if sent else 200)


def _write(request: HttpRequest, year: int, form: EditionForm, programmes: Any, goals: Any) -> bool:
    try:
        edition = write_plan(
            year=year,
            programmes=words_of(programmes),
            goals=words_of(goals),
            reason=form.cleaned_data["reason"],
            by=colleague(request),
            at=timezone.now(),
            based_on=form.cleaned_data["based_on"],
        )
    except Refused as refusal:
        form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    messages.success(request, _("Saved as edition %(number)s.") % {"number": edition.number})
    return True


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
