"""{% load desk %}: the desk's navigation and its words for dates and states."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext

from civic.answers.clock import Clock, Phase, clock_of, words_of
from civic.answers.due import last_day
from civic.answers.models import AnswerRequest
from civic.desk.guide_page import beside
from civic.desk.navigation import side_groups
from civic.desk.waiting import Row
from civic.proposals.models import Proposal
from civic.proposals.rules import stage_label
from platform_core.ui.menus import current_in

register = template.Library()


@register.inclusion_tag("ui/components/side_nav.html", takes_context=True)
def desk_nav(context: RequestContext) -> dict[str, Any]:
    groups = side_groups(context["request"])
    return {"groups": groups, "here": current_in(groups)}


@register.inclusion_tag("desk/guide/parts/beside.html", takes_context=True)
def guide_beside(context: RequestContext) -> dict[str, Any]:
    """The chapter that belongs to this page, folded; nothing on pages of no chapter. No query."""
    return {"beside": beside(context["request"])}


@register.inclusion_tag("desk/parts/due.html")
def due(request: AnswerRequest, at: datetime) -> dict[str, Any]:
    """‘3 days until the answer’ with the last day in time, or how late it is; nothing once it is answered."""
    if request.state != "open":
        return {"request": request, "last_day": None}
    clock = clock_of(request, at)
    return {"request": request, "last_day": clock.last_day, "words": words_of(clock), "tone": _tone(clock)}


@register.filter
def bound(form: BaseForm, name: str) -> BoundField:
    """The field of that name."""
    return form[name]


@register.simple_tag
def row_class(request: AnswerRequest, at: datetime) -> str:
    """The mark at the edge of a table's row: late, or due within three days."""
    if request.state != "open":
        return ""
    return {"bad": "row--overdue", "warn": "row--soon"}.get(_tone(clock_of(request, at)), "")


@register.simple_tag
def late_row(row: Row, at: datetime) -> bool:
    """Whether what waits for a decision should have been decided."""
    return row.is_late(at)


@register.simple_tag
def stage_name(proposal: Proposal, at: datetime) -> str:
    return stage_label(proposal, at)


@register.simple_tag
def stage_kind(proposal: Proposal, at: datetime) -> str:
    return proposal.stage_at(at).value


@register.filter
def last_day_of(moment: datetime | None) -> date | None:
    """The day people are shown for an instant that is the first too late."""
    return last_day(moment) if moment is not None else None


def _tone(clock: Clock) -> str:
    if clock.phase == Phase.LATE:
        return "bad"
    return "warn" if clock.is_soon else "calm"
