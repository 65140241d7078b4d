"""The clock's door: sites are made, and erasures carried out, a few seconds at a time."""

from celery import shared_task
from django.utils import timezone

from platform_core.access.place import institution_here
from platform_core.jobs.task import InstitutionTask
from tenants.closing.erasing import finish, unfinished
from tenants.closing.making import left_alone, make_on

# What one institution takes of a worker at a stretch. Seconds.
TURN = 5.0


@shared_task(base=InstitutionTask, runs_in=frozenset({"read_only"}))
def make_site() -> None:
    """A few seconds of it; what is left is asked for again, behind the institutions that wait meanwhile."""
    here = institution_here()
    if make_on(institution=here, now=timezone.now, seconds=TURN):
        make_site.apply_async(kwargs={"institution_id": here.pk})


@shared_task
def finish_erasures() -> None:
    """Every hour: what was cut short, or was not complete, is tried again until its certificate is signed."""
    for certificate in unfinished():
        finish(certificate=certificate)


@shared_task
def go_on_with_sites() -> None:
    """Every minute: a site whose worker was killed is made on."""
    for institution_id in left_alone(timezone.now()):
        make_site.apply_async(kwargs={"institution_id": institution_id})
