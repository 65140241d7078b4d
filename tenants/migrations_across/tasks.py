"""The clock's door of looking after schemas."""

from celery import shared_task
from django.utils import timezone

from tenants.connection import connection
from tenants.migrations_across.drift import write_down_drift


@shared_task
def look_for_drift() -> int:
    """Every night; returns how many schemas differ from the template."""
    found = write_down_drift(at=timezone.now())
    # This connection has met every table of every schema, and would remember them all.
    if not connection.in_atomic_block:
        connection.close()
    return len(found)
