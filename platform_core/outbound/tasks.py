"""The clock's door for letters of the platform itself; institutions' letters are carried by the journeys' task."""

from celery import shared_task
from django_tenants.utils import get_public_schema_name, schema_context

from platform_core.outbound.actions import send_waiting


@shared_task
def carry_the_platforms_letters() -> None:
    """An operator's codes and notices, written in the public schema."""
    with schema_context(get_public_schema_name()):
        send_waiting()
