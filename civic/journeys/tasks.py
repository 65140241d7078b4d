"""The clock's door: what Celery runs. Each task loads and makes one call; stopping them changes no right."""

import logging
from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from civic.journeys.clock import announce_overdue_answers, close_windows
from civic.journeys.clock import recount as recount_now
from civic.journeys.settle import count_and_settle
from platform_core.events.actions import announce_pending
from platform_core.jobs.task import InstitutionTask
from platform_core.outbound.actions import forget_old_mail, send_waiting
from tenants.tasks import institutions_with_work, open_institution_ids

log = logging.getLogger("madang.jobs")
MAIL_KEPT = timedelta(days=90)


@shared_task
def do_waiting_work() -> None:
    """Every second: hand each institution that has something waiting its own task."""
    for institution_id in institutions_with_work():
        work_here.delay(institution_id=institution_id)


@shared_task(base=InstitutionTask)
def work_here() -> None:
    """Count supports, tell listeners, carry mail. Safe to run twice at once."""
    count_and_settle(at=timezone.now())
    announce_pending()
    send_waiting()


@shared_task
def turn_the_clock_everywhere() -> None:
    for institution_id in open_institution_ids():
        turn_the_clock.delay(institution_id=institution_id)


@shared_task(base=InstitutionTask)
def turn_the_clock() -> None:
    """A bounded piece of work a minute: what is left over waits for the next turn, after the neighbours'."""
    now = timezone.now()
    close_windows(at=now)
    announce_overdue_answers(at=now)


@shared_task
def recount_everywhere() -> None:
    for institution_id in open_institution_ids():
        recount.delay(institution_id=institution_id)


@shared_task(base=InstitutionTask)
def recount() -> None:
    recount_now(at=timezone.now())


@shared_task
def tidy_everywhere() -> None:
    for institution_id in open_institution_ids():
        tidy.delay(institution_id=institution_id)


@shared_task(base=InstitutionTask)
def tidy() -> None:
    """Old letters and ended sessions hold personal data nobody needs any more."""
    call_command("clearsessions")
    forget_old_mail(before=timezone.now() - MAIL_KEPT)
