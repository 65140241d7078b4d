"""How many answers institutions and the console give, and how many of them are faults of ours (500 and above), by the hour.

A request only adds one in this process's memory. A thread writes the sums down every now and then: what a killed
process had not written yet, some seconds, is lost, and no request ever waits for it.
"""

import atexit
import logging
import os
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, models

from tenants.connection import connection
from tenants.context import public
from tenants.models import Institution
from tenants.watching.models import AnswerHour, ConsoleHour

log = logging.getLogger("madang.watching")
KEPT = timedelta(days=8)
FAULT = 500
# In an institution's place. (Keys of institutions begin with 1.)
CONSOLE = 0

_lock = threading.Lock()
_counts: dict[tuple[int, datetime], list[int]] = {}
# The process whose thread writes down: after a fork there is none.
_writes_for = 0


def count_answer(*, institution: int, status: int, at: datetime) -> None:
    """Called once for each answer of an institution, or of the CONSOLE. No query."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    with _lock:
        counted = _counts.setdefault((institution, hour), [0, 0])
        counted[0] += 1
        counted[1] += status >= FAULT
    if settings.ANSWERS_WRITTEN_EVERY:
        _begin_writing()


def _begin_writing() -> None:
    global _writes_for
    if _writes_for == os.getpid():
        return
    with _lock:
        if _writes_for == os.getpid():
            return
        _writes_for = os.getpid()
    threading.Thread(target=_write_for_ever, name="answers", daemon=True).start()
    atexit.register(write_down)


def _write_for_ever() -> None:
    wait = threading.Event()
    while True:
        wait.wait(settings.ANSWERS_WRITTEN_EVERY)
        write_down()
        # This thread's connection is its own: nothing stays open for a line every now and then.
        connection.close()


def write_down() -> int:
    """Add what was counted to what is written; returns how many rows. What cannot be written is counted on."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if not taken:
        return 0
    try:
        with public():
            return _add(taken)
    except Error as error:
        log.warning("Answers were not written down: %s", type(error).__name__)
        with _lock:
            for key, (answers, faults) in taken.items():
                there = _counts.setdefault(key, [0, 0])
                there[0] += answers
                there[1] += faults
        return 0


ADD = """
INSERT INTO watching_answerhour (institution_id, hour, answers, faults) VALUES (%s, %s, %s, %s)
ON CONFLICT (institution_id, hour) DO UPDATE SET answers = watching_answerhour.answers + excluded.answers,
    faults = watching_answerhour.faults + excluded.faults
"""
ADD_OF_CONSOLE = """
INSERT INTO watching_consolehour (hour, answers, faults) VALUES (%s, %s, %s)
ON CONFLICT (hour) DO UPDATE SET answers = watching_consolehour.answers + excluded.answers,
    faults = watching_consolehour.faults + excluded.faults
"""


def _add(taken: dict[tuple[int, datetime], list[int]]) -> int:
    """In one order everywhere, so that two processes never wait for each other. Who was erased meanwhile is left out."""
    there = set(Institution.objects.filter(pk__in={pk for pk, _hour in taken}).values_list("pk", flat=True))
    rows = [(pk, hour, *counted) for (pk, hour), counted in sorted(taken.items()) if pk in there]
    of_console = [(hour, *counted) for (pk, hour), counted in sorted(taken.items()) if pk == CONSOLE]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)
        cursor.executemany(ADD_OF_CONSOLE, of_console)
    return len(rows) + len(of_console)


def answers_of(institutions: list[int], at: datetime) -> dict[int, dict[str, int]]:
    """Of the last 24 hours, and of the hour at hand with the one before. One query."""
    rows = AnswerHour.objects.filter(
        institution__in=institutions, hour__gt=at - timedelta(hours=24), hour__lte=at
    )
    summed = rows.values("institution_id").annotate(**_sums(at))
    found: dict[int, Mapping[str, Any]] = {
        one["institution_id"]: one for one in summed.order_by("institution_id")
    }
    return {pk: _told(found.get(pk, {})) for pk in institutions}


def answers_of_console(at: datetime) -> dict[str, int]:
    """As answers_of, of the operators' own pages. One query."""
    rows = ConsoleHour.objects.filter(hour__gt=at - timedelta(hours=24), hour__lte=at)
    return _told(rows.aggregate(**_sums(at)))


def _sums(at: datetime) -> dict[str, models.Sum]:
    recent = models.Q(hour__gt=at - timedelta(hours=2))
    return {
        "day": models.Sum("answers"),
        "day_faults": models.Sum("faults"),
        "now": models.Sum("answers", filter=recent),
        "now_faults": models.Sum("faults", filter=recent),
    }


def _told(one: Mapping[str, Any]) -> dict[str, int]:
    return {
        "answers_day": one.get("day") or 0,
        "faults_day": one.get("day_faults") or 0,
        "answers_now": one.get("now") or 0,
        "faults_now": one.get("now_faults") or 0,
    }


def forget_old_answers(*, at: datetime) -> int:
    """Returns how many hours were forgotten. Called in the public schema."""
    old = {"hour__lt": at - KEPT}
    return AnswerHour.objects.filter(**old).delete()[0] + ConsoleHour.objects.filter(**old).delete()[0]
