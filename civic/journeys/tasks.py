"""The clock's door: what Celery runs. Each task loads and makes one call; stopping them changes no right."""

import logging
from collections.abc import Callable
from datetime import timedelta
from random import sample

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
# A turn not had by then is worth nothing: the next sweep asks again. Seconds.
TURN_EXPIRES = 10


@shared_task
def do_waiting_work() -> None:
    """Every second: hand each institution that has something waiting its own task.

    Workers that cannot keep up find no queue that grows without end, and no institution that is always last.
    """
    waiting = institutions_with_work()
    for institution_id in sample(waiting, len(waiting)):
        work_here.apply_async(kwargs={"institution_id": institution_id}, expires=TURN_EXPIRES)


@shared_task(base=InstitutionTask)
def work_here() -> None:
    """Count supports, tell listeners, carry mail: none waits for the other to succeed. Safe to run twice at once."""
    _carry_on(lambda: count_and_settle(at=timezone.now()))
    _carry_on(announce_pending)
    _carry_on(send_waiting)


def _carry_on(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception:
        log.exception("Work left over for the next turn")


@shared_task
def turn_the_clock_everywhere() -> None:
    for institution_id in open_institution_ids():
        turn_the_clock.delay(institution_id=institution_id)


@shared_task(base=InstitutionTask)
def turn_the_clock() -> None:
    """A bounded piece of work a minute: what is left over waits for the next turn, after the neighbours'."""
    now = timezone.now()
    _carry_on(lambda: close_windows(at=now))
    _carry_on(lambda: announce_overdue_answers(at=now))


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
