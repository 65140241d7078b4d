"""The worker opens what was ordered, goes on where another was killed, and clears away what nobody wants any more."""

import logging
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from tenants.context import public
from tenants.models import Institution, OpeningBatch, Standing
from tenants.provisioning.asking import abandoned, left_lying
from tenants.provisioning.batches.actions import BatchRunning, batches_left_lying, forget_tables, run_batch
from tenants.provisioning.run import AlreadyRunning, NotInPreparation, StepFailed, discard_order, run_steps
from tenants.trials.actions import forget_unconfirmed

# Tables of orders hold names and addresses of people: no longer than they are of use.
TABLES_KEPT_DAYS = 90
log = logging.getLogger("madang.tenants")


@shared_task
def go_on_opening(*, pk: int) -> None:
    """What is left of the steps. A step that fails says so in its row, and waits for a person."""
    with public():
        institution = Institution.objects.filter(pk=pk, standing=Standing.PREPARING).first()
    if institution is not None:
        with suppress(StepFailed, AlreadyRunning):
            run_steps(institution)


@shared_task
def go_on_with_openings() -> int:
    """Every minute: what a killed worker left lying; returns how many were taken up."""
    found = left_lying(timezone.now())
    for institution in found:
        with suppress(StepFailed, AlreadyRunning):
            run_steps(institution)
    for batch in batches_left_lying(timezone.now()):
        with suppress(BatchRunning):
            run_batch(batch)
    return len(found)


@shared_task
def open_batch(*, pk: int) -> None:
    """The rows of a table, one after the other."""
    with public():
        batch = OpeningBatch.objects.filter(pk=pk).first()
    if batch is not None:
        with suppress(BatchRunning):
            run_batch(batch)


@shared_task
def discard_abandoned_orders() -> int:
    """Once a day; returns how many are gone."""
    now = timezone.now()
    forget_unconfirmed(before=now - timedelta(days=7))
    forget_tables(before=now - timedelta(days=TABLES_KEPT_DAYS))
    return len(clear_away(None))


def clear_away(by: object) -> list[str]:
    """Discard every abandoned order; returns their names. One that cannot be is logged and stays."""
    gone = []
    for institution in abandoned(timezone.now()):
        try:
            discard_order(institution=institution, at=timezone.now(), by=by)  # type: ignore[arg-type]
        except (AlreadyRunning, NotInPreparation) as reason:
            log.warning("The order %s was not discarded: %s", institution.schema_name, reason)
        else:
            gone.append(institution.name)
    return gone
