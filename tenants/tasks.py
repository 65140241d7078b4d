"""Work over all institutions, and before they are ordered.

`for_every_institution` is the only loop that enters each schema.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.models import Institution, Standing
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
