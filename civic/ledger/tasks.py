"""The clock's door: what is sealed every ten minutes, and checked every hour."""

from celery import shared_task
from django.utils import timezone

from civic.ledger.checking import check
from civic.ledger.keeping import keep_by_privilege
from civic.ledger.publishing import publish
from civic.ledger.sealing import seal
from civic.ledger.taking_over import take_over_some
from platform_core.jobs.task import InstitutionTask
from tenants.tasks import open_institution_ids


@shared_task
def seal_everywhere() -> None:
    for institution_id in open_institution_ids():
        seal_here.apply_async(kwargs={"institution_id": institution_id}, expires=550)


@shared_task(base=InstitutionTask)
def seal_here() -> None:
    """Lost, killed or run twice: the next one goes on where this one stopped."""
    while take_over_some():
        pass
    keep_by_privilege()
    seal(at=timezone.now())
    publish()


@shared_task
def check_everywhere() -> None:
    for institution_id in open_institution_ids():
        check_here.apply_async(kwargs={"institution_id": institution_id}, expires=3_500)


@shared_task(base=InstitutionTask)
def check_here() -> None:
    check(at=timezone.now())
