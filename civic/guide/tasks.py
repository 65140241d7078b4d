"""The clock's door: once an hour somebody looks around."""

from celery import shared_task
from django.utils import timezone

from civic.guide.signals import look_around
from platform_core.jobs.task import InstitutionTask
from tenants.tasks import open_institution_ids

# What was not done within the hour is done by the next one. Seconds.
EXPIRES = 3_000


@shared_task
def look_around_everywhere() -> None:
    for institution_id in open_institution_ids():
        look_around_here.apply_async(kwargs={"institution_id": institution_id}, expires=EXPIRES)


@shared_task(base=InstitutionTask)
def look_around_here() -> None:
    """Suggestions for the monitoring log. Safe to run twice at once."""
    look_around(at=timezone.now())
