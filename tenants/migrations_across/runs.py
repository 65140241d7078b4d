"""What is written down about a run while it goes on, and read by whoever watches it, from whichever release."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Q
from django.db.models.functions import Now

from tenants.context import public
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.plan import Behind
from tenants.migrations_across.records import MigrationRun, Outcome, Ring
from tenants.models import SchemaMigration

State = SchemaMigration.State


@contextmanager
def written_down(*, parallel: int) -> Iterator[MigrationRun]:
    """The row of this run; how it ended is in it, whatever it was that ended it."""
    run = MigrationRun.objects.create(target=institution_head().digest, began_at=Now(), parallel=parallel)
    try:
        yield run
    except Exception as error:
        stopped(run, f"{type(error).__name__}: {error}")
        raise
    if run.outcome == Outcome.RUNNING:
        _end(run, Outcome.DONE, "")


def stopped(run: MigrationRun, error: str) -> None:
    _end(run, Outcome.STOPPED, error[:4000])


def _end(run: MigrationRun, outcome: Outcome, error: str) -> None:
    run.outcome = outcome
    MigrationRun.objects.filter(pk=run.pk).update(outcome=outcome, error=error, ended_at=Now())


def give_up_the_dead() -> None:
    """Whoever holds the lock of all runs knows that a run that still says it is running, is not."""
    MigrationRun.objects.filter(outcome=Outcome.RUNNING).update(outcome=Outcome.CUT_SHORT, ended_at=Now())


def enter(run: MigrationRun, ring: Ring) -> None:
    MigrationRun.objects.filter(pk=run.pk).update(ring=ring)


def done_of(run: MigrationRun, behind: Sequence[Behind]) -> int:
    return SchemaMigration.objects.filter(
        target=run.target, state=State.DONE, institution__in=[one.institution.pk for one in behind]
    ).count()


def expect(run: MigrationRun, rings: Mapping[Ring, Sequence[Behind]]) -> Callable[[], str]:
    """Write down how many there are; returns what says, each time one is done, how far it is and how long yet."""
    volunteers, rest = len(rings[Ring.VOLUNTEERS]), len(rings[Ring.REST])
    MigrationRun.objects.filter(pk=run.pk).update(volunteers=volunteers, rest=rest)
    return Teller(volunteers + rest).one_more


class Teller:
    """Counts for several workers at a time."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.began = time.monotonic()
        self.lock = threading.Lock()

    def one_more(self) -> str:
        with self.lock:
            self.done += 1
            left = (time.monotonic() - self.began) / self.done * (self.total - self.done)
            return f"[{self.done}/{self.total}, {ceil(left)} s left]"


@dataclass(frozen=True)
class Progress:
    """`seconds_left` is None while nothing is done yet, and when the run is over."""

    total: int
    done: int
    failed: int
    seconds_left: float | None

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.failed

    @property
    def percent(self) -> int:
        return 100 if not self.total else self.done * 100 // self.total


def progress_of(run: MigrationRun, at: datetime) -> Progress:
    """One query."""
    with public():
        since = Q(finished_at__gte=run.began_at)
        counts = SchemaMigration.objects.filter(target=run.target).aggregate(
            done=Count("pk", filter=since & Q(state=State.DONE)),
            failed=Count("pk", filter=since & Q(state=State.FAILED)),
        )
    total, done = run.volunteers + run.rest, counts["done"]
    left = None
    if run.outcome == Outcome.RUNNING and done:
        left = (at - run.began_at) / timedelta(seconds=1) / done * (total - done - counts["failed"])
    return Progress(total, done, counts["failed"], left)
