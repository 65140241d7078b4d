"""The clock's door: what Celery runs. Each task loads and makes one call; stopping them changes no right."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import sample

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from civic.answers import announcing
from civic.debates.grouping import group_what_changed
from civic.efficacy.digest import write_digests
from civic.execution import reminding
from civic.identity.guardians import forget_unanswered
from civic.journeys.agenda import keep_agenda_time
from civic.journeys.ask import publish_due_questions
from civic.journeys.bring_along import bring_on
from civic.journeys.clock import (
    announce_overdue_answers,
    close_for_a_while,
    recount_ballots,
    recount_debates,
)
from civic.journeys.clock import recount as recount_now
from civic.journeys.closing import Position
from civic.journeys.gather import keep_time
from civic.journeys.measure import measure
from civic.journeys.one_time import CODE_LETTERS, CODES_KEPT
from civic.journeys.paper_carrying import carry_some, send_for_waiting_sheets
from civic.journeys.reporting import send_for_waiting
from civic.journeys.settle import count_and_settle
from civic.journeys.simulating.asking import KEPT, forget_simulations
from civic.journeys.simulating.running import carry_out
from civic.people.age_bands import keep_age_bands
from civic.privacy.dormancy import erase_dormant, warn_dormant
from civic.privacy.looks import forget_old_looks
from civic.privacy.models import Kind
from civic.privacy.register import note_destroyed
from civic.privacy.requests import FAREWELL, forget_old_requests, remind_of_requests
from civic.privacy.schedules import LETTERS as MAIL_KEPT
from civic.privacy.schedules import UNSAVED_FILES as UNSAVED_FILES_KEPT
from civic.proposals.attaching import forget_waiting
from civic.results import printing
from platform_core.access.place import institution_here
from platform_core.access.standings import meaning_of
from platform_core.events.actions import announce_pending
from platform_core.jobs.task import WORKING, InstitutionTask, still_works
from platform_core.outbound.actions import forget_old_mail, forget_sent, send_waiting
from platform_core.outbound.own_sender import look_at_sender, own_sender
from platform_core.outbound.pausing import STALE, let_lapse
from tenants.tasks import institutions_with_work, open_institution_ids

log = logging.getLogger("madang.jobs")
# What one institution may take of a worker at a stretch for closing windows, and the rest it gives to others. Seconds.
SLICE, REST = 0.5, 0.5
# A turn not had by then is worth nothing: the next sweep asks again. Seconds.
TURN_EXPIRES, CLOCK_EXPIRES = 10, 120
LONGEST_TURN = timedelta(seconds=5)
# What every institution has done at night is spread over this, so that counting goes on in between. Seconds.
NIGHT = 30 * 60


@shared_task
def do_waiting_work() -> None:
    """Every second: hand each institution that has something waiting its own task.

    Workers that cannot keep up find no queue that grows without end, and no institution that is always last.
    """
    _hand_out(work_here, institutions_with_work(), expires=TURN_EXPIRES)


@shared_task(base=InstitutionTask, runs_in=WORKING | {"read_only"})
def work_here() -> None:
    """Count supports, tell listeners, carry mail: none waits for the other to succeed. Safe to run twice at once.

    In a read-only institution that is only what people do about their own accounts: they leave with their texts,
    they ask for a code to come in with. What was waiting before is parked.
    """
    here = institution_here()
    if not meaning_of(here).works:
        _carry_on(lambda: announce_pending(since=here.standing_changed_at))
        _carry_on(lambda: send_waiting(written_since=here.standing_changed_at))
        return
    _carry_on(lambda: count_and_settle(at=timezone.now()))
    _carry_on(announce_pending)
    _carry_on(send_waiting)
    # New rules are an event: whoever announces them brings along what is under way.
    _carry_on(bring_along)


def _carry_on(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception:
        log.exception("Work left over for the next turn")


@shared_task
def turn_the_clock_everywhere() -> None:
    _hand_out(turn_the_clock, open_institution_ids(), expires=CLOCK_EXPIRES)


@shared_task(base=InstitutionTask)
def turn_the_clock() -> None:
    """A bounded piece of work a minute: what is left over waits for the next turn, after the neighbours'."""
    now = timezone.now()
    _carry_on(close_a_slice)
    _carry_on(lambda: publish_due_questions(at=now))
    _carry_on(lambda: announce_overdue_answers(at=now))
    _carry_on(lambda: announcing.end_pauses(at=now))
    _carry_on(lambda: announcing.escalate_late_answers(at=now))
    _carry_on(lambda: announcing.announce_interims_owed(at=now))
    _carry_on(lambda: announcing.announce_unassigned(at=now))
    _carry_on(lambda: keep_agenda_time(at=now))
    _carry_on(lambda: keep_time(at=now))
    _carry_on(lambda: reminding.remind_departments(at=now))
    _carry_on(lambda: reminding.announce_plans_overdue(at=now))
    _carry_on(send_for_waiting)
    _carry_on(send_for_waiting_sheets)
    _carry_on(bring_along)
    _carry_on(lambda: group_what_changed(at=now))


