"""Votes and numbers, always counted from the opinions: nothing is ever added to or taken away by hand.

A person's vote is the side of their latest opinion that is open and no reply. Whoever changes an opinion
holds the debate's item, so that nobody counts past somebody else's change. What a department entered from
paper without knowing the person stands for one person each.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from civic.debates.models import Debate, DebateStat, Opinion
from civic.processes.kinds import Counter
from civic.proposals.moving import held

FORGET_VOTE = """
DELETE FROM debates_currentvote v WHERE debate_id = %(debate)s AND person_id = %(person)s AND NOT EXISTS (
    SELECT 1 FROM debates_opinion o WHERE o.debate_id = v.debate_id AND o.author_id = v.person_id
    AND o.parent_id IS NULL AND o.standing = 'open')
"""
KEEP_VOTE = """
INSERT INTO debates_currentvote (debate_id, person_id, opinion_id, side)
SELECT debate_id, author_id, id, side FROM debates_opinion
WHERE debate_id = %(debate)s AND author_id = %(person)s AND parent_id IS NULL AND standing = 'open'
ORDER BY id DESC LIMIT 1
ON CONFLICT (debate_id, person_id) DO UPDATE SET opinion_id = excluded.opinion_id, side = excluded.side
"""
KEEP_UNNAMED_VOTE = """
INSERT INTO debates_currentvote (debate_id, person_id, opinion_id, side)
SELECT debate_id, NULL, id, side FROM debates_opinion
WHERE id = %(opinion)s AND author_id IS NULL AND parent_id IS NULL AND standing = 'open'
ON CONFLICT (opinion_id) DO UPDATE SET person_id = NULL, side = excluded.side
"""
FORGET_UNNAMED_VOTE = """
DELETE FROM debates_currentvote v USING debates_opinion o
WHERE v.opinion_id = %(opinion)s AND o.id = v.opinion_id AND (o.standing <> 'open' OR o.author_id IS NOT NULL)
"""
LATEST = """
SELECT DISTINCT ON (coalesce(author_id, -id)) debate_id, author_id, id, side FROM debates_opinion
WHERE debate_id = %(debate)s AND parent_id IS NULL AND standing = 'open'
ORDER BY coalesce(author_id, -id), id DESC
"""
FORGET_VOTES = f"""
DELETE FROM debates_currentvote v WHERE debate_id = %(debate)s AND NOT EXISTS (
    SELECT 1 FROM ({LATEST}) l WHERE l.id = v.opinion_id AND l.author_id IS NOT DISTINCT FROM v.person_id)
"""  # noqa: S608 - our own words
KEEP_VOTES = f"""
INSERT INTO debates_currentvote AS v (debate_id, person_id, opinion_id, side)
SELECT debate_id, author_id, id, side FROM ({LATEST}) l
ON CONFLICT (opinion_id) DO UPDATE SET side = excluded.side WHERE v.side <> excluded.side
"""  # noqa: S608
COUNT = """
INSERT INTO debates_debatestat AS s (debate_id, pro, con, other, participants, opinions, offline, counted_at)
SELECT %(debate)s, votes.pro, votes.con, votes.other, votes.all, said.n, paper.n, %(at)s
FROM (SELECT count(*) FILTER (WHERE side = 'pro') AS pro, count(*) FILTER (WHERE side = 'con') AS con,
             count(*) FILTER (WHERE side = 'other') AS other, count(*) AS all
      FROM debates_currentvote WHERE debate_id = %(debate)s) votes,
     (SELECT count(*) AS n FROM debates_opinion
      WHERE debate_id = %(debate)s AND standing = 'open' AND NOT body = '') said,
     (SELECT count(*) AS n FROM debates_opinion o JOIN debates_currentvote v ON v.opinion_id = o.id
      WHERE o.debate_id = %(debate)s AND o.is_offline) paper
ON CONFLICT (debate_id) DO UPDATE SET (pro, con, other, participants, opinions, offline, counted_at) =
    (excluded.pro, excluded.con, excluded.other, excluded.participants, excluded.opinions, excluded.offline,
     excluded.counted_at)
