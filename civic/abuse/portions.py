"""One portion of an invalidation, there or back: rows change places, and counts go with them in the same transaction.

Supports and disagreements lie aside in proposals_setaside; everything else in restraints_aside. Papers of a ballot go
by their own keys, so that nothing joins a person with a choice: decision 9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from civic.abuse.models import Invalidation, Meant
from civic.abuse.selecting import ROWS, conditions_from, where
from civic.ballots.models import Ballot
from civic.ballots.secrecy import keys_of

TOUCHED = """
INSERT INTO abuse_touched (invalidation_id, proposal_id, count, short_of)
SELECT %(number)s, proposal_id, count(*), ARRAY[]::text[] FROM gone GROUP BY 2
ON CONFLICT (invalidation_id, proposal_id) DO UPDATE SET count = abuse_touched.count + excluded.count
"""
TAKE_OUT = """
WITH picked AS (
    SELECT s.id FROM {table} s WHERE s.id >= %(first)s AND s.id < %(first)s + %(looked_at)s AND {where}
    ORDER BY s.id LIMIT %(most)s
), gone AS (
    DELETE FROM {table} s USING picked WHERE s.id = picked.id
    RETURNING s.proposal_id, s.citizen_id, s.given_at, {verified} AS verified
), kept AS (
    INSERT INTO proposals_setaside (proposal_id, citizen_id, said, given_at, verified, invalidation)
    SELECT proposal_id, citizen_id, %(said)s, given_at, verified, %(number)s FROM gone
    ON CONFLICT (proposal_id, citizen_id, said) DO NOTHING
), counted AS (
    INSERT INTO proposals_supportdelta (proposal_id, amount, verified, dislike)
    SELECT proposal_id, {out} FROM gone
), sums AS ({touched})
SELECT count(*), (SELECT count(*) FROM picked), (SELECT max(id) FROM picked) FROM gone
"""
BRING_BACK = """
WITH picked AS (
    SELECT id FROM proposals_setaside WHERE invalidation = %(number)s ORDER BY id LIMIT %(most)s
), gone AS (
    DELETE FROM proposals_setaside a USING picked WHERE a.id = picked.id
    RETURNING a.proposal_id, a.citizen_id, a.given_at, a.verified
), back AS (
    INSERT INTO {table} (proposal_id, citizen_id, given_at{column})
    SELECT proposal_id, citizen_id, given_at{column} FROM gone
    ON CONFLICT (proposal_id, citizen_id) DO NOTHING RETURNING *
), counted AS (
    INSERT INTO proposals_supportdelta (proposal_id, amount, verified, dislike)
    SELECT proposal_id, {back} FROM back
)
SELECT (SELECT count(*) FROM gone)
"""
OUT = {Meant.SUPPORT: "-1, -verified::int, 0", Meant.DISLIKE: "0, 0, -1"}
BACK = {Meant.SUPPORT: "1, verified::int, 0", Meant.DISLIKE: "0, 0, 1"}
# So many row numbers are looked at in one portion: few enough that a statement ends in time, and enough that the traces
# of a whole day, which PostgreSQL reads for each, are not read too often.
LOOKED_AT = 200_000
NEXT = "SELECT min(id) FROM {table} WHERE id > %(last)s"


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where something lies while it counts: its columns, and the row that keeps the number of it ("" for none)."""

    table: str
    item: str
    person: str
    at: str
    more: str
    counted_in: str