@shared_task(base=InstitutionTask)
def go_on_closing(moment: str, pk: int) -> None:
    """From behind the proposal whose window passed at `moment`."""
    close_a_slice((datetime.fromisoformat(moment), pk))


def close_a_slice(after: Position | None = None) -> None:
    """What is left over is asked for again, behind the institutions that wait meanwhile: none starves another.

    Lost on the way, it is found by the next turn of the clock.
    """
    turn = close_for_a_while(at=timezone.now(), after=after, seconds=SLICE)
    if turn.after is not None:
        moment, pk = turn.after
        go_on_closing.apply_async(
            kwargs={"institution_id": institution_here().pk, "moment": moment.isoformat(), "pk": pk},
            expires=CLOCK_EXPIRES,
            countdown=REST,
        )


def bring_along() -> None:
    """Open items taken over to new rules, while the turn lasts: the next one goes on where this one ends."""
    began = timezone.now()
    while bring_on(at=timezone.now()) and timezone.now() - began < LONGEST_TURN and still_works():
        pass


@shared_task
def recount_everywhere() -> None:
    _hand_out(recount, open_institution_ids(), over=NIGHT)


@shared_task(base=InstitutionTask)
def recount() -> None:
    recount_now(at=timezone.now())
    recount_debates(at=timezone.now())
    recount_ballots(at=timezone.now())


@shared_task
def measure_everywhere() -> None:
    _hand_out(measure_here, open_institution_ids(), over=NIGHT)


@shared_task(base=InstitutionTask)
def measure_here() -> None:
    """Statistics up to last midnight, and letters of the period that ended: whatever the last hour left over.

    Asked every hour, because what a crash cut short is then found again; done once, it costs a question or two.
    """
    _carry_on(lambda: measure(at=timezone.now()))
    _carry_on(lambda: write_digests(at=timezone.now()))


@shared_task
def tidy_everywhere() -> None:
    _hand_out(tidy, open_institution_ids(), over=NIGHT)


@shared_task(base=InstitutionTask)
def tidy() -> None:
    """Old letters, ended sessions and files that were never saved hold personal data nobody needs any more.

    And whoever lets us write in their name is asked whether they still do. None waits for the other to succeed.
    """
    now = timezone.now()
    _carry_on(lambda: call_command("clearsessions"))
    _carry_on(lambda: _forget_letters(now))
    _carry_on(lambda: let_lapse(before=now - STALE))
    _carry_on(lambda: forget_simulations(before=now - KEPT))
    _carry_on(lambda: _forget_files(now))
    _carry_on(lambda: forget_old_looks(at=now))
    _carry_on(lambda: forget_old_requests(at=now))
    _carry_on(lambda: forget_sent(about=FAREWELL))
    _carry_on(lambda: forget_sent(about=CODE_LETTERS, before=now - CODES_KEPT))
    _carry_on(lambda: remind_of_requests(at=now))
    _carry_on(lambda: forget_unanswered(at=now))
    _carry_on(lambda: keep_age_bands(today=localdate(now)))
    _carry_on(lambda: warn_dormant(at=now))
    _carry_on(lambda: erase_dormant(at=now))
    _carry_on(_look_at_own_sender)


def _forget_letters(now: datetime) -> None:
    letters = forget_old_mail(before=now - MAIL_KEPT)
    note_destroyed(Kind.LETTERS, letters, before=now - MAIL_KEPT, at=now)


def _forget_files(now: datetime) -> None:
    files = forget_waiting(before=now - UNSAVED_FILES_KEPT)
    note_destroyed(Kind.FILES, files, before=now - UNSAVED_FILES_KEPT, at=now)


def _look_at_own_sender() -> None:
    if (sender := own_sender()) is not None:
        look_at_sender(sender=sender, at=timezone.now())


@shared_task(base=InstitutionTask)
def simulate(pk: int) -> None:
    """Rules are tried on past items. Lost or run twice, it is done once: the page asks for it again."""
    carry_out(pk=pk)


@shared_task(base=InstitutionTask)
def carry_out_paper(pk: int) -> None:
    """The rows of a sheet, each once. Lost, killed or run twice, it goes on where it was: page and clock ask again."""
    while still_works() and carry_some(pk=pk, at=timezone.now()):
        pass


@shared_task(base=InstitutionTask)
def print_report(pk: int) -> None:
    """The PDF of a published result. Lost or run twice, it is made once: its page and the clock ask for it again."""
    printing.carry_out(pk=pk)


def _hand_out(task: InstitutionTask, ids: list[int], *, expires: int | None = None, over: int = 0) -> None:
    """A task for each, in any order; one after the other within `over` seconds."""
    for place, institution_id in enumerate(sample(ids, len(ids))):
        task.apply_async(
            kwargs={"institution_id": institution_id},
            expires=expires,
            countdown=over * place / len(ids) if over else None,
        )
