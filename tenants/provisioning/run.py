"""Opening an institution: the ordered steps, one transaction each, resumable wherever it stopped."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from platform_core.events.actions import record
from tenants import events
from tenants.connection import connection
from tenants.context import public
from tenants.models import Institution, ProvisioningStep, Standing, StepState
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import place_order
from tenants.provisioning.removal import remove_everything

log = logging.getLogger("madang.tenants")
LOCK_FAMILY = 4707
Announce = Callable[[ProvisioningStep], object]


class StepFailed(Exception):
    """A step raised. The institution stays in preparation; `step.error` says why; resume when it is cured."""

    def __init__(self, step: ProvisioningStep) -> None:
        super().__init__(f"{step.path}: {step.error}")
        self.step = step


class AlreadyRunning(Exception):
    """Somebody else is opening this institution at this moment."""


class NotInPreparation(Exception):
    """The institution has been opened: it can be suspended, archived and erased, not discarded."""


def open_institution(
    *, order: InstitutionOrder, at: datetime, by: models.Model | None = None, announce: Announce | None = None
) -> Institution:
    """Place the order and run every step. Raises OrderRefused, StepFailed."""
    institution = place_order(order=order, at=at, by=by)
    run_steps(institution, announce=announce)
    return institution


def run_steps(institution: Institution, *, announce: Announce | None = None) -> None:
    """Run what is not done yet, in the order of settings.PROVISIONING_STEPS.

    Each step is called in the public schema, in a transaction that also records it as done, so
    that a process killed anywhere leaves steps done or not done. `announce` hears each step as it
    begins, ends or fails. Raises StepFailed, AlreadyRunning.
    """
    with public(), _only_one(institution):
        for step in _steps_of(institution):
            if step.state != StepState.DONE:
                _run(step, institution, announce or (lambda step: None))


def discard_order(*, institution: Institution, at: datetime, by: models.Model | None = None) -> None:
    """Forget an order that was never opened: no row, schema, file or host stays.

    Raises NotInPreparation, AlreadyRunning.
    """
    with public(), _only_one(institution), transaction.atomic():
        found = Institution.objects.select_for_update().filter(pk=institution.pk, standing=Standing.PREPARING)
        if not found.exists():
            raise NotInPreparation(f"{institution} is not in preparation.")
        record(events.DISCARDED, institution, at=at, actor=by, name=institution.name)
        remove_everything(institution)


@contextmanager
def _only_one(institution: Institution) -> Iterator[None]:
    """A lock that dies with its connection: a killed process holds nothing up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_FAMILY, institution.pk])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning(f"{institution} is being opened by another process.")
    try:
        yield
    finally:
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_FAMILY, institution.pk])


def _steps_of(institution: Institution) -> list[ProvisioningStep]:
    """The rows of today's steps in today's order: a release in between may have added or moved some."""
    institution.steps.exclude(path__in=settings.PROVISIONING_STEPS).exclude(state=StepState.DONE).delete()
    known = {step.path: step for step in institution.steps.all()}
    steps = []
    for position, path in enumerate(settings.PROVISIONING_STEPS):
        step = known.get(path) or ProvisioningStep(institution=institution, path=path)
        if step.pk is None or step.position != position:
            step.position = position
            step.save()
        steps.append(step)
    return steps


def _run(step: ProvisioningStep, institution: Institution, announce: Announce) -> None:
    step.state, step.error, step.finished_at = StepState.RUNNING, "", None
    step.started_at = timezone.now()
    step.attempts += 1
    step.save()
    announce(step)
    try:
        with transaction.atomic():
            import_string(step.path)(institution)
            connection.set_schema_to_public()
            step.state, step.finished_at = StepState.DONE, timezone.now()
            step.save()
    except Exception as error:
        log.exception("%s failed for %s", step.path, institution.schema_name)
        connection.set_schema_to_public()
        step.state, step.finished_at = StepState.FAILED, timezone.now()
        step.error = f"{type(error).__name__}: {error}"[:2000]
        step.save()
        announce(step)
        raise StepFailed(step) from error
    announce(step)
