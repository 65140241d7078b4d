"""Debates as cards in a list: every word ready before a template is touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.debates.kinds import State
from civic.debates.models import Debate
from civic.debates.queries import in_state, listed_debates, numbers_seen_by
from civic.portal.debate_head import MARKS, days_left
from civic.portal.debate_numbers import Standing, standing_of
from civic.proposals.models import Origin


@dataclass(frozen=True, slots=True)
class Row:
    """Context of portal/debates/parts/card.html. Two equal rows look the same."""

    number: int
    url: str
    question: str
    lead: str
    state_label: str
    state_kind: str
    state_icon: str
    days_left: int | None
    when: datetime | None
    standing: Standing | None
    participants: int
    opinions: int
    origin_label: str


def row_of(debate: Debate, at: datetime) -> Row:
    """With the numbers that everybody may see, whoever looks: a list is no place to find out more."""
    numbers = numbers_seen_by(AnonymousUser(), debate, at)
    state = debate.state_at(at)
    label, kind, icon = MARKS[state]
    has_votes = debate.has_sides and numbers.are_shown and numbers.votes
    return Row(
        number=debate.pk,
        url=reverse("portal:debate", args=[debate.pk]),
        question=debate.question,
        lead=debate.lead,
        state_label=str(label),
        state_kind=kind,
        state_icon=icon,
        days_left=days_left(debate, at),
        when=debate.closes_at or debate.opened_at,
        standing=standing_of(numbers.pro or 0, numbers.con or 0, numbers.other or 0) if has_votes else None,
        participants=numbers.participants,
        opinions=numbers.opinions,
        origin_label=_("The institution asks")
        if debate.item.origin == Origin.INSTITUTION
        else _("From citizens’ proposals"),
    )


def running_rows(at: datetime, *, most: int) -> list[Row]:
    """Those that end first; one query."""
    found = in_state(listed_debates(), State.RUNNING, at).order_by("closes_at", "-pk")
    return rows_of(found[:most], at)


def rows_of(found: Iterable[Debate], at: datetime) -> list[Row]:
    return [row_of(one, at) for one in found]
