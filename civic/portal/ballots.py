"""The list of votes: what is being voted on now, and what came out of those before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.ballots.counting import turnout_of
from civic.ballots.kinds import State
from civic.ballots.models import Ballot
from civic.ballots.queries import ballots_open_now, count_states, list_ballots, listed_ballots
from civic.portal.ballot_words import MARKS
from civic.portal.page import address_with, page_or_first, render_page, way_on
from civic.portal.places import is_there
from civic.portal.words import days_until_end

STATES = {
    "running": gettext_lazy("Running"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Context of portal/ballots/parts/card.html."""

    number: int
    url: str
    question: str
    lead: str
    kind_label: str
    state_label: str
    state_kind: str
    state_icon: str
    days_left: int | None
    last_day: date | None
    turnout: int


@require_safe
def ballots(request: HttpRequest) -> HttpResponse:
    """Three queries."""
    if not is_there("ballots").allowed:
        raise Http404
    at = timezone.now()
    found = count_states(listed_ballots(), at=at)
    counts = {
        "running": found[State.RUNNING.value],
        "ended": found[State.COUNTING.value] + found[State.COUNTED.value],
    }
    asked = request.GET.get("state", "")
    # Nobody is greeted by an empty list while there is something to read.
    state = asked if asked in STATES else ("running" if counts["running"] or not counts["ended"] else "ended")
    is_over = {"running": False, "ended": True}.get(state)
    page = page_or_first(request, lambda cursor: list_ballots(at=at, is_over=is_over, cursor=cursor))
    context = {
        "rows": rows_of(page.rows, at),
        "states": _states(request, state, counts),
        "is_plain": not request.GET,
        **way_on(request, page),
    }
    return render_page(request, "portal/ballots/list.html", context, section="ballots")


def rows_of(found: Iterable[Ballot], at: datetime) -> list[Row]:
    rows = list(found)
    turnout = turnout_of(rows)
    return [_row(one, turnout.get(one.pk, 0), at) for one in rows]


def running_rows(at: datetime, *, most: int) -> list[Row]:
    """Those that end first: for the front page. Two queries."""
    return rows_of(ballots_open_now(most, at=at), at)


def days_left(ballot: Ballot, at: datetime) -> int | None:
    if ballot.closes_at is None or not ballot.is_open_at(at):
        return None
    return days_until_end(ballot.closes_at, at)


def last_day(ballot: Ballot) -> date | None:
    if ballot.closes_at is None:
        return None
    return timezone.localtime(ballot.closes_at - timedelta(microseconds=1)).date()


def _row(ballot: Ballot, turnout: int, at: datetime) -> Row:
    label, kind, icon = MARKS[ballot.state_at(at)]
    return Row(
        number=ballot.pk,
        url=reverse("portal:ballot", args=[ballot.pk]),
        question=ballot.question,
        lead=ballot.lead,
        kind_label=ballot.get_kind_display(),
        state_label=str(label),
        state_kind=kind,
        state_icon=icon,
        days_left=days_left(ballot, at),
        last_day=last_day(ballot),
        turnout=turnout,
    )


def _states(request: HttpRequest, current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    totals = {**counts, "all": sum(counts.values())}
    return [
        {
            "label": str(label),
            "url": address_with(request, state=state, after=None),
            "current": state == current,
            "count": totals[state],
        }
        for state, label in STATES.items()
    ]
