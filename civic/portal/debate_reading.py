"""What stands around the opinions of a debate, read in one statement, and what strangers' pages are told apart by.

Thousands come by one link on one evening and are shown the same page. So the database is asked for one print of
everything it is drawn from: equal prints, equal pages, and a page is drawn once (platform_core/ui/whole.py).
Nothing is read from the facts themselves unless one of them has changed.
"""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from civic.portal.planned import ask_planned
from civic.proposals.paging import LARGEST_ID

SEEN = "i.standing = 'open' AND i.visibility = 'public'"
# The rounds before and after this one (1차 → 2차).
ROUNDS = """
WITH RECURSIVE back AS (
    SELECT id, follows_id, question, opened_at, item_id, 0 AS n FROM debates_debate WHERE id = %(debate)s
    UNION ALL SELECT e.id, e.follows_id, e.question, e.opened_at, e.item_id, n - 1
    FROM debates_debate e JOIN back ON e.id = back.follows_id WHERE n > -10
), onward AS (
    SELECT id, question, opened_at, item_id, 0 AS n FROM debates_debate WHERE id = %(debate)s
    UNION ALL SELECT e.id, e.question, e.opened_at, e.item_id, n + 1
    FROM debates_debate e JOIN onward ON e.follows_id = onward.id WHERE n < 10
)
"""
# Whole rows of what is small; a debate has a handful of each.
AROUND = f"""
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
"""  # noqa: S608 - our own words
READ = f"""
{ROUNDS} SELECT json_build_object({AROUND})::text FROM debates_debate d WHERE d.id = %(debate)s
"""  # noqa: S608

# Whether strangers may know the sides: as civic.debates.rules.sees_votes. Else these are no part of the print.
SIDES_SHOWN = "(d.shown = 'live' OR d.closes_at <= %(at)s)"


def _days_since(moment: str) -> str:
    """Whole days, below zero before it: with it changes all that begins or ends there, or some days of grace later."""
    return f"floor(extract(epoch FROM %(at)s - {moment}) / 86400)"


# Which opinions a page shows first, as civic.debates.queries.opinions_of chooses them, and all they show.
OPINIONS = """
SELECT CASE WHEN {shown} THEN to_jsonb(o) ELSE to_jsonb(o) - 'side' END, u.name, u.withdrawn_at, u.stopped_at, u.age_band,
       (SELECT json_agg(reply) FROM (
            SELECT to_jsonb(r) - 'side', a.name, a.withdrawn_at, a.stopped_at, a.age_band,
                   (SELECT array_agg(coalesce(g.name, s.role) ORDER BY s.id) FROM people_staffrole s
                    LEFT JOIN people_department g ON g.id = s.department_id WHERE s.user_id = r.author_id)
            FROM debates_opinion r LEFT JOIN accounts_user a ON a.id = r.author_id
            WHERE r.parent_id = o.id AND r.standing <> 'withdrawn' ORDER BY r.id LIMIT 3) reply),
       (SELECT count(*) FROM debates_opinion r WHERE r.parent_id = o.id AND r.standing <> 'withdrawn')
FROM debates_opinion o LEFT JOIN accounts_user u ON u.id = o.author_id
WHERE o.debate_id = %(debate)s AND o.parent_id IS NULL {side}
  AND ((o.standing <> 'withdrawn' AND o.body <> '')
       OR EXISTS (SELECT 1 FROM debates_opinion r WHERE r.parent_id = o.id AND r.standing <> 'withdrawn'))
ORDER BY {order} LIMIT %(size)s
"""
ORDERS = {"newest": "o.id DESC", "oldest": "o.id", "supported": "o.support_count DESC, o.id DESC"}
OF_ONE_SIDE = f"AND (o.side = %(side)s OR NOT ({SIDES_SHOWN} AND d.form = 'pro_con'))"
PRINT = f"""
{ROUNDS} SELECT encode(sha256(convert_to(json_build_array(
    to_jsonb(d), to_jsonb(i) - 'body_html' - 'body_source' - 'search_terms',
    {_days_since("d.opened_at")}, {_days_since("d.closes_at")}, {_days_since("i.closes_at")}, {_days_since("i.stage_ends_at")},
    (SELECT CASE WHEN {SIDES_SHOWN} THEN to_jsonb(s) ELSE to_jsonb(s) - 'pro' - 'con' - 'other' END - 'counted_at'
     FROM debates_debatestat s WHERE s.debate_id = %(debate)s),
    json_build_object({AROUND}),
    (SELECT json_agg(said) FROM ({{opinions}}) said)
)::text, 'UTF8')), 'hex')
FROM debates_debate d JOIN proposals_proposal i ON i.id = d.item_id WHERE d.id = %(debate)s
"""  # noqa: S608


def around(debate: int) -> str:
    """One query; "" where there is no such debate. It says nothing of who may see it."""
    return _asked(READ, debate=debate) if debate <= LARGEST_ID else ""


def print_for_strangers(*, debate: int, sort: str, side: str, size: int, at: datetime) -> str:
    """Of all that the first page in this order is drawn from, in any language; one query, 64 characters.

    "" where there is no such debate; whether it is theirs to see follows from what stands in the print.
    Sides that are kept back are not in it, nor is the wish for one. Raises KeyError for an order without a print.
    """
    if debate > LARGEST_ID:
        return ""
    given = {"debate": debate, "at": at} | ({"side": side} if side else {})
    return ask_planned(_print_of(sort, bool(side), size), given)


@lru_cache(maxsize=16)
def _print_of(sort: str, of_one_side: bool, size: int) -> str:
    side = OF_ONE_SIDE if of_one_side else ""
    opinions = OPINIONS.format(shown=SIDES_SHOWN, side=side, order=ORDERS[sort])
    typed = {
        "debate": "%(debate)s::bigint",
        "at": "%(at)s::timestamptz",
        "side": "%(side)s::text",
        "size": size + 1,
    }
    return " ".join(PRINT.format(opinions=opinions).split()) % typed


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
