"""Taking out, and bringing back: in portions, each a short transaction, so that pages stay up and a killed worker
loses nothing.

A portion moves rows between those that count and SetAside, and leaves one delta for each: counts are exact at
every moment, as after any support. Nobody's page waits for it.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from civic.abuse.models import Invalidation, State
from civic.abuse.selecting import TABLE, Conditions, conditions_from, count_selected, where
from civic.people.rules import is_administrator
from civic.proposals.models import Proposal, Said, ThresholdCrossing
from civic.proposals.tallies import keep_participants
from platform_core.access import YES, Verdict, first_no, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# So many row numbers are looked at in one transaction; all that fit among them go.
PORTION = 10_000
TAKE_OUT = """
WITH picked AS (
    SELECT s.id FROM {table} s WHERE s.id >= %(first)s AND s.id < %(first)s + %(most)s AND {where}
), gone AS (
    DELETE FROM {table} s USING picked WHERE s.id = picked.id
    RETURNING s.proposal_id, s.citizen_id, s.given_at, {verified} AS verified
), kept AS (
    INSERT INTO proposals_setaside (proposal_id, citizen_id, said, given_at, verified, invalidation)
    SELECT proposal_id, citizen_id, %(deed)s, given_at, verified, %(number)s FROM gone
    ON CONFLICT (proposal_id, citizen_id, said) DO NOTHING
), counted AS (
    INSERT INTO proposals_supportdelta (proposal_id, amount, verified, dislike)
    SELECT proposal_id, {out} FROM gone
), sums AS (
    INSERT INTO abuse_touched (invalidation_id, proposal_id, count, short_of)
    SELECT %(number)s, proposal_id, count(*), ARRAY[]::text[] FROM gone GROUP BY 2
    ON CONFLICT (invalidation_id, proposal_id) DO UPDATE SET count = abuse_touched.count + excluded.count
)
SELECT count(*) FROM gone
"""
NEXT = "SELECT min(id) FROM {table} WHERE id > %(last)s"
BRING_BACK = """
WITH picked AS (
    SELECT id FROM proposals_setaside WHERE invalidation = %(number)s ORDER BY id LIMIT %(most)s
), gone AS (
    DELETE FROM proposals_setaside a USING picked WHERE a.id = picked.id
    RETURNING a.proposal_id, a.citizen_id, a.given_at, a.verified
), back AS (
    INSERT INTO {table} (proposal_id, citizen_id, given_at{column})
    SELECT proposal_id, citizen_id, given_at{value} FROM gone
    ON CONFLICT (proposal_id, citizen_id) DO NOTHING RETURNING *
), counted AS (
    INSERT INTO proposals_supportdelta (proposal_id, amount, verified, dislike)
    SELECT proposal_id, {back} FROM back
)
SELECT (SELECT count(*) FROM gone)
"""
OUT = {Said.SUPPORT: "-1, -verified::int, 0", Said.DISLIKE: "0, 0, -1"}
BACK = {Said.SUPPORT: "1, verified::int, 0", Said.DISLIKE: "0, 0, 1"}


def may_invalidate(person: Any) -> Verdict:
    """Administrators: it changes what citizens have said together."""
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators take supports out of the counts."))
    return YES


def is_meant(asked: Conditions) -> Verdict:
    if not asked.is_narrow:
        return no(
            "too_wide",
            _("Say which ones are meant: an item, a network, an account or its age."),
            _("A time alone means everybody."),
        )
    return YES


@transaction.atomic
def count_first(*, said: Said, asked: Conditions, reason: str, by: User, at: datetime) -> Invalidation:
    """How many it would be, kept with the conditions. Nothing is taken out yet. Raises Refused."""
    require(first_no(may_invalidate(by), is_meant(asked)))
    found = count_selected(said, asked, at)
    made = Invalidation.objects.create(
        said=said,
        conditions=asked.as_data(),
        reason=reason,
        counted_at=at,
        expected=sum(found.values()),
        by=by,
    )
    record("abuse.invalidation.counted", made, at=at, actor=by, said=str(said), expected=made.expected)
    return made


@transaction.atomic
def begin(*, invalidation: Invalidation, by: User, at: datetime) -> bool:
    """From now on a worker takes them out. False when it has begun. Raises Refused."""
    require(may_invalidate(by))
    done = Invalidation.objects.filter(pk=invalidation.pk, state=State.COUNTED).update(
        state=State.RUNNING, begun_at=at, touched_at=at, by=by
    )
    if done:
        told = {"reason": invalidation.reason, "expected": invalidation.expected}
        record("abuse.invalidation.begun", invalidation, at=at, actor=by, **told)
    return bool(done)


@transaction.atomic
def undo(*, invalidation: Invalidation, reason: str, by: User, at: datetime) -> bool:
    """Everything comes back, whether it was done or is under way (then it is cancelled). Raises Refused."""
    require(may_invalidate(by))
    done = Invalidation.objects.filter(pk=invalidation.pk, state__in=(State.RUNNING, State.DONE)).update(
        state=State.UNDOING, undone_by=by, undone_at=at, undone_reason=reason, touched_at=at
    )
    if done:
        record("abuse.invalidation.undoing", invalidation, at=at, actor=by, reason=reason)
    return bool(done)


def carry_on(*, pk: int, at: datetime, most: int = PORTION) -> bool:
    """One portion; False when there is nothing left to do, or another worker is at it. Safe after any crash.

    Taking out looks at row numbers in their order, each once, so that its price does not grow with what was done.
    """
    with transaction.atomic():
        row = Invalidation.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None or not row.is_under_way:
            return False
        moved = _take_out(row, most) if row.state == State.RUNNING else _bring_back(row, most)
        row.touched_at = at
        if not moved:
            _finish(row, at)
        row.save(update_fields=["last", "done", "state", "touched_at", "ended_at"])
        return moved


def _take_out(row: Invalidation, most: int) -> bool:
    """Of the next row numbers; False when there are none."""
    said = Said(row.said)
    (first,) = _run(NEXT.format(table=TABLE[said]), {"last": row.last})
    if first is None:
        return False
    chosen = where(said, conditions_from(row.conditions), row.counted_at, of_few=True)
    statement = TAKE_OUT.format(
        table=TABLE[said],
        where=chosen.sql,
        verified="s.verified" if said == Said.SUPPORT else "false",
        out=OUT[said],
    )
    (gone,) = _run(statement, {**chosen.values, "first": first, "most": most, "number": row.pk})
    row.done, row.last = row.done + gone, first + most - 1
    return True


def _bring_back(row: Invalidation, most: int) -> bool:
    said = Said(row.said)
    has_verified = said == Said.SUPPORT
    statement = BRING_BACK.format(
        table=TABLE[said],
        column=", verified" if has_verified else "",
        value=", verified" if has_verified else "",
        back=BACK[said],
    )
    (gone,) = _run(statement, {"number": row.pk, "most": most})
    row.done = max(0, row.done - gone)
    return bool(gone)


def _run(statement: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
        assert found is not None
        return tuple(found)


def _finish(row: Invalidation, at: datetime) -> None:
    was_running = row.state == State.RUNNING
    row.state, row.ended_at = (State.DONE, at) if was_running else (State.UNDONE, at)
    items = list(Proposal.objects.filter(pk__in=row.touched.values("proposal")).order_by("pk"))
    keep_participants(items)
    _note_gates(row, items if was_running else [])
    kind = "abuse.invalidation.done" if was_running else "abuse.invalidation.undone"
    record(kind, row, at=at, count=row.done, items=[one.pk for one in items][:500])


def _note_gates(row: Invalidation, items: list[Proposal]) -> None:
    """Which gates an item had passed and is short of now. They stay passed: what was promised is kept."""
    row.touched.exclude(short_of=[]).update(short_of=[])
    if Said(row.said) != Said.SUPPORT:
        return
    now = counts_now([one.pk for one in items])
    passed = passed_gates([one.pk for one in items])
    for one in items:
        short = [
            gate.key
            for gate in one.rules.thresholds
            if gate.key in passed.get(one.pk, set()) and now.get(one.pk, 0) < gate.count
        ]
        if short:
            row.touched.filter(proposal=one).update(short_of=short)


def counts_now(items: list[int]) -> dict[int, int]:
    """Exact counts of these, in one query."""
    if not items:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"items": items})
        return {pk: int(count) for pk, count in cursor.fetchall()}


def passed_gates(items: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = ThresholdCrossing.objects.filter(proposal__in=items).order_by("pk")
    for pk, key in rows.values_list("proposal_id", "threshold"):
        found.setdefault(pk, set()).add(key)
    return found


COUNTS = """
SELECT s.proposal_id, s.support_count + coalesce(w.n, 0) FROM proposals_proposalstat s
LEFT JOIN (SELECT proposal_id, sum(amount) AS n FROM proposals_supportdelta
           WHERE proposal_id = ANY(%(items)s) GROUP BY 1) w USING (proposal_id)
WHERE s.proposal_id = ANY(%(items)s)
"""
