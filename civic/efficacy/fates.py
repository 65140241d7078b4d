"""What became of what somebody did: every item they had a part in, and what came of it on the whole way it led to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from civic.efficacy.measures import DEEDS


class Fate(models.TextChoices):
    """The best thing that has come of it so far, the best first."""

    CHANGED = "changed", _("Changed something")
    CARRIED = "carried", _("Being carried out")
    ANSWERED = "answered", _("Answered")
    RUNNING = "running", _("Still on its way")
    ENDED = "ended", _("Ended without an answer")


@dataclass(frozen=True, slots=True)
class Became:
    """`at`: when it came to that. `deeds`: what this person did, without doubles; `since`: the first of them."""

    item: int
    fate: Fate
    at: datetime
    deeds: tuple[str, ...]
    since: datetime
    on_paper: bool
    # The item that brought it: itself, or one that grew out of it.
    by: int


# Everything of these people, each item once, with the items it led to (at most five steps on).
_FATES = """
WITH RECURSIVE all_deeds AS (
    {deeds}
    UNION ALL
    SELECT s.user_id, coalesce(s.checked_in_at, s.made_at), 'came', gi.proposal_id, NULL::bigint, NULL::bigint, true
    FROM gatherings_signup s JOIN gatherings_gathering_items gi ON gi.gathering_id = s.gathering_id
    WHERE s.user_id IS NOT NULL AND (s.state = 'going' OR s.checked_in_at IS NOT NULL)
), mine AS (
    SELECT person, item, array_agg(DISTINCT deed) AS deeds, min(at) AS since, bool_or(paper AND deed <> 'came') AS paper
    FROM all_deeds WHERE person = ANY(%(people)s) GROUP BY person, item
), later (root, item, depth) AS (
    SELECT DISTINCT item, item, 0 FROM mine
    UNION
    SELECT l.root, n.later, l.depth + 1 FROM later l JOIN (
        SELECT earlier_id AS earlier, later_id AS later FROM proposals_link
        UNION ALL SELECT merged_id, kept_id FROM proposals_merger WHERE undone_at IS NULL
    ) n ON n.earlier = l.item WHERE l.depth < 5
), facts AS (
    SELECT l.root, l.item, l.depth, kind.fate, kind.place, kind.at
    FROM later l JOIN proposals_proposal p ON p.id = l.item
    LEFT JOIN execution_executionitem i ON i.proposal_id = p.id
    LEFT JOIN execution_execution e ON e.id = i.execution_id
    LEFT JOIN LATERAL (
        SELECT max(a.published_at) AS at FROM answers_answer a
        JOIN answers_answerrequest r ON r.id = a.request_id WHERE r.proposal_id = p.id
    ) answered ON true
    CROSS JOIN LATERAL (
        SELECT 'changed' AS fate, 1 AS place, coalesce(e.finished_at, p.closed_at) AS at
        WHERE p.closed_as = 'carried_out'
        UNION ALL SELECT 'carried', 2, greatest(i.at, e.told_at) WHERE i.id IS NOT NULL AND p.stage <> 'closed'
        UNION ALL SELECT 'answered', 3, answered.at WHERE answered.at IS NOT NULL
        UNION ALL SELECT 'running', 4, p.stage_entered_at WHERE p.stage <> 'closed'
        UNION ALL SELECT 'ended', 5, coalesce(p.closed_at, p.stage_entered_at) WHERE p.stage = 'closed'
    ) kind
    WHERE l.depth = 0 OR (p.standing = 'open' AND p.visibility = 'public')
), best AS (
    SELECT DISTINCT ON (root) root, item, fate, at FROM facts WHERE at <= %(at)s
    ORDER BY root, place, depth, at DESC, item
)
SELECT m.person, m.item, b.fate, b.at, m.deeds, m.since, m.paper, b.item FROM mine m JOIN best b ON b.root = m.item
"""
_ALL = _FATES.replace("{deeds}", DEEDS)
_PAGE = f"{_ALL} WHERE b.fate = %(fate)s ORDER BY b.at DESC, m.item DESC LIMIT %(most)s OFFSET %(skip)s"
_COUNTS = f"SELECT fate, count(*) FROM ({_ALL}) found (person, item, fate, at, deeds, since, paper, by) GROUP BY fate"  # noqa: S608 - our own words
_SINCE = f"{_ALL} WHERE b.at >= %(since)s AND b.fate IN ('changed', 'carried', 'answered') ORDER BY m.person, b.at DESC"


def count_fates(person: int, at: datetime) -> dict[Fate, int]:
    """How many items of each fate; one question."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"people": [person], "at": at})
        found = dict(cursor.fetchall())
    return {fate: found.get(fate.value, 0) for fate in Fate}


def fates_of(person: int, fate: Fate, at: datetime, *, most: int, skip: int = 0) -> list[Became]:
    """A page of them, the latest first; one question."""
    given: dict[str, Any] = {"people": [person], "fate": fate.value, "at": at, "most": most, "skip": skip}
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, given)
        return [_became(*row[1:]) for row in cursor.fetchall()]


def news_between(people: list[int], since: datetime, at: datetime) -> dict[int, list[Became]]:
    """By person: what was changed, is carried out or was answered from `since` until `at`. One question."""
    found: dict[int, list[Became]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"people": people, "since": since, "at": at})
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(_became(*row[1:]))
    return found


def _became(
    item: int, fate: str, at: datetime, deeds: list[str], since: datetime, paper: bool, by: int
) -> Became:
    return Became(item, Fate(fate), at, tuple(sorted(deeds)), since, paper, by)