KEPT = {
    Meant.COMMENT: _Kept(
        "proposals_commentsupport", "comment_id", "citizen_id", "given_at", "", "proposals_comment"
    ),
    Meant.OPINION: _Kept(
        "debates_opinionsupport", "opinion_id", "citizen_id", "given_at", "", "debates_opinion"
    ),
    Meant.VOTE: _Kept("ballots_voter", "ballot_id", "person_id", "at", "is_offline, entered_by_id", ""),
}
PICKED = """
SELECT s.id, s.proposal_id FROM {rows} s
WHERE s.id >= %(first)s AND s.id < %(first)s + %(looked_at)s AND {where} ORDER BY s.id LIMIT %(most)s
"""
# Whoever supports holds the comment or the opinion first, and so do we: one after the other, in one order.
HOLD_COUNTED = """
SELECT FROM {counted_in} c WHERE c.id IN (
    SELECT t.{item} FROM {table} t JOIN ({picked}) p ON p.id = t.id) ORDER BY c.id FOR NO KEY UPDATE
"""
HOLD_ASIDE = """
SELECT FROM {counted_in} c WHERE c.id IN (
    SELECT item FROM (SELECT item FROM restraints_aside WHERE invalidation = %(number)s ORDER BY id LIMIT %(most)s) a)
ORDER BY c.id FOR NO KEY UPDATE
"""
# A ballot that is being closed waits for us, as it waits for whoever votes; those that are counted are left alone.
HOLD_BALLOTS = (
    "SELECT FROM ballots_ballot WHERE counted_at IS NULL AND opened_at IS NOT NULL ORDER BY id FOR KEY SHARE"
)
TAKE_OTHERS = """
WITH picked AS ({picked}), gone AS (
    DELETE FROM {table} t USING picked WHERE t.id = picked.id
    RETURNING t.{item} AS item, t.{person} AS person, t.{at} AS at, {offline}, picked.proposal_id
), kept AS (
    INSERT INTO restraints_aside (kind, item, person, at, is_offline, entered_by, invalidation)
    SELECT %(said)s, item, person, at, is_offline, entered_by, %(number)s FROM gone
    ON CONFLICT (kind, item, person) DO NOTHING
), sums AS ({touched}){counted}
SELECT item, array_agg(person), (SELECT count(*) FROM picked), (SELECT max(id) FROM picked) FROM gone GROUP BY 1
"""
BRING_OTHERS = """
WITH picked AS (
    SELECT a.id FROM restraints_aside a WHERE a.invalidation = %(number)s {still} ORDER BY a.id LIMIT %(most)s
), aside AS (
    DELETE FROM restraints_aside a USING picked WHERE a.id = picked.id
    RETURNING a.item, a.person, a.at, a.is_offline, a.entered_by AS entered_by_id
), gone AS (
    INSERT INTO {table} ({item}, {person}, {at}{more}) SELECT item, person, at{more} FROM aside
    ON CONFLICT ({item}, {person}) DO NOTHING RETURNING {item} AS item, {person} AS person
){counted}
SELECT aside.item, array_agg(aside.person), array_remove(array_agg(gone.person), NULL)
FROM aside LEFT JOIN gone USING (item, person) GROUP BY 1
"""
COUNTED = """, counted AS (
    UPDATE {counted_in} c SET support_count = greatest(0, c.support_count {sign} g.n)
    FROM (SELECT item, count(*) AS n FROM gone GROUP BY 1) g WHERE c.id = g.item)"""
STILL_RUNS = "AND EXISTS (SELECT FROM ballots_ballot b WHERE b.id = a.item AND b.counted_at IS NULL)"
MOVE_PAPERS = """
WITH gone AS (DELETE FROM {source} WHERE ballot_id = %(ballot)s AND key = ANY(%(keys)s) RETURNING *)
INSERT INTO {target} (id, ballot_id, key, choices) SELECT id, ballot_id, key, choices FROM gone
"""
DROP_PAPERS = "DELETE FROM ballots_asidepaper WHERE ballot_id = %(ballot)s AND key = ANY(%(keys)s)"


def take_out(row: Invalidation, most: int) -> bool:
    """`most` of those among the next LOOKED_AT row numbers; False when no rows are left to look at."""
    said = Meant(row.said)
    table = KEPT[said].table if said in KEPT else ROWS[said]
    [(first,)] = _ask(NEXT.format(table=table), {"last": row.last})
    if first is None:
        return False
    chosen = where(said, conditions_from(row.conditions), row.counted_at)
    values = {**chosen.values, "first": first, "looked_at": LOOKED_AT, "most": most}
    values |= {"number": row.pk, "said": str(said)}
    take = _take_others if said in KEPT else _take_supports
    gone, picked, last = take(said, chosen.sql, values)
    row.done += gone
    row.last = last if picked == most else first + LOOKED_AT - 1
    return True


