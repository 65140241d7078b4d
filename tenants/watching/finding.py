"""What needs a person: each finder looks at what has been counted, and says what it found."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from tenants.models import (
    DomainState,
    OwnDomain,
    ProvisioningStep,
    SchemaMigration,
    Standing,
    StepState,
)
from tenants.watching.answering import answers_of_console
from tenants.watching.models import AlertKind, Certificate, Figures

MIGRATION_WAITS = timedelta(hours=1)
STEP_RUNS = timedelta(minutes=10)
WORK_WAITS = timedelta(minutes=5)
# Figures older than this say nothing about now.
STILL_NEW = timedelta(minutes=30)
CERTIFICATE_ENDS = timedelta(days=14)
# Fewer than these are an ordinary evening; the hour is compared with the week's.
BURST_LEAST, BURST_TIMES, HOURS_OF_A_WEEK = 200, 10, 167
ANSWERS_LEAST = 5
# Of an hour or two: fewer faults than these may be one reader who tries again and again.
FAULTS_LEAST, FAULTS_PERCENT = 10, 2
# Of a day: one old list of addresses makes a handful.
BOUNCES_LEAST, BOUNCES_PERCENT = 20, 5


@dataclass(frozen=True, slots=True)
class Found:
    kind: AlertKind
    institution: int | None = None
    about: str = ""
    facts: dict[str, Any] = field(default_factory=dict, compare=False)


Finder = Callable[[datetime], Iterator[Found]]


def find_everything(at: datetime) -> list[Found]:
    """Reads the public schema only; a handful of queries, whatever the number of institutions."""
    return [found for finder in FINDERS for found in finder(at)]


def _migrations(at: datetime) -> Iterator[Found]:
    late = SchemaMigration.objects.filter(
        Q(state=SchemaMigration.State.FAILED)
        | Q(state=SchemaMigration.State.WAITING, queued_at__lt=at - MIGRATION_WAITS),
        institution__figures__migrations_missing__gt=0,
    )
    for institution, attempts in late.order_by("pk").values_list("institution_id", "attempts"):
        yield Found(AlertKind.MIGRATIONS, institution, facts={"attempts": attempts})


def _steps(at: datetime) -> Iterator[Found]:
    stuck = ProvisioningStep.objects.filter(
        Q(state=StepState.FAILED) | Q(state=StepState.RUNNING, started_at__lt=at - STEP_RUNS)
    )
    for institution, path in stuck.order_by("pk").values_list("institution_id", "path"):
        yield Found(AlertKind.STEPS, institution, facts={"step": path})


def _new(at: datetime) -> Any:
    return Figures.objects.filter(as_of__gt=at - STILL_NEW, institution__standing=Standing.OPEN).order_by(
        "pk"
    )


def _outbox(at: datetime) -> Iterator[Found]:
    for one in _new(at).filter(waiting_since__lt=F("as_of") - WORK_WAITS):
        minutes = int(one.delay.total_seconds() // 60)
        yield Found(AlertKind.OUTBOX, one.pk, facts={"minutes": minutes, "waiting": one.waiting})


def _certificates(at: datetime) -> Iterator[Found]:
    ending = Certificate.objects.filter(Q(good_until__lt=at + CERTIFICATE_ENDS) | ~Q(trouble=""))
    for one in ending.order_by("pk"):
        until = one.good_until.date().isoformat() if one.good_until else ""
        facts = {"until": until, "trouble": one.trouble}
        yield Found(AlertKind.CERTIFICATE, one.institution_id, one.domain, facts)


def _domains(at: datetime) -> Iterator[Found]:
    lost = OwnDomain.objects.filter(state__in=[DomainState.FAILING, DomainState.LOST])
    for institution, domain in lost.order_by("pk").values_list("institution_id", "domain"):
        yield Found(AlertKind.DOMAIN, institution, domain)


def _disk(at: datetime) -> Iterator[Found]:
    """The disk that files are on, of the machine that looks."""
    folder = next(path for path in (settings.MEDIA_ROOT, *Path(settings.MEDIA_ROOT).parents) if path.exists())
    disk = shutil.disk_usage(folder)
    percent = round(100 * disk.used / disk.total)
    if percent >= settings.DISK_ALERT_PERCENT:
        yield Found(AlertKind.DISK, about="files", facts={"percent": percent})


def _supports(at: datetime) -> Iterator[Found]:
    for one in _new(at).filter(supports_hour__gte=BURST_LEAST):
        usual = max(one.supports_week - one.supports_hour, 0) / HOURS_OF_A_WEEK
        if one.supports_hour > BURST_TIMES * usual:
            yield Found(
                AlertKind.SUPPORTS, one.pk, facts={"hour": one.supports_hour, "usual": round(usual, 1)}
            )


def _answers(at: datetime) -> Iterator[Found]:
    for one in _new(at).filter(overdue__gte=ANSWERS_LEAST):
        yield Found(AlertKind.ANSWERS, one.pk, facts={"overdue": one.overdue, "owed": one.owed})


def _faults(at: datetime) -> Iterator[Found]:
    many = Q(faults_now__gte=FAULTS_LEAST) & Q(faults_now__gte=F("answers_now") * FAULTS_PERCENT / 100)
    for one in _new(at).filter(many):
        yield Found(AlertKind.FAULTS, one.pk, facts={"faults": one.faults_now, "answers": one.answers_now})


def _faults_of_console(at: datetime) -> Iterator[Found]:
    """Operators are few: fewer answers than an institution's, and as many faults say as much."""
    now = answers_of_console(at)
    if now["faults_now"] >= max(FAULTS_LEAST, now["answers_now"] * FAULTS_PERCENT / 100):
        facts = {"faults": now["faults_now"], "answers": now["answers_now"]}
        yield Found(AlertKind.FAULTS, about=settings.CONSOLE_HOST, facts=facts)


def _bounces(at: datetime) -> Iterator[Found]:
    """Many at once: mail servers begin to refuse whoever goes on writing."""
    many = Q(letters_bounced__gte=BOUNCES_LEAST) & Q(
        letters_bounced__gte=F("letters_sent") * BOUNCES_PERCENT / 100
    )
    for one in _new(at).filter(many):
        facts = {"bounced": one.letters_bounced, "sent": one.letters_sent}
        yield Found(AlertKind.BOUNCES, one.pk, facts=facts)


FINDERS: tuple[Finder, ...] = (
    _migrations,
    _steps,
    _outbox,
    _certificates,
    _domains,
    _disk,
    _supports,
    _answers,
    _faults,
    _faults_of_console,
    _bounces,
)
