"""How it is, told to everybody: what was measured, and what operators wrote. Nothing is called well that nobody saw."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.events.actions import record
from tenants.context import public
from tenants.models import Institution, Standing
from tenants.watching import events
from tenants.watching.models import Figures, Incident, IncidentNote, Level

# Nobody has counted for so long: whether work is done is not known.
SILENCE = timedelta(minutes=20)
LATE = timedelta(minutes=5)
# Letters given up, of a hundred that left; fewer than this many say nothing.
FAILING_PERCENT, LETTERS_LEAST = 20, 20
PAST_SHOWN = timedelta(days=90)


class State(Enum):
    WELL = "good"
    SLOW = "warn"
    DOWN = "bad"
    UNKNOWN = "calm"


@dataclass(frozen=True, slots=True)
class Check:
    name: Any
    state: State
    sentence: Any


@dataclass(frozen=True, slots=True)
class Status:
    checks: list[Check]
    running: list[Incident]
    past: list[Incident]
    at: datetime
    measured_at: datetime | None

    @property
    def worst(self) -> State:
        """Of all that is known; what an operator wrote counts as much as what was measured."""
        told = [State.DOWN if one.level == Level.DOWN else State.SLOW for one in self.running if _hurts(one)]
        states = {*told, *(check.state for check in self.checks)}
        return next(state for state in (State.DOWN, State.SLOW, State.UNKNOWN, State.WELL) if state in states)


def _hurts(incident: Incident) -> bool:
    return incident.level != Level.NOTICE


def status_of(institution: Institution | None, *, at: datetime) -> Status:
    """Of one institution, with what is told of all; or of the whole platform. Three queries."""
    with public():
        here = (
            Q(institution=None)
            if institution is None
            else Q(institution=None) | Q(institution_id=institution.pk)
        )
        told = Incident.objects.filter(here).prefetch_related("notes")
        running = list(
            told.filter(Q(ends_at=None) | Q(ends_at__gt=at), begins_at__lte=at + timedelta(days=7))
        )
        past = list(told.filter(ends_at__lte=at, ends_at__gt=at - PAST_SHOWN)[:20])
        figures = Figures.objects.filter(institution__standing=Standing.OPEN)
        if institution is not None:
            figures = figures.filter(pk=institution.pk)
        measured = _measured(figures, at)
        checks = [
            # This very page was read from it.
            Check(
                pgettext_lazy("what is measured", "Pages"), State.WELL, _("Pages can be read and written.")
            ),
            _work(measured, at),
            _letters(measured, at),
        ]
    return Status(checks, running, past, at, measured["newest"])


def _measured(figures: "QuerySet[Figures]", at: datetime) -> dict[str, Any]:
    late = Q(waiting_since__lt=models.F("as_of") - LATE)
    return figures.aggregate(
        newest=Max("as_of"),
        oldest=Min("as_of"),
        late=models.Count("pk", filter=late),
        houses=models.Count("pk"),
        sent=Sum("letters_sent"),
        failed=Sum("letters_failed"),
    )


def _is_silent(measured: dict[str, Any], at: datetime) -> bool:
    return measured["newest"] is None or at - measured["newest"] > SILENCE


def _work(measured: dict[str, Any], at: datetime) -> Check:
    name = _("Counting, notifications and deadlines")
    if _is_silent(measured, at):
        return Check(name, State.UNKNOWN, _("We have not been able to measure this for a while."))
    if not measured["late"]:
        return Check(name, State.WELL, _("Work is done as it comes."))
    if measured["late"] * 2 >= measured["houses"]:
        return Check(name, State.DOWN, _("Work waits. Nothing is lost: it is done later, in order."))
    return Check(
        name, State.SLOW, _("In some places work waits. Nothing is lost: it is done later, in order.")
    )


def _letters(measured: dict[str, Any], at: datetime) -> Check:
    name = _("Letters by e-mail")
    if _is_silent(measured, at):
        return Check(name, State.UNKNOWN, _("We have not been able to measure this for a while."))
    failed, sent = measured["failed"] or 0, measured["sent"] or 0
    if failed + sent >= LETTERS_LEAST and failed * 100 >= FAILING_PERCENT * (failed + sent):
        return Check(name, State.SLOW, _("Many letters of the last day could not be delivered."))
    return Check(name, State.WELL, _("Letters leave as they should."))


def open_incident(
    *,
    title: str,
    text: str,
    level: Level,
    begins_at: datetime,
    institution: Institution | None,
    at: datetime,
    by: models.Model,
) -> Incident:
    """Everybody reads it from now on."""
    with public(), transaction.atomic():
        incident = Incident.objects.create(
            title=title,
            level=level,
            begins_at=begins_at,
            institution_id=institution.pk if institution else None,
        )
        IncidentNote.objects.create(incident=incident, at=at, text=text, by_id=by.pk)
        record(events.INCIDENT_OPENED, incident, at=at, actor=by, level=level.value)
    return incident


def add_note(*, incident: Incident, text: str, is_over: bool, at: datetime, by: models.Model) -> bool:
    """What is known now; with `is_over` it ends. False when it had ended before."""
    with public(), transaction.atomic():
        held = Incident.objects.select_for_update().filter(pk=incident.pk, ends_at=None).first()
        if held is None:
            return False
        IncidentNote.objects.create(incident_id=held.pk, at=at, text=text, by_id=by.pk)
        if is_over:
            Incident.objects.filter(pk=held.pk).update(ends_at=max(at, held.begins_at))
            record(events.INCIDENT_ENDED, held, at=at, actor=by)
    return True
