"""Working through the queue: several workers, one transaction per schema, resumable after a kill.

A worker holds its queue row's lock for as long as the schema's transaction lasts, and marks the
row done in that same transaction. A killed worker therefore leaves a waiting row and an untouched
schema, and two workers never meet in one schema.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from tenants.connection import connection
from tenants.context import public, schema
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.one_schema import be_patient, refuse_non_atomic
from tenants.migrations_across.plan import Behind
from tenants.migrations_across.records import Ring
from tenants.migrations_across.replay import Replayer
from tenants.models import SchemaMigration

log = logging.getLogger("madang.tenants")
State = SchemaMigration.State
# A lock that could not be had in two seconds is asked for again, after a pause that grows.
TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
# A PostgreSQL backend remembers the catalog of every schema it touched, and never forgets.
SCHEMAS_PER_CONNECTION = 200
KEPT_DAYS = 730
HELD = "Another process, perhaps a killed one PostgreSQL has not yet noticed, holds this schema. Run again."


@dataclass(frozen=True)
class Failure:
    schema_name: str
    error: str


def migrate_institutions(
    behind: Sequence[Behind],
    *,
    parallel: int = 1,
    say: Callable[[str], object] = lambda line: None,
    ring: Ring = Ring.REST,
    go_on: bool = True,
) -> list[Failure]:
    """Bring each of `behind` to head; returns those that failed and stayed as they were.

    Without `go_on` nothing more is begun once one has failed: what had not been begun stays as it was, and is not
    among the failures. Raises NotAtomic before anything is touched when a migration cannot be part of one transaction.
    """
    head = institution_head()
    missing = {name for one in behind for name in one.missing}
    refuse_non_atomic(m for name, m in zip(head.names, head.migrations, strict=True) if name in missing)
    with public():
        _queue(behind, head.digest, ring)
    replayer = Replayer(head)
    stop = None if go_on else threading.Event()
    workers = max(1, min(parallel, len(behind)))
    with ThreadPoolExecutor(workers, thread_name_prefix="migrate") as pool:
        for worker in [pool.submit(_work, replayer, say, stop) for _ in range(workers)]:
            worker.result()
    return _failures(behind, head.digest, is_stopped=stop is not None and stop.is_set())


def _failures(behind: Sequence[Behind], target: str, *, is_stopped: bool = False) -> list[Failure]:
    """Those of `behind` that are not done, with the reason."""
    with public():
        rows = SchemaMigration.objects.filter(
            target=target, institution__in=[one.institution.pk for one in behind]
        )
        undone = rows.exclude(state=State.DONE).select_related("institution").order_by("id")
        if is_stopped:
            undone = undone.exclude(state=State.WAITING)
        return [Failure(row.institution.schema_name, row.error or HELD) for row in undone]


def _queue(behind: Sequence[Behind], target: str, ring: Ring = Ring.REST) -> None:
    """One waiting row per schema; one that was done or failed for this head before waits again.

    Who came to earlier heads, and when, stays for two years; who still waits for one waits in vain.
    """
    earlier = SchemaMigration.objects.exclude(target=target)
    earlier.filter(Q(state=State.WAITING) | Q(finished_at__lt=Now() - timedelta(days=KEPT_DAYS))).delete()
    SchemaMigration.objects.bulk_create(
        [
            SchemaMigration(institution=one.institution, target=target, queued_at=Now(), ring=ring)
            for one in behind
        ],
        update_conflicts=True,
        unique_fields=["institution", "target"],
        update_fields=["state", "attempts", "error", "queued_at", "ring", "started_at", "finished_at"],
    )


def _work(replayer: Replayer, say: Callable[[str], object], stop: threading.Event | None = None) -> None:
    """A worker thread, with a connection of its own until nothing waits."""
    try:
        done = 0
        while not (stop and stop.is_set()) and _take_one(replayer, say, stop):
            done += 1
            if done % SCHEMAS_PER_CONNECTION == 0:
                connection.close()
    finally:
        connection.close()


def _take_one(replayer: Replayer, say: Callable[[str], object], stop: threading.Event | None = None) -> bool:
    """Migrate one waiting schema; False when none waits."""
    row: SchemaMigration | None = None
    began = time.monotonic()
    try:
        with transaction.atomic():
            be_patient()
            waiting = SchemaMigration.objects.filter(target=replayer.head.digest, state=State.WAITING)
            row = (
                waiting.annotate(taken_at=Now())
                .order_by("attempts", "id")
                .select_for_update(skip_locked=True)
                .first()
            )
            if row is None:
                return False
            name = row.institution.schema_name
            with schema(name):
                applied = replayer.bring_here()
            row.state, row.error, row.attempts = State.DONE, "", row.attempts + 1
            row.started_at, row.finished_at, row.applied = row.taken_at, Now(), applied
            row.save()
    except Exception as error:
        if row is None:
            raise
        _put_back(row, error)
        if stop and row.state == State.FAILED:
            stop.set()
        return True
    say(f"{name}: {len(applied)} migrations in {(time.monotonic() - began) * 1000:.0f} ms")
    return True


def _put_back(row: SchemaMigration, error: Exception) -> None:
    """What passes by itself is tried again later; anything else needs a person."""
    connection.set_schema_to_public()
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:2000]
    # A lock not had in time, a deadlock, a lost connection: nothing is wrong with the migration.
    is_passing = isinstance(error, OperationalError)
    row.state = State.WAITING if is_passing and row.attempts < TRIES else State.FAILED
    row.finished_at = Now()
    row.save(update_fields=["attempts", "error", "state", "finished_at"])
    if row.state == State.WAITING:
        time.sleep(FIRST_PAUSE_SECONDS * 2 ** (row.attempts - 1) * random.uniform(0.5, 1))
    else:
        log.error("Schema %s could not be brought to head: %s", row.institution_id, row.error)
