"""Counting: every measure anew from what happened, in one statement that leaves only differences to write.

So the nightly count and one from scratch are the same thing, and what was withdrawn, hidden or corrected since is
right in the morning. Resumable: each measure is counted in its own transaction and noted in Counted.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from civic.efficacy.measures import questions, rows_of
from civic.efficacy.models import Counted, DailyCount

_WRITE = """
WITH new AS MATERIALIZED ({question}), gone AS (
    DELETE FROM efficacy_dailycount old WHERE old.measure = ANY(%(kept_as)s) AND NOT EXISTS (
        SELECT FROM new WHERE (new.measure, new.day, new.dimension) = (old.measure, old.day, old.dimension)
    ) RETURNING 1
), written AS (
    INSERT INTO efficacy_dailycount AS old (day, measure, dimension, value)
    SELECT day, measure, dimension, value FROM new
    ON CONFLICT (measure, dimension, day) DO UPDATE SET value = excluded.value WHERE old.value <> excluded.value
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""
_COMPARE = """
WITH new AS ({question})
SELECT count(*) FROM new
FULL JOIN (SELECT * FROM efficacy_dailycount WHERE measure = ANY(%(kept_as)s)) old
  USING (measure, day, dimension)
WHERE new.value IS DISTINCT FROM old.value
"""


def count_statistics(*, at: datetime, seconds: float | None = None) -> int:
    """Every measure not yet counted up to today; returns how many were counted. At most about `seconds`.

    What is left over is counted by the next call, and nothing twice.
    """
    until, began, counted = timezone.localdate(at), monotonic(), 0
    done = set(Counted.objects.filter(until__gte=until).values_list("measure", flat=True))
    for measure in questions():
        if measure in done:
            continue
        if seconds is not None and monotonic() - began > seconds:
            break
        count_measure(measure=measure, until=until, at=at)
        counted += 1
    return counted


@transaction.atomic
def count_measure(*, measure: str, until: date, at: datetime) -> int:
    """Count one measure anew, up to the beginning of `until`; returns how many rows were other than before."""
    # Two workers count one after the other.
    Counted.objects.get_or_create(measure=measure, defaults={"until": date.min, "counted_at": at})
    Counted.objects.select_for_update().get(measure=measure)
    changed = _ask(_WRITE, measure, until)
    Counted.objects.filter(measure=measure).update(until=until, counted_at=at)
    return changed


def recount_statistics(*, at: datetime, repair: bool = True, anew: bool = False) -> Iterator[tuple[str, int]]:
    """Each measure with how many of its numbers differ from what happened, up to the day it was counted to.

    `repair` writes the right ones; `anew` throws all of them away first.
    """
    known = dict(Counted.objects.values_list("measure", "until"))
    for measure in questions():
        until = known.get(measure) or timezone.localdate(at)
        if not repair:
            yield measure, _ask(_COMPARE, measure, until)
            continue
        with transaction.atomic():
            if anew:
                DailyCount.objects.filter(measure__in=rows_of(measure)).delete()
            yield measure, count_measure(measure=measure, until=until, at=at)


def _ask(statement: str, measure: str, until: date) -> int:
    question, more = questions()[measure]
    zone = timezone.get_current_timezone()
    given: dict[str, Any] = {
        "measure": measure,
        "kept_as": list(rows_of(measure)),
        "zone": str(zone),
        "until_at": datetime.combine(until, time.min, tzinfo=zone),
        **more,
    }
    with connection.cursor() as cursor:
        # Nothing here needs an index to be walked; what sorts, sorts in memory.
        cursor.execute(statement.replace("{question}", question), given)
        found: int = cursor.fetchone()[0]
    return found
