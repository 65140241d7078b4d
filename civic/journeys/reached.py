"""When what a threshold asks for was reached: by what people said and when, never by when somebody looked.

Rows of what counts only ever become more of; what is taken back lets first happen what was due (see
journeys/catching_up.py). So each number has one instant at which it was full, and of several all, or any, are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from civic.processes.document import All, AnyOf, Condition, Tally, counters_of
from civic.processes.document.conditions import AtLeast, ShareOfPopulation
from civic.processes.kinds import Counter, Unverified
from civic.proposals.models import Merger, Proposal
from civic.proposals.tallies import is_held_apart
from civic.proposals.weighing import RECORDED

# What somebody said while they were quietly limited, and was given back, counts from then on.
GIVEN = """
greatest(s.given_at, CASE WHEN s.citizen_id IN (
    SELECT person_id FROM restraints_restraint WHERE is_quiet AND lifted_at IS NOT NULL) THEN (
    SELECT max(r.lifted_at) FROM restraints_restraint r
    WHERE r.person_id = s.citizen_id AND r.is_quiet AND r.begins_at <= s.given_at AND r.lifted_at > s.given_at
      AND r.ends_at > s.given_at) END)
"""
# What was read first, or hidden for a time, counts from when it was shown.
WRITTEN = """
greatest(c.created_at, (
    SELECT max(e.at) FROM events_event e WHERE e.subject_type = 'proposals.comment' AND e.subject_id = c.id
      AND e.kind = 'proposals.comment.shown'))
"""
SUPPORTS = f"SELECT {GIVEN} AS at FROM proposals_support s WHERE s.proposal_id = %(item)s"  # noqa: S608 - our own words
DISLIKES = f"SELECT {GIVEN} AS at FROM proposals_dislike s WHERE s.proposal_id = %(item)s"  # noqa: S608
COMMENTS = f"""
SELECT {WRITTEN} AS at FROM proposals_comment c WHERE c.proposal_id = %(item)s AND c.standing = 'open'
"""  # noqa: S608 - our own words
# Each person once, on coming first.
PEOPLE = f"""
SELECT min(at) AS at FROM (
    SELECT s.citizen_id AS person, {GIVEN} AS at FROM proposals_support s WHERE s.proposal_id = %(item)s
    UNION ALL
    SELECT c.author_id, {WRITTEN} FROM proposals_comment c
    WHERE c.proposal_id = %(item)s AND c.standing = 'open' AND c.author_id IS NOT NULL
) acts GROUP BY person
"""  # noqa: S608
ROWS = {
    Counter.SUPPORT: SUPPORTS,
    Counter.VERIFIED_SUPPORT: f"{SUPPORTS} AND s.verified",
    Counter.DISLIKE: DISLIKES,
    Counter.COMMENTS: COMMENTS,
    Counter.PARTICIPANTS: PEOPLE,
}
NTH = "SELECT at FROM ({rows}) rows ORDER BY at OFFSET %(before)s LIMIT 1"
# A person stands where their latest opinion stands: the first opinion with which so many stood so.
STOOD = """
SELECT at FROM (
    SELECT at, sum(now_so::int - before_so::int) OVER (ORDER BY at, id) AS people FROM (
        SELECT id, at, so AS now_so, coalesce(lag(so) OVER (PARTITION BY person ORDER BY id), false) AS before_so
        FROM (
            SELECT o.id, o.written_at AS at, coalesce(o.author_id, -o.id) AS person, {so} AS so
            FROM debates_opinion o JOIN debates_debate d ON d.id = o.debate_id
            WHERE d.item_id = %(item)s AND d.stage_key = %(stage)s AND o.parent_id IS NULL AND o.standing = 'open'
        ) said
    ) changes
) counted WHERE people >= %(count)s ORDER BY at LIMIT 1
"""
SO = {
    Counter.PARTICIPANTS: "true",
    Counter.VOTES: "o.side <> ''",
    Counter.IN_FAVOUR: "o.side = 'pro'",
}


def reached_at(here: Proposal, condition: Condition, stage: str) -> datetime | None:
    """When the condition of a gate that is judged at once began to hold, as counted in `stage`.

    None where it does not hold by what is kept. Where people take part in the stage itself, by what they said
    there; a result somebody recorded holds from then on.
    """
    if is_held_apart(here.rules, stage) and counters_of(condition) <= SO.keys():
        return _result_that_holds(here, condition, stage) or _since(here, condition, stage)
    return _since(here, condition, stage)


def _since(here: Proposal, condition: Condition, stage: str) -> datetime | None:
    match condition:
        case AtLeast() | ShareOfPopulation():
            return _full_at(here, condition.counter, condition.count, stage)
        case All():
            every = [_since(here, one, stage) for one in condition.conditions]
            return max(known) if (known := _known(every)) and len(known) == len(every) else None
        case AnyOf():
            return min(_known(_since(here, one, stage) for one in condition.conditions), default=None)
        case _:
            return None


def _known(moments: Any) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _full_at(here: Proposal, counter: Counter, count: int, stage: str) -> datetime | None:
    if counter in RECORDED or (counter == Counter.PARTICIPANTS and is_held_apart(here.rules, stage)):
        return _in_its_room(here, counter, count, stage)
    if counter == Counter.SIMILAR:
        joined = Merger.objects.filter(kept=here, undone_at=None).order_by("at", "pk")
        return joined.values_list("at", flat=True)[count - 1 : count].first()
    counting = here.rules.counting
    if counter == Counter.SUPPORT and counting.unverified == Unverified.SHOWN_APART:
        elsewhere, rows = here.imported_support * counting.offline_counts, ROWS[Counter.VERIFIED_SUPPORT]
    else:
        is_support = counter == Counter.SUPPORT and counting.offline_counts
        elsewhere, rows = here.imported_support * is_support, ROWS[counter]
    if count <= elsewhere:
        return here.submitted_at
    return _ask(NTH.format(rows=rows), {"item": here.pk, "before": count - elsewhere - 1})


def _in_its_room(here: Proposal, counter: Counter, count: int, stage: str) -> datetime | None:
    """By what was said in its debate; else by what was recorded of it."""
    values = {"item": here.pk, "stage": stage, "count": count}
    return _ask(STOOD.format(so=SO[counter]), values) or _result_that_holds(
        here, AtLeast(counter, count), stage
    )


def _result_that_holds(here: Proposal, condition: Condition, stage: str) -> datetime | None:
    for result in here.results.filter(stage_key=stage).order_by("at", "pk"):
        if condition.holds(Tally({Counter(name): count for name, count in result.counts.items()})):
            return result.at
    return None


def _ask(statement: str, values: Mapping[str, Any]) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None
