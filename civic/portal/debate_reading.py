"""What stands around the opinions of a debate, read in one statement, and what strangers' pages are told apart by.

Thousands come by one link on one evening and are shown the same page. So everything it is drawn from is asked
for as text: equal texts, equal pages, and a page is drawn once (platform_core/ui/whole.py).
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection

from civic.debates.models import Debate
from civic.proposals.paging import LARGEST_ID
from platform_core.access.place import schema_here

SEEN = "i.standing = 'open' AND i.visibility = 'public'"
# Whole rows of what is small; a debate has a handful of each.
AROUND = f"""
WITH RECURSIVE back AS (
    SELECT id, follows_id, question, opened_at, item_id, 0 AS n FROM debates_debate WHERE id = %(debate)s
    UNION ALL SELECT e.id, e.follows_id, e.question, e.opened_at, e.item_id, n - 1
    FROM debates_debate e JOIN back ON e.id = back.follows_id WHERE n > -10
), onward AS (
    SELECT id, question, opened_at, item_id, 0 AS n FROM debates_debate WHERE id = %(debate)s
    UNION ALL SELECT e.id, e.question, e.opened_at, e.item_id, n + 1
    FROM debates_debate e JOIN onward ON e.follows_id = onward.id WHERE n < 10
)
SELECT json_build_object(
    'debate', row_to_json(d),
    'stat', (SELECT row_to_json(s) FROM debates_debatestat s WHERE s.debate_id = %(debate)s),
    'item', (SELECT to_jsonb(i) - 'body_html' - 'body_source' - 'search_terms'
             FROM proposals_proposal i WHERE i.id = d.item_id),
    'report', (SELECT max(v.id) FROM results_reportversion v JOIN results_report r ON r.id = v.report_id
               WHERE r.debate_id = d.id),
    'groups', (SELECT g.groups FROM debates_grouping g WHERE g.debate_id = d.id),
    'briefings', (SELECT json_agg(json_build_object('part', part, 'html', body_html))
                  FROM debates_briefing WHERE debate_id = %(debate)s),
    'cards', (SELECT json_agg(json_build_object('key', key, 'width', width, 'height', height, 'alt', alt,
                                                'caption', caption) ORDER BY position, id)
              FROM debates_card WHERE debate_id = %(debate)s),
    'materials', (SELECT json_agg(json_build_object('key', key, 'part', part, 'name', name, 'source', source,
                                                    'size', size) ORDER BY id)
                  FROM debates_material WHERE debate_id = %(debate)s),
    'notes', (SELECT json_agg(json_build_object('pk', n.id, 'body_html', n.body_html, 'at', n.at,
                                                'edited_at', n.edited_at, 'by_name', u.name) ORDER BY n.at DESC, n.id DESC)
              FROM debates_note n LEFT JOIN accounts_user u ON u.id = n.by_id AND u.withdrawn_at IS NULL
              WHERE n.debate_id = %(debate)s AND n.removed_at IS NULL),
    'sources', (SELECT json_agg(json_build_array(i.id, i.title) ORDER BY l.id)
                FROM proposals_link l JOIN proposals_proposal i ON i.id = l.earlier_id
                WHERE l.later_id = d.item_id AND {SEEN}),
    'onward', (SELECT json_agg(json_build_array(i.id, i.title) ORDER BY l.id)
               FROM proposals_link l JOIN proposals_proposal i ON i.id = l.later_id
               WHERE l.earlier_id = d.item_id AND {SEEN}),
    'rounds', (SELECT json_agg(json_build_array(r.n, r.id, r.question) ORDER BY r.n)
               FROM (SELECT n, id, question, opened_at, item_id FROM back
                     UNION SELECT n, id, question, opened_at, item_id FROM onward) r
               JOIN proposals_proposal i ON i.id = r.item_id
               WHERE r.opened_at IS NOT NULL AND {SEEN})
)::text FROM debates_debate d WHERE d.id = %(debate)s
"""  # noqa: S608 - our own words

# Which opinions a page shows first, as civic.debates.queries.opinions_of chooses them, and all that can change
# about them without their number or their words' date changing too.
OPINIONS = """
SELECT coalesce(json_agg(shown), '[]')::text FROM (
    SELECT o.id, o.standing, o.edited_at, o.support_count, o.author_id, u.name, u.withdrawn_at,
           (SELECT json_agg(reply) FROM (
                SELECT r.id, r.standing, r.edited_at, r.support_count, a.name, a.withdrawn_at,
                       (SELECT array_agg(d.name) FROM people_staffrole s
                        LEFT JOIN people_department d ON d.id = s.department_id WHERE s.user_id = r.author_id)
                FROM debates_opinion r LEFT JOIN accounts_user a ON a.id = r.author_id
                WHERE r.parent_id = o.id AND r.standing <> 'withdrawn' ORDER BY r.id LIMIT 3) reply),
           (SELECT count(*) FROM debates_opinion r WHERE r.parent_id = o.id AND r.standing <> 'withdrawn')
    FROM debates_opinion o LEFT JOIN accounts_user u ON u.id = o.author_id
    WHERE o.debate_id = %(debate)s AND o.parent_id IS NULL AND (%(side)s = '' OR o.side = %(side)s)
      AND ((o.standing <> 'withdrawn' AND o.body <> '')
           OR EXISTS (SELECT 1 FROM debates_opinion r WHERE r.parent_id = o.id AND r.standing <> 'withdrawn'))
    ORDER BY {order} LIMIT %(size)s
) shown
"""
ORDERS = {"newest": "o.id DESC", "oldest": "o.id", "supported": "o.support_count DESC, o.id DESC"}

MOST = 512
_seen: dict[tuple[str, str], Debate] = {}


def around(debate: int) -> str:
    """One query; "" where there is no such debate. It says nothing of who may see it."""
    return _asked(AROUND, debate=debate) if debate <= LARGEST_ID else ""


def seen_by_strangers(text: str, find: Callable[[], Debate]) -> Debate:
    """What `find` finds for them, kept for as long as `text` stays the same: whether it is theirs to see
    follows from what stands there, too. Not to be changed: the next stranger is given the same."""
    key = (schema_here(), text)
    found = _seen.get(key)
    if found is None:
        found = find()
        if len(_seen) >= MOST:
            _seen.pop(next(iter(_seen)), None)
        _seen[key] = found
    return found


def print_of_opinions(*, debate: int, sort: str, side: str, size: int) -> str:
    """Of the first page in this order; one query. Raises KeyError for an order that has no print."""
    return _asked(OPINIONS.replace("{order}", ORDERS[sort]), debate=debate, side=side, size=size + 1)


def _asked(statement: str, **asked: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


@lru_cache(maxsize=512)
def read(text: str) -> dict[str, Any]:
    """What `around` said. Not to be changed: the next reader is given the same."""
    known: dict[str, Any] = json.loads(text or "{}")
    return {name: value or [] for name, value in known.items()}
