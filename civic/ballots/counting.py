"""The count: always of the papers and the boxes themselves. Nothing is ever added to or taken away by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from civic.ballots.kinds import FOR, Kind
from civic.ballots.models import Ballot, Box, Option
from civic.processes.kinds import Counter

VOTES = """
SELECT chosen, count(*) FROM ballots_paper, unnest(choices) AS chosen WHERE ballot_id = %s GROUP BY 1
"""
# In one statement: papers and people of the same instant.
TOTALS = """
SELECT (SELECT count(*) FROM ballots_paper WHERE ballot_id = %(ballot)s),
       (SELECT count(*) FROM ballots_paper WHERE ballot_id = %(ballot)s AND choices = '{}'),
       (SELECT count(*) FROM ballots_voter WHERE ballot_id = %(ballot)s),
       (SELECT count(*) FROM ballots_voter WHERE ballot_id = %(ballot)s AND is_offline)
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Of one ballot. `people`: who voted here, `offline` of them at a counter; `boxes`: papers out of boxes.

    `votes` and `box_votes` by number of the option. Of the boxes, only those two people agreed on.
    """

    people: int = 0
    offline: int = 0
    blank: int = 0
    boxes: int = 0
    box_blank: int = 0
    invalid: int = 0
    votes: Mapping[int, int] = field(default_factory=dict)
    box_votes: Mapping[int, int] = field(default_factory=dict)

    @property
    def papers(self) -> int:
        """Everybody who took part, wherever."""
        return self.people + self.boxes

    @property
    def valid(self) -> int:
        """Papers that choose something."""
        return self.papers - self.blank - self.box_blank - self.invalid

    @property
    def empty(self) -> int:
        return self.blank + self.box_blank

    def of(self, option: int) -> int:
        return self.votes.get(option, 0) + self.box_votes.get(option, 0)

    def as_kept(self) -> dict[str, Any]:
        """For a JSON column."""
        plain = {name: getattr(self, name) for name in ("people", "offline", "blank", "boxes", "box_blank")}
        return {
            **plain,
            "invalid": self.invalid,
            "votes": {str(pk): n for pk, n in sorted(self.votes.items())},
            "box_votes": {str(pk): n for pk, n in sorted(self.box_votes.items())},
        }


def kept(result: Mapping[str, Any]) -> Count:
    """A count out of as_kept."""
    numbers: dict[str, Any] = {
        name: {int(pk): votes for pk, votes in value.items()} if isinstance(value, Mapping) else value
        for name, value in result.items()
    }
    return Count(**numbers)


def count_of(ballot: Ballot) -> Count:
    """As it stands: what was counted at its end, or now, of the rows. Three queries, or none."""
    return kept(ballot.result) if ballot.result is not None else counted(ballot)


def counted(ballot: Ballot) -> Count:
    """Anew from every paper and every box."""
    return _read(ballot)[0]


def _read(ballot: Ballot) -> tuple[Count, int]:
    """The count, and how many people are said to have voted: as many as there are papers, or something is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(VOTES, [ballot.pk])
        votes = dict(cursor.fetchall())
        cursor.execute(TOTALS, {"ballot": ballot.pk})
        papers, blank, people, offline = cursor.fetchone()
    boxes = list(Box.objects.filter(ballot=ballot, confirmed_at__isnull=False))
    count = Count(
        people=papers,
        offline=offline,
        blank=blank,
        boxes=sum(box.papers for box in boxes),
        box_blank=sum(box.blank for box in boxes),
        invalid=sum(box.invalid for box in boxes),
        votes=votes,
        box_votes=_added(boxes),
    )
    return count, people


def _added(boxes: list[Box]) -> dict[int, int]:
    found: dict[int, int] = {}
    for box in boxes:
        for pk, votes in box.votes.items():
            found[int(pk)] = found.get(int(pk), 0) + votes
    return found


def turnout_of(ballots: list[Ballot]) -> dict[int, int]:
    """How many took part, by ballot: for lists, where nothing else may be told. Two queries at most."""
    found = {one.pk: kept(one.result).papers for one in ballots if one.result is not None}
    open_ones = [one.pk for one in ballots if one.result is None]
    if open_ones:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ballot_id, count(*) FROM ballots_voter WHERE ballot_id = ANY(%s) GROUP BY 1",
                [open_ones],
            )
            found |= dict(cursor.fetchall())
    return found


def as_counts(ballot: Ballot, options: list[Option], count: Count) -> dict[Counter, int]:
    """As gates of its item look at it. Blank and invalid papers are people who took part, and no votes."""
    told = {Counter.VOTES: count.valid, Counter.PARTICIPANTS: count.papers}
    if ballot.kind == Kind.FOR_AGAINST:
        told[Counter.IN_FAVOUR] = sum(count.of(one.pk) for one in options if one.code == FOR)
    return told


def counts_of_option(option: Option, count: Count) -> dict[Counter, int]:
    """As gates of the item behind one option of a joint ballot look at it."""
    votes = count.of(option.pk)
    return {Counter.VOTES: votes, Counter.IN_FAVOUR: votes, Counter.PARTICIPANTS: count.papers}


@dataclass(frozen=True, slots=True)
class Difference:
    """A ballot whose rows say something else than was told, or that has not one paper for each person."""

    ballot: Ballot
    told: dict[str, Any] | None
    found: dict[str, Any]


def recount(ballot: Ballot) -> Difference | None:
    """All papers anew. None when everything is as it was told. Nothing is changed: a result is not mended silently."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # however long it takes
        found, people = _read(ballot)
    told = ballot.result
    if people == found.people and (told is None or kept(told) == found):
        return None
    return Difference(ballot, told, found.as_kept() | {"voters": people})


def recount_all(*, at: datetime) -> list[Difference]:
    """Every ballot that has been opened, each for itself."""
    opened = Ballot.objects.filter(opened_at__lte=at).order_by("pk")
    return [found for ballot in opened.iterator() if (found := recount(ballot)) is not None]
