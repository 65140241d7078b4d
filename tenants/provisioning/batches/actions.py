"""Keeping a table of orders, opening its rows, and going on where it stopped.

A row is ordered in the transaction that notes its institution: whoever is killed leaves it ordered or not.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from platform_core.access import YES, Verdict, no, require
from platform_core.events.actions import record
from tenants import events
from tenants.connection import connection
from tenants.context import public
from tenants.models import OpeningBatch, OpeningRow, RowState
from tenants.provisioning.asking import SILENT, has_broker
from tenants.provisioning.batches.reading import JudgedRow, faults_of_row, order_of
from tenants.provisioning.placing import OrderRefused, place_order
from tenants.provisioning.run import AlreadyRunning, StepFailed, run_steps

log = logging.getLogger("madang.tenants")
LOCK_FAMILY = 4708
Announce = Callable[[OpeningRow], object]


class BatchRunning(Exception):
    """Somebody else is opening its rows at this moment."""


@transaction.atomic
def keep_batch(*, name: str, rows: list[JudgedRow], at: datetime, by: models.Model | None) -> OpeningBatch:
    """The table with what is wrong in it; nothing is opened yet."""
    with public():
        batch = OpeningBatch.objects.create(
            name=name, made_at=at, moved_at=at, made_by=getattr(by, "name", "")
        )
        OpeningRow.objects.bulk_create(
            OpeningRow(
                batch=batch,
                number=row.number,
                given=dict(row.given),
                faults=dict(row.faults),
                cautions=dict(row.cautions),
                state=RowState.WRONG if row.faults else RowState.WAITING,
            )
            for row in rows
        )
        return batch


def may_begin(batch: OpeningBatch) -> Verdict:
    if not batch.rows.exclude(state__in=[RowState.WRONG, RowState.OPEN]).exists():
        return no(
            "nothing_to_open", _("There is no row that could be opened."), _("Correct the table first.")
        )
    return YES


def begin(*, batch: OpeningBatch, at: datetime, by: models.Model | None, here: bool = False) -> bool:
    """Open its rows, or go on with them; True when a worker does it. Raises Refused (`nothing_to_open`).

    Without a broker, or with `here`, whoever asks calls run_batch().
    """
    with public(), transaction.atomic():
        locked = OpeningBatch.objects.select_for_update().get(pk=batch.pk)
        require(may_begin(locked))
        # What failed or was refused is tried again: its cause may have been cured.
        locked.rows.filter(state__in=[RowState.FAILED, RowState.REFUSED]).update(state=RowState.WAITING)
        first = locked.begun_at is None
        OpeningBatch.objects.filter(pk=batch.pk).update(
            begun_at=locked.begun_at or at, moved_at=at, finished_at=None
        )
        if first:
            record(events.BATCH_BEGUN, locked, at=at, actor=by, name=locked.name, rows=locked.rows.count())
    return not here and _hand_over(batch)


def _hand_over(batch: OpeningBatch) -> bool:
    from tenants.provisioning.tasks import open_batch

    if not has_broker():
        return False
    try:
        open_batch.apply_async(kwargs={"pk": batch.pk})
    except OperationalError:
        return False
    return True


def run_batch(
    batch: OpeningBatch,
    *,
    by: models.Model | None = None,
    at_most: timedelta | None = None,
    announce: Announce = lambda row: None,
) -> bool:
    """Open row after row; True when none is left, False when the time was over before. Raises BatchRunning."""
    began = timezone.now()
    with public(), _only_one(batch):
        for pk in list(_left(batch).values_list("pk", flat=True)):
            if at_most is not None and timezone.now() - began > at_most:
                return False
            row = OpeningRow.objects.get(pk=pk)
            _open_row(row, by)
            OpeningBatch.objects.filter(pk=batch.pk).update(moved_at=timezone.now())
            announce(row)
        OpeningBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())
    return True


def _left(batch: OpeningBatch) -> "models.QuerySet[OpeningRow]":
    waiting = [RowState.WAITING, RowState.OPENING]
    return OpeningRow.objects.filter(batch=batch, state__in=waiting).order_by("number")


def _open_row(row: OpeningRow, by: models.Model | None) -> None:
    """Whatever is wrong with one keeps no other from its turn."""
    try:
        if row.institution is None:
            _order(row, by)
        if row.institution is not None:
            run_steps(row.institution)
            _note(row, RowState.OPEN)
    except StepFailed as failure:
        _note(row, RowState.FAILED, str(failure))
    except AlreadyRunning:
        # The clock goes on with it at this very moment: asked again when the table is.
        _note(row, RowState.FAILED, _("It is being opened by somebody else at this moment."))
    except Exception as error:
        log.exception("Row %s of table %s", row.number, row.batch_id)
        _note(row, RowState.FAILED, f"{type(error).__name__}: {error}")


@transaction.atomic
def _order(row: OpeningRow, by: models.Model | None) -> None:
    """Judged again: since the table was read somebody may have taken its address."""
    faults, _cautions = faults_of_row(row.given, lambda address: (None, None))
    try:
        if faults:
            raise OrderRefused(faults)
        row.institution = place_order(order=order_of(row.given), at=timezone.now(), by=by)
    except OrderRefused as refused:
        row.faults = {name: str(sentence) for name, sentence in refused.errors.items()}
        _note(row, RowState.REFUSED)
        return
    _note(row, RowState.OPENING)


def _note(row: OpeningRow, state: RowState, error: str = "") -> None:
    row.state, row.error, row.moved_at = state, error[:2000], timezone.now()
    row.save(update_fields=["state", "error", "moved_at", "institution", "faults"])


@contextmanager
def _only_one(batch: OpeningBatch) -> Iterator[None]:
    """Dies with its connection, as that of one opening does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_FAMILY, batch.pk])
        if not cursor.fetchone()[0]:
            raise BatchRunning(f"The table {batch.pk} is being opened already.")
    try:
        yield
    finally:
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_FAMILY, batch.pk])


def counts_of(batch: OpeningBatch) -> dict[str, int]:
    """How many rows are in each state."""
    with public():
        found = batch.rows.order_by("state").values_list("state").annotate(rows=Count("pk"))
        return dict.fromkeys(RowState.values, 0) | dict(found)


def batches_left_lying(at: datetime) -> list[OpeningBatch]:
    with public():
        waiting = OpeningBatch.objects.filter(
            begun_at__isnull=False, finished_at=None, moved_at__lt=at - SILENT
        )
        return list(waiting.order_by("pk"))


def forget_tables(*, before: datetime) -> int:
    """Tables in which nothing has happened since; returns how many."""
    with public():
        old = OpeningBatch.objects.filter(moved_at__lt=before)
        count = old.count()
        old.delete()
        return count
