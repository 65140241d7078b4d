"""답변 기록: how an institution keeps its dates, as one question to the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from civic.processes.kinds import Answerer

# In public only what everyone may see; what came from an earlier platform has no days to count.
RECORD = """
WITH owed AS (
    SELECT r.answerer, coalesce(d.position, 0) AS place, coalesce(d.name, '') AS department,
           extract(year FROM r.opened_at AT TIME ZONE %(zone)s)::int AS year, r.state, r.due_at, r.closed_at,
           extract(epoch FROM r.closed_at - r.opened_at) / 86400 AS days
    FROM answers_answerrequest r
    JOIN proposals_proposal p ON p.id = r.proposal_id
    LEFT JOIN people_department d ON d.id = r.department_id AND r.answerer = 'department'
    WHERE p.standing = 'open' AND p.visibility = 'public' AND r.cause <> 'import' AND r.state <> 'cancelled'
)
SELECT grouping(answerer) = 0, grouping(year) = 0, answerer, department, year,
       count(*) FILTER (WHERE state = 'open'),
       count(*) FILTER (WHERE state = 'open' AND due_at <= %(at)s),
       count(*) FILTER (WHERE state = 'answered'),
       count(*) FILTER (WHERE state = 'answered' AND closed_at < due_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE state = 'answered')
FROM owed
GROUP BY GROUPING SETS ((), (answerer, place, department), (year), (answerer, place, department, year))
ORDER BY year DESC NULLS LAST, answerer <> 'department', place, department, answerer
"""


@dataclass(frozen=True, slots=True)
class Record:
    """How dates are kept. `answerer` and `department` say whose; `year` is the one in which it became owed.

    "" and None: everybody's, every year's. `department` is "" for what no department has been found for.
    """

    answerer: str
    department: str
    year: int | None
    waiting: int
    overdue: int
    answered: int
    in_time: int
    # Half of the answers came within so many calendar days, pauses included; None before the first.
    median_days: int | None

    @property
    def late(self) -> int:
        return self.answered - self.in_time

    @property
    def share(self) -> int | None:
        """Of what was answered, how much in time: whole percent, rounded down; None before the first."""
        return self.in_time * 100 // self.answered if self.answered else None

    @property
    def who(self) -> str:
        """For people; "" for what no department has been found for."""
        if self.answerer and self.answerer != Answerer.DEPARTMENT:
            return str(Answerer(self.answerer).label)
        return self.department


@dataclass(frozen=True, slots=True)
class Records:
    whole: Record
    by_answerer: list[Record]
    by_year: list[Record]
    by_both: list[Record]


def records(*, at: datetime) -> Records:
    """One query, however many answers there are. Departments in their own order, the latest year first."""
    found: dict[tuple[bool, bool], list[Record]] = {}
    zone = str(timezone.get_current_timezone())
    with connection.cursor() as cursor:
        cursor.execute(RECORD, {"zone": zone, "at": at})
        for by_who, by_year, *row in cursor.fetchall():
            found.setdefault((by_who, by_year), []).append(_record(*row))
    return Records(
        whole=_only(found.get((False, False), [])),
        by_answerer=found.get((True, False), []),
        by_year=found.get((False, True), []),
        by_both=found.get((True, True), []),
    )


def _record(
    answerer: str | None,
    department: str | None,
    year: int | None,
    waiting: int,
    overdue: int,
    answered: int,
    in_time: int,
    median: float | None,
) -> Record:
    days = None if median is None else int(median + 0.5)
    return Record(answerer or "", department or "", year, waiting, overdue, answered, in_time, days)


def _only(rows: Iterable[Record]) -> Record:
    return next(iter(rows), Record("", "", None, 0, 0, 0, 0, None))
