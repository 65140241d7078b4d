"""Working through the queue: several workers, one transaction per schema, resumable after a kill.

A worker holds its queue row's lock for as long as the schema's transaction lasts, and marks the row done in that same
transaction. A killed worker therefore leaves a waiting row and an untouched schema, and two workers never meet in one
schema. Which rows are this run's turn is known in the process alone: what another, killed one left waiting for a later
ring is not taken in this one.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue

from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from psycopg import sql
from psycopg.types.json import Jsonb

from tenants.connection import connection
from tenants.context import public
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.one_schema import refuse_non_atomic
from tenants.migrations_across.plan import Behind
from tenants.migrations_across.records import Ring
from tenants.migrations_across.replay import CameOutDifferent, Replayer
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
TAKE = """
SELECT FROM public.tenants_schemamigration WHERE id = %s AND state = 'waiting' FOR UPDATE SKIP LOCKED
"""
DONE = sql.SQL("""
UPDATE public.tenants_schemamigration SET state = 'done', error = '', attempts = attempts + 1, started_at = now(),
    finished_at = clock_timestamp(), applied = {applied} WHERE id = {pk}
""")


@dataclass(frozen=True)
class Failure:
    schema_name: str
    error: str


@dataclass
class Errand:
    """One schema's turn; `pk` of its row in the queue. `long_way`: sending what others got did not do."""

    pk: int
    schema_name: str
    missing: tuple[str, ...]
    long_way: bool = False


Line = SimpleQueue[Errand]


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
    line: Line = SimpleQueue()
    for errand in _queue(behind, head.digest, ring):
        line.put(errand)
    replayer = Replayer(head)
    stop = None if go_on else threading.Event()
    workers = max(1, min(parallel, len(behind)))
    with ThreadPoolExecutor(workers, thread_name_prefix="migrate") as pool:
        for worker in [pool.submit(_work, line, replayer, say, stop) for _ in range(workers)]:
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


def _queue(behind: Sequence[Behind], target: str, ring: Ring = Ring.REST) -> list[Errand]:
    """One waiting row per schema; one that was done or failed for this head before waits again.

    Who came to earlier heads, and when, stays for two years; who still waits for one waits in vain.
    """
    with public():
        earlier = SchemaMigration.objects.exclude(target=target)
        earlier.filter(Q(state=State.WAITING) | Q(finished_at__lt=Now() - timedelta(days=KEPT_DAYS))).delete()
        rows = SchemaMigration.objects.bulk_create(
            [
                SchemaMigration(institution=one.institution, target=target, queued_at=Now(), ring=ring)
                for one in behind
            ],
            update_conflicts=True,
            unique_fields=["institution", "target"],
            update_fields=["state", "attempts", "error", "queued_at", "ring", "started_at", "finished_at"],
        )
    order = {name: place for place, name in enumerate(institution_head().names)}
    return [
        Errand(row.pk, one.institution.schema_name, tuple(sorted(one.missing, key=order.__getitem__)))
        for row, one in zip(rows, behind, strict=True)
    ]


def _work(
    line: Line, replayer: Replayer, say: Callable[[str], object], stop: threading.Event | None = None
) -> None:
    """A worker thread, with a connection of its own until nobody has a turn any more."""
    try:
        done = 0
        while not (stop and stop.is_set()):
            try:
                errand = line.get_nowait()
            except Empty:
                return
            state = _bring(errand, replayer, say)
            if state == State.WAITING:
                line.put(errand)
            elif state == State.FAILED and stop:
                stop.set()
            done += 1
            if done % SCHEMAS_PER_CONNECTION == 0:
                connection.close()
    finally:
        connection.close()


def _bring(errand: Errand, replayer: Replayer, say: Callable[[str], object]) -> State | None:
    """What became of one schema; `waiting` for another turn, None where somebody else holds it or has done it."""
    began = time.monotonic()
    try:
        with transaction.atomic():
            if not _is_taken(errand):
                return None
            applied = replayer.bring(
                errand.schema_name,
                errand.missing,
                then=lambda applied: DONE.format(applied=Jsonb(list(applied)), pk=errand.pk),
                long_way=errand.long_way,
            )
    except CameOutDifferent:
        errand.long_way = True
        return State.WAITING
    except Exception as error:
        return _put_back(errand, error)
    say(f"{errand.schema_name}: {len(applied)} migrations in {(time.monotonic() - began) * 1000:.0f} ms")
    return State.DONE


def _is_taken(errand: Errand) -> bool:
    """Held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [errand.pk])
        return bool(cursor.rowcount)


def _put_back(errand: Errand, error: Exception) -> State:
    """What passes by itself is tried again later; anything else needs a person."""
    connection.set_schema_to_public()
    row = SchemaMigration.objects.get(pk=errand.pk)
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
        log.error("Schema %s could not be brought to head: %s", errand.schema_name, row.error)
    return State(row.state)
