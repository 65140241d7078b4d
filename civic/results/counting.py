"""The numbers of a debate for its report: counted from the rows when it is asked, never taken over."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from civic.debates.models import Debate, Side

VOTES = """
SELECT v.side, o.is_offline, count(*) FROM debates_currentvote v
JOIN debates_opinion o ON o.id = v.opinion_id WHERE v.debate_id = %(debate)s GROUP BY 1, 2
"""
WORDS = """
SELECT count(*) FILTER (WHERE parent_id IS NULL), count(*) FILTER (WHERE parent_id IS NOT NULL),
       coalesce(sum(support_count), 0), count(*) FILTER (WHERE is_offline)
FROM debates_opinion WHERE debate_id = %(debate)s AND standing = 'open' AND NOT body = ''
"""
# One pass, and no join: the database would loop over all pairs where it does not know yet how many there are.
DAYS = """
SELECT (written_at AT TIME ZONE %(zone)s)::date, count(*) FILTER (WHERE parent_id IS NULL AND NOT body = ''),
       count(*) FILTER (WHERE parent_id IS NOT NULL AND NOT body = ''), count(*) FILTER (WHERE id = first)
FROM (SELECT id, parent_id, body, written_at,
             min(id) FILTER (WHERE parent_id IS NULL) OVER (PARTITION BY coalesce(author_id, -id)) AS first
      FROM debates_opinion WHERE debate_id = %(debate)s AND standing = 'open') told
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Count:
    """In people: sides, participants and offline votes. In texts: opinions and replies, offline ones among them.

    A person stands where their latest open opinion stands; who had no side to take is a participant all the same.
    """

    pro: int = 0
    con: int = 0
    other: int = 0
    participants: int = 0
    offline_pro: int = 0
    offline_con: int = 0
    offline_other: int = 0
    offline_participants: int = 0
    opinions: int = 0
    replies: int = 0
    supports: int = 0
    offline_opinions: int = 0

    @property
    def votes(self) -> int:
        return self.pro + self.con + self.other

    @property
    def online_participants(self) -> int:
        return self.participants - self.offline_participants

    def as_data(self) -> dict[str, int]:
        return asdict(self)


def count_of(data: dict[str, Any]) -> Count:
    """From what a version keeps."""
    return Count(**{name: data["numbers"].get(name, 0) for name in Count.__slots__})


def count_now(debate: Debate) -> Count:
    """Two statements, whatever the size."""
    sides = {(side, offline): n for side, offline, n in _rows(VOTES, debate)}

    def people(side: str) -> int:
        return sides.get((side, True), 0) + sides.get((side, False), 0)

    (opinions, replies, supports, offline) = _rows(WORDS, debate)[0]
    return Count(
        **{side.value: people(side.value) for side in Side},
        **{f"offline_{side.value}": sides.get((side.value, True), 0) for side in Side},
        participants=sum(sides.values()),
        offline_participants=sum(n for (_side, is_offline), n in sides.items() if is_offline),
        opinions=opinions,
        replies=replies,
        supports=int(supports),
        offline_opinions=offline,
    )


def days_of(debate: Debate) -> list[tuple[str, int, int, int]]:
    """Day (ISO, the institution's), opinions, replies, people who took part for the first time; days with any."""
    return [(day.isoformat(), said, replied, new) for day, said, replied, new in _rows(DAYS, debate)]


def _rows(statement: str, debate: Debate) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"debate": debate.pk, "zone": str(timezone.get_current_timezone())})
        return list(cursor.fetchall())
