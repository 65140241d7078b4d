"""Taking out, and bringing back: in portions, each a short transaction, so that pages stay up and a killed worker
loses nothing.

A portion (portions.py) moves rows between those that count and those that lie aside, and the counts with them: they
are exact at every moment. Nobody's page waits for it.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from civic.abuse.models import Invalidation, Meant, State
from civic.abuse.portions import bring_back, take_out
from civic.abuse.selecting import Conditions, count_selected
from civic.ballots.models import Ballot
from civic.people.rules import is_administrator
from civic.proposals.models import Proposal, ThresholdCrossing
from civic.proposals.tallies import keep_participants
from civic.restraints.models import Aside
from platform_core.access import YES, Verdict, first_no, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# So many go, or come back, in one transaction.
PORTION = 5_000


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
def count_first(*, said: Meant, asked: Conditions, reason: str, by: User, at: datetime) -> Invalidation:
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


def may_undo(person: Any, invalidation: Invalidation) -> Verdict:
    """A published result stays as it was published: what was out of it stays out."""
    if invalidation.said == Meant.VOTE:
        mine = Aside.objects.filter(invalidation=invalidation.pk).values("item")
        if Ballot.objects.filter(pk__in=mine, counted_at__isnull=False).exists():
            return no(
                "counted_already",
                _("This vote has been counted meanwhile: its result stays as it was published."),
            )
    return may_invalidate(person)


@transaction.atomic
def undo(*, invalidation: Invalidation, reason: str, by: User, at: datetime) -> bool:
    """Everything comes back, whether it was done or is under way (then it is cancelled). Raises Refused."""
    require(may_undo(by, invalidation))
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
        moved = take_out(row, most) if row.state == State.RUNNING else bring_back(row, most)
        row.touched_at = at
        if not moved:
            _finish(row, at)
        row.save(update_fields=["last", "done", "state", "touched_at", "ended_at"])
        return moved


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
    if Meant(row.said) != Meant.SUPPORT:
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
