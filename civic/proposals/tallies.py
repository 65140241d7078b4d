"""What has been counted of proposals, as their gates look at it: exact at this instant, in a few queries.

How supports are added up is the rules' to say: those of unverified people may be shown apart, those
collected on paper may count. What a debate or vote brought is what was recorded of it; who takes part in one
that is held here is asked of the room it is held in (`counts_people`), and never taken from its supporters.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from civic.processes.document import Rules, Tally
from civic.processes.document.shapes import HELD_APART
from civic.processes.kinds import COUNTING, TIMED, Counter, Unverified
from civic.proposals.listing import Listed
from civic.proposals.merging import similar_counts
from civic.proposals.models import Proposal
from platform_core.access.place import prepared_cursor

COUNTS = """
SELECT s.proposal_id, s.support_count + coalesce(w.n, 0), s.verified_count + coalesce(w.v, 0),
       s.dislike_count + coalesce(w.d, 0), s.comment_count
FROM proposals_proposalstat s
LEFT JOIN (SELECT proposal_id, sum(amount) AS n, sum(verified) AS v, sum(dislike) AS d
           FROM proposals_supportdelta WHERE proposal_id = ANY(%(ids)s) GROUP BY 1) w USING (proposal_id)
WHERE s.proposal_id = ANY(%(ids)s)
"""
PARTICIPANTS = """
SELECT proposal_id, count(*) FROM (
    SELECT proposal_id, citizen_id FROM proposals_support WHERE proposal_id = ANY(%(ids)s)
    UNION
    SELECT proposal_id, author_id FROM proposals_comment
    WHERE proposal_id = ANY(%(ids)s) AND standing = 'open' AND author_id IS NOT NULL
) people GROUP BY 1
"""
KEEP_PARTICIPANTS = f"""
UPDATE proposals_proposalstat s SET participant_count = coalesce(people.count, 0)
FROM unnest(%(ids)s::bigint[]) asked (proposal_id) LEFT JOIN ({PARTICIPANTS}) people USING (proposal_id)
WHERE s.proposal_id = asked.proposal_id AND s.participant_count <> coalesce(people.count, 0)
"""  # noqa: S608 - our own words
RESULTS = """
SELECT DISTINCT ON (proposal_id, stage_key) proposal_id, stage_key, counts FROM proposals_stageresult
WHERE proposal_id = ANY(%(ids)s) ORDER BY proposal_id, stage_key, id DESC
"""
UNPLACED = """
SELECT proposal_id FROM (
    SELECT DISTINCT ON (proposal_id) proposal_id, is_placed FROM proposals_stageresult
    WHERE proposal_id = ANY(%(ids)s) AND stage_key = %(stage)s ORDER BY proposal_id, id DESC
) latest WHERE NOT is_placed
"""


@dataclass(frozen=True, slots=True)
class Raw:
    """As the rows have it, before any rule says what counts."""

    supports: int = 0
    verified: int = 0
    dislikes: int = 0
    comments: int = 0
    participants: int = 0


# By item and stage, how many take part in what is held there; only of those where anybody does. One query.
People = Callable[[list[int]], Mapping[tuple[int, str], int]]
_rooms: list[People] = []


def counts_people(room: People) -> People:
    """Registers a room above that holds debates or votes; it knows who takes part, and this does not."""
    if room not in _rooms:
        _rooms.append(room)
    return room


def is_held_apart(rules: Rules, stage: str) -> bool:
    """Whether people take part in the stage itself, whoever has supported before."""
    return any(one.key == stage and one.kind in HELD_APART for one in rules.stages)


def tally_of(proposal: Proposal) -> Tally:
    return tallies_of([proposal])[proposal.pk]


def tallies_of(proposals: Iterable[Proposal], stage: str = "") -> dict[int, Tally]:
    """By proposal, in the stage it is in or was in: `stage`. Five queries at most, however many.

    Without places: those are known only when the time of all that are judged together is over (weighing.py).
    """
    wanted = list(proposals)
    apart = {one.pk for one in wanted if is_held_apart(one.rules, stage or one.item.stage)}
    people = _counting_people(wanted)
    raw = _read([one.pk for one in wanted], [pk for pk in people if pk not in apart])
    there = people_there([pk for pk in people if pk in apart])
    results = results_of(wanted)
    similar = similar_counts([one.pk for one in wanted if Counter.SIMILAR in one.rules.counters])
    return {
        one.pk: Tally(
            added_up(one, raw.get(one.pk, Raw()), results.get((one.pk, stage or one.item.stage), {}))
            | _taking_part(there.get((one.pk, stage or one.item.stage), 0))
            | {Counter.SIMILAR: similar.get(one.pk, 0)}
        )
        for one in wanted
    }


def added_up(proposal: Proposal | Listed, raw: Raw, result: Mapping[str, int]) -> dict[Counter, int]:
    rules = proposal.rules
    offline = proposal.imported_support if rules.counting.offline_counts else 0
    apart = rules.counting.unverified == Unverified.SHOWN_APART
    counts = {
        Counter.SUPPORT: (raw.verified if apart else raw.supports) + offline,
        Counter.VERIFIED_SUPPORT: raw.verified,
        Counter.DISLIKE: raw.dislikes,
        Counter.COMMENTS: raw.comments,
        Counter.PARTICIPANTS: raw.participants,
    }
    return counts | {Counter(name): count for name, count in result.items()}


def people_there(ids: list[int]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for room in _rooms if ids else ():
        found |= room(ids)
    return found


def _taking_part(people: int) -> dict[Counter, int]:
    """What is held here is known here; of what is held elsewhere, what was recorded stands."""
    return {Counter.PARTICIPANTS: people} if people else {}


def with_supports(tally: Tally, count: int | None) -> Tally:
    """As if `count` supports had been rolled up, all by verified people."""
    if count is None:
        return tally
    supports = {Counter.SUPPORT: count, Counter.VERIFIED_SUPPORT: count}
    return Tally({**tally.counts, **supports}, tally.places)


def results_of(proposals: Iterable[Proposal]) -> dict[tuple[int, str], dict[str, int]]:
    """What was recorded last, by proposal and stage. No query where no rules have a debate or a vote."""
    ids = [one.pk for one in proposals if _has_results(one.rules)]
    # Read by hand, JSON comes as text.
    return {(pk, stage): json.loads(counts) for pk, stage, counts in _rows(RESULTS, ids)}


def without_a_place(proposals: Iterable[Proposal], stage: str) -> frozenset[int]:
    """Those of which it was recorded last that they have no place in `stage`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(UNPLACED, {"ids": [one.pk for one in proposals], "stage": stage})
        return frozenset(pk for (pk,) in cursor.fetchall())


def _has_results(rules: Rules) -> bool:
    return any(stage.kind in TIMED - COUNTING for stage in rules.stages)


def _counting_people(proposals: Iterable[Proposal]) -> list[int]:
    return [one.pk for one in proposals if Counter.PARTICIPANTS in one.rules.counters]


def _read(ids: list[int], people: list[int]) -> dict[int, Raw]:
    participants: dict[int, int] = defaultdict(int, _rows(PARTICIPANTS, people))
    return {
        pk: Raw(int(supports), int(verified), int(dislikes), int(comments), participants[pk])
        for pk, supports, verified, dislikes, comments in _rows(COUNTS, ids)
    }


def _rows(statement: str, ids: list[int]) -> list[Any]:
    if not ids:
        return []
    with prepared_cursor() as cursor:
        cursor.execute(statement, {"ids": ids})
        return list(cursor.fetchall())


def keep_participants(proposals: Iterable[Proposal]) -> None:
    """Write down how many people take part, for pages that list them. One statement, where rules ask for it."""
    if ids := _counting_people(proposals):
        with connection.cursor() as cursor:
            cursor.execute(KEEP_PARTICIPANTS, {"ids": ids})