"""
SUPPORTS = """
UPDATE debates_opinion o SET support_count = counted.n
FROM (SELECT m.id, count(s.id) AS n FROM debates_opinion m
      LEFT JOIN debates_opinionsupport s ON s.opinion_id = m.id WHERE m.debate_id = %(debate)s GROUP BY 1) counted
WHERE o.debate_id = %(debate)s AND o.id = counted.id AND o.support_count <> counted.n
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one debate, in people; `opinions` in opinions and replies that have words.

    `offline`: those of the participants whose vote came on paper. The sides are None for whoever may not
    see them yet.
    """

    pro: int | None = 0
    con: int | None = 0
    other: int | None = 0
    participants: int = 0
    opinions: int = 0
    offline: int = 0

    @property
    def votes(self) -> int | None:
        """Of those that took a side."""
        sides = (self.pro, self.con, self.other)
        return None if None in sides else sum(side or 0 for side in sides)

    @property
    def are_shown(self) -> bool:
        return self.pro is not None

    def as_counts(self) -> dict[Counter, int]:
        """As gates look at them."""
        return {
            Counter.VOTES: self.votes or 0,
            Counter.IN_FAVOUR: self.pro or 0,
            Counter.PARTICIPANTS: self.participants,
        }


def numbers_in(stat: DebateStat | None) -> Numbers:
    if stat is None:
        return Numbers()
    return Numbers(stat.pro, stat.con, stat.other, stat.participants, stat.opinions, stat.offline)


def numbers_of(debate: Debate) -> Numbers:
    """As of its latest change. Whoever shows them to somebody asks queries.numbers_seen_by."""
    return numbers_in(DebateStat.objects.filter(debate=debate.pk).first())


def count_changed(opinion: Opinion, *, at: datetime) -> None:
    """After one opinion was written or changed, in the same transaction: its author's vote, and all numbers."""
    if opinion.parent_id is None and opinion.author_id is None:
        _run(FORGET_UNNAMED_VOTE, opinion=opinion.pk)
        _run(KEEP_UNNAMED_VOTE, opinion=opinion.pk)
    elif opinion.parent_id is None:
        _run(FORGET_VOTE, debate=opinion.debate_id, person=opinion.author_id)
        _run(KEEP_VOTE, debate=opinion.debate_id, person=opinion.author_id)
    count(opinion.debate_id, at=at)


def count(debate_id: int, *, at: datetime) -> None:
    """Its numbers from its votes and opinions. The caller holds its item."""
    _run(COUNT, debate=debate_id, at=at)


@transaction.atomic
def recount(debate: Debate, *, at: datetime, repair: bool = True) -> bool:
    """All votes and numbers of a debate anew from its opinions. True when any was not what it should be.

    Without `repair` nothing is changed. However long it takes: half a million opinions take longer than a page may.
    """
    held(debate.item)
    _run("SET LOCAL statement_timeout = 0")
    before = numbers_of(debate)
    # Right after many opinions came in, the planner knows nothing of them yet and would look each vote up by itself.
    _run("SET LOCAL enable_nestloop = off")
    changed = sum(_run(each, debate=debate.pk) for each in (FORGET_VOTES, KEEP_VOTES, SUPPORTS))
    _run("SET LOCAL enable_nestloop = on")
    count(debate.pk, at=at)
    differed = bool(changed) or numbers_of(debate) != before
    if not repair:
        transaction.set_rollback(True)
    return differed


def recount_all(*, at: datetime, repair: bool = True) -> list[Debate]:
    """Every debate of the institution, each for itself, so that people go on talking in the others.

    Returns those that were wrong.
    """
    found = Debate.objects.exclude(opened_at=None).select_related("item").order_by("pk")
    return [debate for debate in found.iterator() if recount(debate, at=at, repair=repair)]


def _run(statement: str, **asked: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.rowcount
