"""The clock's door: what is under way goes on, and what may not be kept any longer goes."""

from celery import shared_task
from django.utils import timezone

from civic.abuse.braking import brake, forget_stops
from civic.abuse.invalidating import carry_on
from civic.abuse.models import Invalidation, State
from civic.abuse.noting import KEPT, forget_traces
from civic.privacy.models import Kind
from civic.privacy.register import note_destroyed
from platform_core.jobs.task import InstitutionTask
from tenants.tasks import open_institution_ids


@shared_task
def look_everywhere() -> None:
    for institution_id in open_institution_ids():
        look_here.apply_async(kwargs={"institution_id": institution_id}, expires=50)


@shared_task(base=InstitutionTask)
def look_here() -> None:
    """Every minute: too much at once is held up; an invalidation whose worker was killed goes on; old traces go."""
    brake(at=timezone.now())
    under_way = Invalidation.objects.filter(state__in=(State.RUNNING, State.UNDOING)).order_by("pk")
    for pk in under_way.values_list("pk", flat=True):
        invalidate(pk)
    now = timezone.now()
    note_destroyed(Kind.TRACES, forget_traces(at=now), before=now - KEPT, at=now)
    forget_stops(before=now - KEPT)


@shared_task(base=InstitutionTask)
def carry_out_invalidation(pk: int) -> None:
    """Lost or run twice, it is done once."""
    invalidate(pk)


def invalidate(pk: int) -> None:
    while carry_on(pk=pk, at=timezone.now()):
        pass
