"""The clock's door: a visit whose time is over gets its end, and the administrators their letter."""

from celery import shared_task
from django.utils import timezone

from civic.visits.actions import end_visit
from civic.visits.models import Ending, Visit
from tenants.context import institution_context, public
from tenants.models import Institution
from tenants.tasks import carry_on
from tenants.watching.visits import note_ended, run_out


@shared_task
def end_visits_that_are_over() -> int:
    """Every minute. The session opened nothing since the very second; this writes it down. Returns how many."""
    over = run_out(at=timezone.now())
    for one in over:
        with public():
            institution = Institution.objects.filter(pk=one["institution_id"]).first()
        if institution is None:
            continue
        with carry_on(institution), institution_context(institution):
            visit = Visit.objects.filter(key=one["key"]).first()
            now = timezone.now()
            if visit is None or not end_visit(visit=visit, because=Ending.TIME, at=now):
                note_ended(key=one["key"], at=now)
    return len(over)