def bring_back(row: Invalidation, most: int) -> bool:
    said, values = Meant(row.said), {"number": row.pk, "most": most}
    gone = _bring_others(said, values) if said in KEPT else _bring_supports(said, values)
    row.done = max(0, row.done - gone)
    return bool(gone)


def _take_supports(said: Meant, condition: str, values: dict[str, Any]) -> tuple[int, int, int]:
    """How many went, how many were picked, and the number of the last row that was."""
    verified = "s.verified" if said == Meant.SUPPORT else "false"
    statement = TAKE_OUT.format(
        table=ROWS[said], where=condition, verified=verified, out=OUT[said], touched=TOUCHED
    )
    [(gone, picked, last)] = _ask(statement, values)
    return gone, picked, last or 0


def _bring_supports(said: Meant, values: dict[str, Any]) -> int:
    column = ", verified" if said == Meant.SUPPORT else ""
    [(gone,)] = _ask(BRING_BACK.format(table=ROWS[said], column=column, back=BACK[said]), values)
    return int(gone)


def _take_others(said: Meant, condition: str, values: dict[str, Any]) -> tuple[int, int, int]:
    kept = KEPT[said]
    picked = PICKED.format(rows=ROWS[said], where=condition)
    words = {"table": kept.table, "item": kept.item, "person": kept.person, "at": kept.at, "picked": picked}
    _hold(HOLD_COUNTED, kept, values, **words)
    offline = (
        "t.is_offline, t.entered_by_id AS entered_by"
        if kept.more
        else "false AS is_offline, NULL::bigint AS entered_by"
    )
    counted = COUNTED.format(counted_in=kept.counted_in, sign="-") if kept.counted_in else ""
    groups = _ask(TAKE_OTHERS.format(**words, offline=offline, touched=TOUCHED, counted=counted), values)
    if said == Meant.VOTE:
        for ballot, people, *_rest in groups:
            _move_papers(ballot, people, "ballots_paper", "ballots_asidepaper")
    _item, _people, picked, last = groups[0] if groups else (0, [], 0, 0)
    return sum(len(people) for _item, people, *_rest in groups), picked, last


def _bring_others(said: Meant, values: dict[str, Any]) -> int:
    """Of votes, those of ballots that have not been counted meanwhile."""
    kept = KEPT[said]
    _hold(HOLD_ASIDE, kept, values)
    statement = BRING_OTHERS.format(
        table=kept.table,
        item=kept.item,
        person=kept.person,
        at=kept.at,
        more=f", {kept.more}" if kept.more else "",
        still=STILL_RUNS if said == Meant.VOTE else "",
        counted=COUNTED.format(counted_in=kept.counted_in, sign="+") if kept.counted_in else "",
    )
    groups = _ask(statement, values)
    if said == Meant.VOTE:
        for ballot, everybody, moved in groups:
            _move_papers(ballot, moved, "ballots_asidepaper", "ballots_paper")
            # Whoever has voted again meanwhile has one paper.
            _run(DROP_PAPERS, {"ballot": ballot, "keys": _keys(ballot, set(everybody) - set(moved))})
    return sum(len(everybody) for _item, everybody, _moved in groups)


def _hold(statement: str, kept: _Kept, values: dict[str, Any], **words: str) -> None:
    if kept.counted_in:
        _run(statement.format(counted_in=kept.counted_in, **words), values)
    else:
        _run(HOLD_BALLOTS, {})


def _move_papers(ballot: int, people: Iterable[int], source: str, target: str) -> None:
    _run(MOVE_PAPERS.format(source=source, target=target), {"ballot": ballot, "keys": _keys(ballot, people)})


def _keys(ballot: int, people: Iterable[int]) -> list[str]:
    here = Ballot.objects.get(pk=ballot)
    return sorted(key for person in people for key in keys_of(here, person))


def _run(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _ask(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
