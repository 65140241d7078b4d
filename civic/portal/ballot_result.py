"""What came out of a vote: a bar and a number for each option, the same as a table, and who gets the money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.ballots.counting import Count, count_of, turnout_of
from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, Option
from civic.ballots.rules import sees_result
from civic.execution.models import ExecutionItem
from civic.journeys.balloting import lines_of


@dataclass(frozen=True, slots=True)
class Row:
    """One option. `percent` of the valid papers; `won` None where nothing is won."""

    label: str
    votes: int
    here: int
    boxes: int
    percent: int
    cost: int | None
    won: bool | None
    why: str
    url: str
    url_words: str


def result_of(viewer: Any, ballot: Ballot, options: list[Option], at: datetime) -> dict[str, Any]:
    """Context of portal/ballots/parts/result.html: `rows` are None while they are kept back."""
    if not sees_result(viewer, ballot, at):
        return {"rows": None, "count": None, "turnout": turnout_of([ballot]).get(ballot.pk, 0)}
    count = count_of(ballot)
    lines = {line.project.number: line for line in lines_of(ballot, options, count)}
    order = list(lines) or [one.pk for one in _by_votes(ballot, options, count)]
    known = {one.pk: one for one in options}
    carried = _carried_out(options) if ballot.counted_at else frozenset()
    is_final = ballot.counted_at is not None
    rows = [
        _row(known[pk], count, lines.get(pk) if is_final else None, known[pk].proposal_id in carried)
        for pk in order
    ]
    spent = sum(line.project.cost for line in lines.values() if line.taken)
    return {
        "rows": rows,
        "count": count,
        "turnout": count.papers,
        "spent": spent if is_final and lines else None,
        "left": ballot.sum - spent if is_final and lines else None,
    }


def _by_votes(ballot: Ballot, options: list[Option], count: Count) -> list[Option]:
    """The most votes first; for and against stay in their order."""
    if ballot.kind == Kind.FOR_AGAINST:
        return options
    return sorted(options, key=lambda one: (-count.of(one.pk), one.position))


def _row(option: Option, count: Count, line: Any, is_carried_out: bool) -> Row:
    votes = count.of(option.pk)
    url, words = "", ""
    if is_carried_out:
        url, words = reverse("portal:execution", args=[option.proposal_id]), _("How it is carried out")
    elif option.proposal_id is not None:
        url, words = reverse("portal:proposal", args=[option.proposal_id]), _("The proposal")
    return Row(
        label=option.label,
        votes=votes,
        here=count.votes.get(option.pk, 0),
        boxes=count.box_votes.get(option.pk, 0),
        percent=votes * 100 // count.valid if count.valid else 0,
        cost=option.cost,
        won=None if line is None else line.taken,
        why=_why_not(line),
        url=url,
        url_words=words,
    )


def _why_not(line: Any) -> str:
    if line is None or line.taken:
        return ""
    if not line.project.votes:
        return _("Nobody chose it.")
    if line.project.cost > line.left:
        return _("It does not fit into what was left.")
    return _("All places were taken.")


def _carried_out(options: list[Option]) -> frozenset[int]:
    """Which of the proposals behind these are carried out. One query at most."""
    numbers = [one.proposal_id for one in options if one.proposal_id]
    if not numbers:
        return frozenset()
    return frozenset(ExecutionItem.objects.filter(proposal__in=numbers).values_list("proposal_id", flat=True))
