"""Work over all institutions, and before they are ordered.

`for_every_institution` is the only loop that enters each schema.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.domains.actions import KEPT_LOOKING, look_again
from tenants.migrations_across import tasks as schema_tasks  # noqa: F401 - found where Celery looks
from tenants.models import DomainState, Institution, OwnDomain, Standing
from tenants.provisioning import tasks as opening_tasks  # noqa: F401 - found where Celery looks
from tenants.provisioning.spares import keep_spares

log = logging.getLogger("madang.tenants")


def for_every_institution() -> Iterator[Institution]:
    """Each open institution in turn; the loop's body runs inside its schema.

    Put the body in `with carry_on(institution):` so that one institution's error is logged and does
    not keep the next from its turn.
    """
    with public():
        institutions = list(Institution.objects.filter(standing=Standing.OPEN).order_by("id"))
    for institution in institutions:
        with institution_context(institution):
            yield institution


@contextmanager
def carry_on(institution: Institution) -> Iterator[None]:
    """Log what goes wrong inside, and go on."""
    try:
        yield
    except Exception:
        log.exception("Skipped %s after an error", institution.schema_name)


def open_institution_ids() -> list[int]:
    with public():
        return list(
            Institution.objects.filter(standing=Standing.OPEN).order_by("id").values_list("pk", flat=True)
        )


def institutions_with_work(moment: datetime | None = None) -> list[int]:
    """Ids of open institutions with events to announce, mail to send or supports to count.

    One round trip for any number of institutions (a function in the public schema asks each);
    what is postponed beyond `moment` (default: now) does not count.
    """
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenants_institutions_with_work(%s)", [moment or timezone.now()])
        return [row[0] for row in cursor.fetchall()]


@shared_task
def keep_spare_schemas() -> None:
    """Every minute: as many schemas as settings.SPARE_SCHEMAS stand ready for the next openings."""
    kept = keep_spares(settings.SPARE_SCHEMAS)
    if kept.made or kept.dropped:
        log.info("Spare schemas: %d made, %d dropped", kept.made, kept.dropped)


@shared_task
def look_at_domains() -> int:
    """Every name in use, once a day; returns how many were looked at."""
    return _look_at(Q(live_at__isnull=False) | Q(state=DomainState.LOST))


@shared_task
def look_at_new_domains() -> int:
    """Every ten minutes: whoever has just written the record need not come back to press a button."""
    return _look_at(Q(live_at=None, asked_at__gt=timezone.now() - KEPT_LOOKING))


def _look_at(which: Q) -> int:
    with public():
        names = list(OwnDomain.objects.filter(which).select_related("institution").order_by("pk"))
    for own in names:
        with carry_on(own.institution):
            look_again(own=own, at=timezone.now())
    return len(names)
