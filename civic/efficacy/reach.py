"""Whom an answer reached: written down while letters are remembered, so that a count years later still knows."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

# Letters are kept for ninety days; until then the reach of an answer is looked at again.
LOOKED_AT = timedelta(days=60)
MOST = 500

# Of each answer: who had taken part before it, and who of them had word: news read here, or a letter handed over.
# `{news}` is told by whoever keeps news: rows of (answer, person).
_REACH = """
WITH looked AS (
    SELECT a.id, a.published_at, r.proposal_id FROM answers_answer a
    JOIN answers_answerrequest r ON r.id = a.request_id
    WHERE r.cause <> 'import' AND a.published_at <= %(at)s
      AND (a.published_at > %(since)s OR NOT EXISTS (SELECT FROM efficacy_answerreach e WHERE e.answer_id = a.id))
      AND a.id > %(behind)s
    ORDER BY a.id LIMIT %(most)s
), people AS (
    SELECT l.id, p.author_id AS person FROM looked l JOIN proposals_proposal p ON p.id = l.proposal_id
    UNION SELECT l.id, s.citizen_id FROM looked l JOIN proposals_support s
        ON s.proposal_id = l.proposal_id AND s.given_at <= l.published_at
    UNION SELECT l.id, c.author_id FROM looked l JOIN proposals_comment c
        ON c.proposal_id = l.proposal_id AND c.created_at <= l.published_at AND c.standing <> 'withdrawn'
    UNION SELECT l.id, o.author_id FROM looked l JOIN debates_debate d ON d.item_id = l.proposal_id
        JOIN debates_opinion o ON o.debate_id = d.id AND o.written_at <= l.published_at AND o.standing <> 'withdrawn'
    UNION SELECT l.id, v.person_id FROM looked l JOIN ballots_ballot b ON b.item_id = l.proposal_id AND NOT b.is_joint
        JOIN ballots_voter v ON v.ballot_id = b.id AND v.at <= l.published_at
), reached AS ({news}), written AS (
    INSERT INTO efficacy_answerreach AS old (answer_id, people, reached, counted_at)
    SELECT l.id, count(p.person), count(r.person), %(at)s FROM looked l
    LEFT JOIN people p ON p.id = l.id AND p.person IS NOT NULL
    LEFT JOIN reached r ON r.answer = p.id AND r.person = p.person
    GROUP BY l.id
    ON CONFLICT (answer_id) DO UPDATE
    SET people = excluded.people, reached = greatest(old.reached, excluded.reached), counted_at = excluded.counted_at
    RETURNING answer_id
)
SELECT max(answer_id), count(*) FROM written
"""


def look_at_reach(*, news: str, at: datetime) -> int:
    """Write down whom answers reached, those of the last sixty days anew; returns of how many. In portions.

    `news`: a query for (answer, person), each pair once, of everybody who had word of one of the answers in
    `looked` (id, published_at, proposal_id).
    """
    behind, found = 0, 0
    while True:
        given: dict[str, Any] = {"at": at, "since": at - LOOKED_AT, "behind": behind, "most": MOST}
        with connection.cursor() as cursor:
            cursor.execute(_REACH.replace("{news}", news), given)
            last, many = cursor.fetchone()
        found += many
        if many < MOST:
            return found
        behind = last
