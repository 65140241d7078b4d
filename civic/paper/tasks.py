"""The clock's door: what may not be kept any longer goes."""

from celery import shared_task
from django.utils import timezone

from civic.paper.people import forget_contacts
from civic.paper.sheets import forget_scans
from civic.paper.visits import forget_visits
from platform_core.jobs.task import InstitutionTask
from tenants.tasks import open_institution_ids


@shared_task
def forget_paper_everywhere() -> None:
    for institution_id in open_institution_ids():
        forget_paper.apply_async(kwargs={"institution_id": institution_id})


@shared_task(base=InstitutionTask)
def forget_paper() -> None:
    """Readable contacts, scans and visits at kiosks whose time is over. Safe to run twice at once."""
    now = timezone.now()
    today = timezone.localdate(now)
    forget_contacts(today=today, at=now)
    forget_scans(today=today, at=now)
    forget_visits(at=now)
