"""Nine o'clock: what needs you now, by when, from every room; below, how the whole is going."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.content.duties import missing_duties
from civic.desk import queries
from civic.desk.day import day_of
from civic.desk.duties import Area
from civic.desk.gate import staff_page
from civic.desk.navigation import owed_now
from civic.journeys.examples import example_people
from civic.people.rules import departments_of, is_administrator, is_head, is_moderator, may_do_the_work
from civic.processes.kinds import StageKind

# Where the whole list of an area stands.
LISTS = {
    Area.ANSWERS: "desk:answers",
    Area.HEAD: "desk:answers",
    Area.PROPOSALS: "desk:decisions",
    Area.AGENDA: "desk:agenda",
    Area.QUESTIONS: "desk:questions",
    Area.DEBATES: "desk:debates",
    Area.VOTES: "desk:ballots",
    Area.EXECUTION: "desk:executions",
    Area.GATHERINGS: "desk:gatherings",
    Area.MODERATION: "desk:moderation",
}
# What a respondent never meets.
MODERATORS_AREAS = (Area.PROPOSALS, Area.AGENDA, Area.VOTES, Area.MODERATION)


@require_safe
@staff_page
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    area = _wanted(request.GET.get("area", ""))
    day = day_of(request.user, at=now, area=area)
    context: dict[str, Any] = {
        "now": now,
        "owed": owed_now(request),
        "rows": [{"duty": one, "is_late": one.is_late(now)} for one in day.duties],
        "late": day.late_at(now),
        "more": [(one.label, reverse(LISTS[one])) for one in day.more],
        "chips": _chips(request, area),
        "area": area,
        "has_departments": bool(departments_of(request.user)),
    }
    if is_moderator(request.user):
        context |= _worth_a_second_look(now)
    if is_moderator(request.user) or is_head(request.user):
        context["stages"] = _whole()
    if is_administrator(request.user):
        context["missing_duties"] = len(missing_duties(now))
        context["examples"] = bool(example_people())
    return render(request, "desk/today.html", context)


def _worth_a_second_look(now: Any) -> dict[str, Any]:
    hidden_proposals, hidden_comments = queries.count_hidden()
    return {
        "is_moderator": True,
        "surging": queries.surging(at=now),
        "repeaters": queries.repeaters(at=now),
        "hidden_proposals": hidden_proposals,
        "hidden_comments": hidden_comments,
    }


def _whole() -> list[tuple[Any, str, int]]:
    stages = queries.count_by_stage()
    return [(kind.label, kind.value, stages.get(kind.value, 0)) for kind in StageKind]


def _chips(request: HttpRequest, area: Area | None) -> list[dict[str, Any]]:
    """Everything, or one area: as the team shares the work. Somebody with one area alone has nothing to choose."""
    home = reverse("desk:home")
    shown = [one for one in Area if _meets(request.user, one)]
    if len(shown) == 1:
        return []
    return [
        {"label": _("Everything"), "url": home, "current": area is None},
        *({"label": one.label, "url": f"{home}?area={one.value}", "current": one == area} for one in shown),
    ]


def _meets(person: Any, area: Area) -> bool:
    if area == Area.HEAD:
        return is_administrator(person) or is_head(person)
    if not may_do_the_work(person).allowed:
        return False
    return is_moderator(person) or area not in MODERATORS_AREAS


def _wanted(text: str) -> Area | None:
    return Area(text) if text in Area.values else None
