"""The clock's door: it tells that a scheduled theme has begun. What is worn is judged whenever a page is drawn."""

from celery import shared_task
from django.utils import timezone

from tenants.tasks import carry_on, for_every_institution
from themes.actions import note_begun


@shared_task
def note_begun_everywhere() -> None:
    """Every minute. Stopping it changes nothing that anybody sees."""
    for institution in for_every_institution():
        with carry_on(institution):
            note_begun(at=timezone.now())
