"""An institution's own past items: what was counted of each, to the instant, from its own rows."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from civic.processes.kinds import Counter
from civic.processes.models import Process
from civic.processes.simulating import Past
from civic.proposals.models import Ending, Origin, Proposal, Standing

BATCH = 2_000
COLUMNS = (
    "pk",
    "title",
    "submitted_at",
    "origin",
    "imported_support",
    "closed_as",
    "closed_at",
    "department__name",
    "category__default_department__name",
    "category__name",
)
# People took it out: no rule did, and no other rule would have kept it.
TAKEN_OUT = {
    Ending.WITHDRAWN,
    Ending.REFUSED,
    Ending.COMPLAINT,
    Ending.ELSEWHERE,
    Ending.BY_HAND,
}
MICROS = "(extract(epoch from {0}) * 1000000)::bigint"
_SERIES = "SELECT proposal_id, array_agg({micros} ORDER BY {at}) FROM {rows} GROUP BY 1"


def _series(rows: str, at: str) -> str:
    return _SERIES.format(micros=MICROS.format(at), at=at, rows=rows)


HERE = "proposal_id = ANY(%(ids)s)"
SERIES = {
    Counter.SUPPORT: _series(f"proposals_support WHERE {HERE}", "given_at"),
    Counter.VERIFIED_SUPPORT: _series(f"proposals_support WHERE {HERE} AND verified", "given_at"),
    Counter.DISLIKE: _series(f"proposals_dislike WHERE {HERE}", "given_at"),
    Counter.COMMENTS: _series(f"proposals_comment WHERE {HERE} AND standing = 'open'", "created_at"),
    # Each person once, on coming first.
    Counter.PARTICIPANTS: _series(
        "(SELECT proposal_id, min(at) AS first FROM ("  # noqa: S608 - our own names
        f" SELECT proposal_id, citizen_id, given_at AS at FROM proposals_support WHERE {HERE} UNION ALL"
        " SELECT proposal_id, author_id, created_at FROM proposals_comment"
        f" WHERE {HERE} AND standing = 'open' AND author_id IS NOT NULL"
        ") acts GROUP BY proposal_id, citizen_id) people",
        "first",
    ),
}
RESULTS = """
SELECT DISTINCT ON (proposal_id) proposal_id, counts FROM proposals_stageresult
WHERE proposal_id = ANY(%(ids)s) ORDER BY proposal_id, id DESC
"""
Told = Callable[[int, int], None]


def own_items(process: Process, *, since: datetime) -> "QuerySet[Proposal]":
    """Those that began in the process since then, whatever became of them; what is hidden is left out."""
    return Proposal.objects.filter(process_version__process=process, submitted_at__gte=since).exclude(
        standing=Standing.HIDDEN
    )


def read_own(
    process: Process,
    counters: Iterable[Counter],
    *,
    since: datetime,
    progress: Told = lambda done, total: None,
) -> list[Past]:
    """In a few queries for every BATCH of items. Supports that were taken back are not in any row."""
    rows = list(own_items(process, since=since).order_by("pk").values_list(*COLUMNS))
    wanted = [counter for counter in SERIES if counter in {*counters, Counter.SUPPORT}]
    found: list[Past] = []
    for begin in range(0, len(rows), BATCH):
        progress(begin, len(rows))
        found.extend(_read(rows[begin : begin + BATCH], wanted))
    progress(len(rows), len(rows))
    return found


def _read(rows: Sequence[Any], wanted: Sequence[Counter]) -> Iterator[Past]:
    ids = [row[0] for row in rows]
    acts: dict[int, dict[Counter, array[int]]] = defaultdict(dict)
    for counter in wanted:
        for pk, instants in _ask(SERIES[counter], ids):
            acts[pk][counter] = array("q", instants)
    results = dict(_ask(RESULTS, ids))
    for row in rows:
        yield _past(row, acts.get(row[0], {}), results.get(row[0]) or {})


def _ask(statement: str, ids: list[int]) -> list[tuple[int, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": ids})
        return cursor.fetchall()


def _past(row: Any, acts: "dict[Counter, array[int]]", result: dict[str, int]) -> Past:
    pk, title, submitted_at, origin, elsewhere, closed_as, closed_at, department, its_own, category = row
    finals = {Counter(name): count for name, count in result.items()}
    if origin == Origin.IMPORT:
        # All that was ever counted of it.
        finals[Counter.SUPPORT] = elsewhere
    return Past(
        number=str(pk),
        registered_at=submitted_at,
        acts=acts,
        finals=finals,
        elsewhere=0 if origin == Origin.IMPORT else elsewhere,
        left_at=closed_at if closed_as in TAKEN_OUT else None,
        title=title,
        department=department or its_own or category or "",
        pk=pk,
    )
