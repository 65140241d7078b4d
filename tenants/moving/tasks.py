"""The clock's and the worker's door."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from tenants.moving.ordering import carry_out, late_exports, throw_away_old
from tenants.moving.restoring import drop_kept

log = logging.getLogger("madang.tenants")


@shared_task
def write_export_now(*, pk: int) -> None:
    """Begun anew when it was cut short: `look_after_exports` finds it."""
    carry_out(pk=pk)


def hand_out(*, pk: int) -> None:
    """To a worker; while the broker is away the clock hands it out a little later."""
    try:
        write_export_now.delay(pk=pk)
    except OperationalError:
        log.warning("The broker is away: export %s waits for the clock.", pk)


@shared_task
def look_after_exports() -> None:
    """Every minute: what nobody writes is handed out again, what is old is thrown away."""
    now = timezone.now()
    for pk in late_exports(at=now):
        hand_out(pk=pk)
    throw_away_old(at=now)


@shared_task
def drop_kept_schemas() -> None:
    """Once a night: schemas that a restore set aside, after their days."""
    if names := drop_kept(at=timezone.now()):
        log.info("Schemas set aside by restores dropped: %s", ", ".join(names))
