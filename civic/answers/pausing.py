"""Stopping the clock (보완 요청) and letting it go on. Paused time is not counted, not a day more.

When a pause begins, the dates move behind its longest time; when it ends early, they come back by what was
not used. So every date is right at every moment, whether or not a worker runs, and the number of days left
is the same before and after: the day on which it stops has begun already, the day on which it goes on has not.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from civic.answers.models import AnswerRequest, Pause, PauseEnd
from civic.answers.terms import escalation_due, terms_of
from civic.processes.calendars import Calendar, calendar_here
from civic.processes.document import AnswerRules
from civic.processes.kinds import DayUnit
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def start_pause(*, request: AnswerRequest, reason: str, by: User | None, at: datetime) -> Pause:
    """From now on time is not counted, for as many days as the rules allow at most, to the same time of day.

    One that ended by itself is written down first. The caller holds the request's row.
    """
    end_lapsed_pauses(request=request, at=at)
    terms, calendar = terms_of(request), calendar_here(fresh=True)
    pause = Pause.objects.create(
        request=request,
        reason=reason,
        started_at=at,
        ends_at=_same_time_later(at, terms.pause_days, calendar),
        from_due_at=request.due_at,
        from_interim_due_at=request.interim_due_at,
        by=by,
    )
    _move_dates(request, pause, terms, calendar)
    record(
        "answers.request.paused",
        request,
        at=at,
        actor=by,
        proposal=request.proposal_id,
        department=request.department_id,
        reason=reason,
        until=pause.ends_at.isoformat(),
    )
    return pause


@transaction.atomic
def end_pause(*, request: AnswerRequest, how: PauseEnd, by: User | None, at: datetime) -> Pause | None:
    """Time counts again. None when nothing was paused. The caller holds the request's row.

    A pause whose time is over ended then, by itself, whoever comes now.
    """
    pause = Pause.objects.select_for_update().filter(request=request, ended_at=None).first()
    if pause is None:
        return None
    lapsed = at >= pause.ends_at
    pause.ended_at = pause.ends_at if lapsed else at
    pause.ended_as = PauseEnd.LAPSED if lapsed else how
    pause.ended_by = None if lapsed else by
    pause.save(update_fields=["ended_at", "ended_as", "ended_by"])
    _move_dates(request, pause, terms_of(request), calendar_here(fresh=True))
    record(
        "answers.request.resumed",
        request,
        at=at,
        actor=pause.ended_by,
        proposal=request.proposal_id,
        department=request.department_id,
        how=pause.ended_as,
        ended_at=pause.ended_at.isoformat(),
        due_at=request.due_at.isoformat(),
    )
    return pause


def end_lapsed_pauses(*, request: AnswerRequest, at: datetime) -> None:
    """Write down that a pause has ended by itself, before anything else is done with its request."""
    if Pause.objects.filter(request=request, ended_at=None, ends_at__lte=at).exists():
        end_pause(request=request, how=PauseEnd.LAPSED, by=None, at=at)


def _move_dates(request: AnswerRequest, pause: Pause, terms: AnswerRules, calendar: Calendar) -> None:
    request.paused_from, request.paused_until = pause.started_at, pause.until
    request.due_at = _behind(pause, pause.from_due_at, terms.unit, calendar)
    interim = pause.from_interim_due_at
    if interim is not None and interim > pause.started_at:
        request.interim_due_at = _behind(pause, interim, terms.unit, calendar)
    request.escalates_at = escalation_due(terms, request.due_at)
    request.save(update_fields=["paused_from", "paused_until", "due_at", "interim_due_at", "escalates_at"])


def _behind(pause: Pause, promised: datetime, unit: DayUnit, calendar: Calendar) -> datetime:
    """`promised`, later by the days that stood still.

    What was paused on its last day and goes on when nobody works has the next day on which somebody does.
    """
    moved = calendar.after(promised, calendar.between(pause.started_at, pause.until, unit), unit)
    if moved > pause.until:
        return moved
    today = datetime.combine(pause.until.astimezone(calendar.zone).date(), time.min, tzinfo=calendar.zone)
    return calendar.after(today, 1, unit)


def _same_time_later(at: datetime, days: int, calendar: Calendar) -> datetime:
    """On the institution's clock: what was left of the day at the beginning is left at the end."""
    local = at.astimezone(calendar.zone)
    later = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=calendar.zone)
    return later.astimezone(UTC)
