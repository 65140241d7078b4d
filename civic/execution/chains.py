"""What belongs to one story: items linked, repeated, joined, or carried out together. Read by number alone.

Circles are cut: every item is met once. A chain is followed up to MOST items, the nearest first.
"""

from django.db import connection

MOST = 50

# From an item to its neighbours; `id` is the item at hand.
_BEHIND = """
    SELECT earlier_id FROM proposals_link WHERE later_id = chain.id
    UNION ALL SELECT merged_id FROM proposals_merger WHERE kept_id = chain.id AND undone_at IS NULL
    UNION ALL SELECT repeats_id FROM proposals_proposal WHERE id = chain.id AND repeats_id IS NOT NULL
    UNION ALL SELECT other.proposal_id FROM execution_executionitem own
        JOIN execution_executionitem other USING (execution_id) WHERE own.proposal_id = chain.id
"""
_AHEAD = """
    UNION ALL SELECT later_id FROM proposals_link WHERE earlier_id = chain.id
    UNION ALL SELECT kept_id FROM proposals_merger WHERE merged_id = chain.id AND undone_at IS NULL
    UNION ALL SELECT id FROM proposals_proposal WHERE repeats_id = chain.id
"""
_WALK = """
WITH RECURSIVE chain (id) AS (
    SELECT %s::bigint
    UNION
    SELECT beside.id FROM chain CROSS JOIN LATERAL ({steps}) beside (id)
)
SELECT id FROM chain LIMIT %s
"""


def chain_of(number: int) -> list[int]:
    """Numbers of everything that belongs to its story, itself first; one query."""
    return _walk(number, _BEHIND + _AHEAD)


def behind(number: int) -> list[int]:
    """Itself, and what it grew out of or is carried out with: whoever took part in these waits for it."""
    return _walk(number, _BEHIND)


def _walk(number: int, steps: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(steps=steps), [number, MOST])
        return [row[0] for row in cursor.fetchall()]
