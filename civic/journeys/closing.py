"""Windows that have passed: judged in bulk, resumable at any place, each proposal for itself.

A worker killed in the middle leaves whole batches done and the rest as it was; the next turn goes on. It
announces only: what was too late was too late before it came.
"""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from civic.journeys.advance import advance
from civic.journeys.held_apart import tell_final_numbers
from civic.journeys.settle import LONG_TEXTS
from civic.journeys.since import ended_since
from civic.journeys.steps import end_of, why_of
from civic.processes import engine
from civic.processes.engine import Step
from civic.processes.kinds import COUNTING, TIMED, StageKind
from civic.proposals.models import Proposal, StageMove, Standing
from civic.proposals.moving import changes_into, move_of, told
from civic.proposals.placing import placing_stage
from civic.proposals.unsettled import set_apart
from civic.proposals.weighing import Weighing, asks_for_a_result
from platform_core.events.actions import event_of
from platform_core.events.models import Event

# So many rows are held at a time: some tens of milliseconds.
BATCH = 250
Position = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """How many ended, and after which one to go on; None when nothing is left."""

    closed: int
    after: Position | None = None


def close_some(*, at: datetime, after: Position | None = None, seconds: float | None = None) -> Turn:
    """Judge what has been due at `at`, the longest first, from behind `after`, for about so many seconds.

    What is hidden waits until it is shown again. What cannot be judged yet (a vote without a result, a place
    before the month is over) is passed by: it is looked at again in the next turn.
    """
    closed, end = 0, None if seconds is None else monotonic() + seconds
    while True:
        batch = _Batch(at, after)
        closed += batch.judge()
        if len(batch.rows) < BATCH:
            return Turn(closed)
        after = batch.last
        if end is not None and monotonic() >= end:
            return Turn(closed, after)


class _Batch:
    """One page of what is due. Plain endings are written together; whatever is more, one by one."""

    def __init__(self, at: datetime, after: Position | None) -> None:
        self.at = at
        self.after = after
        self.rows: list[Proposal] = []
        self.weighing = Weighing(at)

    @property
    def last(self) -> Position:
        return self.rows[-1].ends_at, self.rows[-1].pk  # type: ignore[attr-defined]

    def judge(self) -> int:
        with transaction.atomic():
            # Of those that nobody holds. A support given in time and not yet written holds its row: then the
            # next turn judges, and counts it.
            mine = _due(self.at, self.after).select_for_update(skip_locked=True, of=("self",))
            self.rows = list(mine[:BATCH])
            plain, rest = self._judged()
            try:
                with transaction.atomic():
                    self._close(plain)
            except Exception:
                plain, rest = [], self.rows  # one by one, so that one that breaks stops no other
        return len(plain) + sum(self._go_on(row) for row in rest)

    def _judged(self) -> tuple[list[tuple[Proposal, Step]], list[Proposal]]:
        """Those whose only step is to end, and those to which something else happens."""
        plain, rest = [], []
        try:
            with transaction.atomic():
                tell_final_numbers(self.rows, self.at)
                items = self.weighing.items(self.rows)
            for row in self.rows:
                steps = engine.steps(row.rules, items[row.pk], self.at)
                if len(steps) == 1 and _only_ends(row, steps[0]):
                    plain.append((row, steps[0]))
                elif steps:
                    rest.append(row)
        except Exception:
            return [], self.rows  # each is judged for itself, and what breaks is told apart
        return plain, rest

    def _close(self, plain: list[tuple[Proposal, Step]]) -> None:
        alike: dict[tuple[tuple[str, object], ...], list[int]] = {}
        moves, events = [], []
        since = ended_since([row for row, _step in plain], self.weighing, self.at) if plain else {}
        for row, step in plain:
            stage, why = row.rules.stage(step.to), why_of(step)
            changes = changes_into(row, stage, why, since[row.pk], end_of(row, step, why, stage))
            alike.setdefault(tuple(changes.items()), []).append(row.pk)
            for name, value in changes.items():
                setattr(row, name, value)
            moves.append(move_of(row, why, since[row.pk], None))
            events.append(event_of("proposals.proposal.closed", row, at=self.at, **told(row, why)))
        for group, ids in alike.items():
            Proposal.objects.filter(pk__in=ids).update(**dict(group))
        StageMove.objects.bulk_create(moves)
        Event.objects.bulk_create(events)

    def _go_on(self, row: Proposal) -> bool:
        """Whether its time ended it."""
        done: tuple[Step, ...] = ()
        with set_apart(row, at=self.at), transaction.atomic():
            free = Proposal.objects.select_for_update(skip_locked=True).filter(pk=row.pk)
            if free.exists():
                done = advance(proposal=row, at=self.at)
        return any(step.otherwise is not None for step in done)


def _only_ends(row: Proposal, step: Step) -> bool:
    is_last = bool(step.to) and row.rules.stage(step.to).kind == StageKind.CLOSED
    # What is judged by a result of its own is dated by it: one by one.
    is_judged_alone = asks_for_a_result(row.rules.stage(row.item.stage)) and not _is_placed(row)
    return step.otherwise is not None and is_last and not step.effects and not is_judged_alone


def _is_placed(row: Proposal) -> bool:
    return placing_stage(row.rules, row.item.stage) is not None


def _due(at: datetime, after: Position | None) -> QuerySet[Proposal]:
    """What was due first comes first; each with `ends_at`."""
    over = Q(stage__in=COUNTING, closes_at__lte=at) | Q(stage__in=TIMED - COUNTING, stage_ends_at__lte=at)
    found = Proposal.objects.filter(over, standing=Standing.OPEN).defer(*LONG_TEXTS)
    # In a debate or vote its own end counts; only there is one.
    found = found.annotate(ends_at=Coalesce(F("stage_ends_at"), F("closes_at")))
    if after is not None:
        moment, pk = after
        found = found.filter(Q(ends_at__gt=moment) | Q(ends_at=moment, pk__gt=pk))
    return found.order_by("ends_at", "pk")
