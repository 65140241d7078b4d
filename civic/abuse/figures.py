"""The cockpit's figures, counted from traces: what comes in bursts, from where, by accounts of what age.

An address or a network with many people behind it is nothing bad: a carrier puts five hundred phones behind one
address. So nothing is stopped by these figures; a person looks at how many people, how new, how fast.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

BURST, SUSTAINED = timedelta(minutes=10), timedelta(hours=24)
SHOWN = 15
# Trending: at least so many in BURST, and so many times what ten minutes of the day before brought.
TREND_LEAST, TREND_TIMES = 20, 5
REPEATED_LEAST, SHORTEST_REPEATED = 3, 10

SOURCES = """
SELECT {column}, count(*) FILTER (WHERE t.at > %(burst)s) AS burst, count(*) AS sustained,
       count(DISTINCT t.person), count(DISTINCT t.person) FILTER (WHERE u.joined_at > %(new)s)
FROM abuse_trace t LEFT JOIN accounts_user u ON u.id = t.person
WHERE t.at > %(sustained)s AND t.at <= %(at)s AND {column} <> ''
GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT %(most)s
"""
AGES = """
SELECT CASE WHEN age < interval '1 hour' THEN 0 WHEN age < interval '1 day' THEN 1
            WHEN age < interval '7 days' THEN 2 WHEN age < interval '30 days' THEN 3 ELSE 4 END AS band,
       count(*) FILTER (WHERE at > %(burst)s), count(*)
FROM (SELECT t.at, t.at - u.joined_at AS age FROM abuse_trace t JOIN accounts_user u ON u.id = t.person
      WHERE t.at > %(sustained)s AND t.at <= %(at)s) seen GROUP BY 1 ORDER BY 1
"""
WHOLE = """
SELECT count(*) FILTER (WHERE at > %(burst)s), count(*), count(DISTINCT source), count(DISTINCT person)
FROM abuse_trace WHERE at > %(sustained)s AND at <= %(at)s
"""
REPEATED = """
SELECT min(left(body, 200)), count(*), count(DISTINCT author_id) FROM (
    SELECT body, author_id FROM proposals_comment WHERE created_at > %(sustained)s AND standing <> 'withdrawn'
    UNION ALL
    SELECT body, author_id FROM debates_opinion WHERE written_at > %(sustained)s AND standing <> 'withdrawn'
    UNION ALL
    SELECT title, author_id FROM proposals_proposal WHERE submitted_at > %(sustained)s AND standing <> 'withdrawn'
      AND author_id IS NOT NULL
) said
WHERE length(body) >= %(shortest)s
GROUP BY left(regexp_replace(lower(body), '[^[:alnum:]]', '', 'g'), 40)
HAVING count(*) >= %(least)s ORDER BY 2 DESC, 1 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A keyed hash, and what came from there: deeds in ten minutes and in a day, people, how many of them new."""

    key: str
    burst: int
    sustained: int
    people: int
    new_people: int

    @property
    def is_trending(self) -> bool:
        usual = (self.sustained - self.burst) / (SUSTAINED / BURST - 1)
        return self.burst >= TREND_LEAST and self.burst > TREND_TIMES * max(usual, 1)


@dataclass(frozen=True, slots=True)
class Whole:
    burst: int
    sustained: int
    sources: int
    people: int


def sources(at: datetime) -> list[Source]:
    return _sources("t.source", at)


def networks(at: datetime) -> list[Source]:
    return _sources("t.network", at)


def _sources(column: str, at: datetime) -> list[Source]:
    new = {"new": at - timedelta(days=1), "most": SHOWN}
    return [Source(*row) for row in _rows(SOURCES.format(column=column), at, **new)]


def by_age(at: datetime) -> list[tuple[int, int, int]]:
    """(band, burst, sustained); bands: under an hour, a day, a week, a month, older."""
    found = {band: (burst, sustained) for band, burst, sustained in _rows(AGES, at)}
    return [(band, *found.get(band, (0, 0))) for band in range(5)]


def whole(at: datetime) -> Whole:
    [row] = _rows(WHOLE, at)
    return Whole(*row)


def repeated(at: datetime) -> list[tuple[str, int, int]]:
    """(text, how often, by how many people): what begins with the same letters, the most frequent first."""
    return _rows(REPEATED, at, least=REPEATED_LEAST, shortest=SHORTEST_REPEATED, most=SHOWN)


def _rows(statement: str, at: datetime, **more: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "burst": at - BURST, "sustained": at - SUSTAINED, **more})
        return list(cursor.fetchall())
