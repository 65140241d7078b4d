"""Carrying a simulation out, at once or by a worker: from the beginning however often it is begun, told once."""

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from civic.journeys.importing.reading import UnreadableFile
from civic.journeys.simulate import counters_of_both, months_before
from civic.journeys.simulating.asking import Question, question_of
from civic.journeys.simulating.history import own_items, read_own
from civic.journeys.simulating.lines import pack
from civic.journeys.simulating.notes import codes_on
from civic.journeys.simulating.table import UnusableRows, read_past
from civic.journeys.simulating.telling import as_numbers
from civic.processes.calendars import calendar_here
from civic.processes.document import Rules, RulesError
from civic.processes.models import Process, Simulation
from civic.processes.simulating import Past, compare

log = logging.getLogger("madang.simulations")
# More than so many items, or so large a file, is a worker's task.
MOST_ITEMS_AT_ONCE = 20_000
MOST_BYTES_AT_ONCE = {".csv": 8 * 1024 * 1024, ".xlsx": 1024 * 1024}
# A worker that has said nothing for so long is taken for dead.
SILENCE = timedelta(minutes=2)
# A task not begun by then may be lost.
PATIENCE = timedelta(seconds=15)
SECONDS_BETWEEN_NEWS = 1.0


def is_quick(process: Process, question: Question, upload: bytes | None, *, at: datetime) -> bool:
    """Whether somebody may wait for it: for files, as far as their size tells."""
    if upload is None:
        since = months_before(at, question.months)
        return own_items(process, since=since).count() <= MOST_ITEMS_AT_ONCE
    return len(upload) <= MOST_BYTES_AT_ONCE[Path(question.file_name).suffix.lower()]


def carry_out(*, pk: int) -> bool:
    """Do what was asked, unless it is done or somebody is at it. False then.

    What is wrong with the file or the rules is kept with the simulation for whoever asked. Anything else
    is raised, and noted as a failure.
    """
    simulation = _take_on(pk)
    if simulation is None:
        return False
    try:
        _answer(simulation)
    except UnusableRows as error:
        _fail(simulation, error.sentences())
    except (UnreadableFile, RulesError) as error:
        _fail(simulation, [str(error)])
    except Exception:
        _fail(simulation, [])
        raise
    return True


def is_to_be_sent_again(simulation: Simulation) -> bool:
    """True for one that nobody works at, to one of those who ask at once: they tell a worker.

    A worker that fell silent has lost it: what it might still write is not taken.
    """
    this = Simulation.objects.filter(pk=simulation.pk)
    this.filter(state=Simulation.State.RUNNING, touched_at__lt=Now() - SILENCE).update(
        state=Simulation.State.WAITING
    )
    waiting = this.filter(state=Simulation.State.WAITING, touched_at__lt=Now() - PATIENCE)
    return bool(waiting.update(touched_at=Now()))


def _take_on(pk: int) -> Simulation | None:
    """Once, by whoever comes first."""
    taken = Simulation.objects.filter(pk=pk, state=Simulation.State.WAITING).update(
        state=Simulation.State.RUNNING, turn=F("turn") + 1, touched_at=Now(), done=0
    )
    if not taken:
        return None
    return Simulation.objects.select_related("process").filter(pk=pk).first()


def _answer(simulation: Simulation) -> None:
    question = question_of(simulation)
    now, then = question.now(), question.then()
    news = _News(simulation)
    items = _items(simulation, question, now, then, news)
    compared = compare(now, then, items, calendar_here(), until=simulation.asked_at, progress=news)
    numbers = as_numbers(compared) | {"notes": codes_on(items, now, then)}
    _mine(simulation).update(
        state=Simulation.State.DONE,
        result=numbers,
        items=pack(items, compared),
        upload=None,
        done=F("total"),
        touched_at=Now(),
    )


def _items(simulation: Simulation, question: Question, now: Rules, then: Rules, news: "_News") -> list[Past]:
    if simulation.upload is not None:
        return _read_upload(bytes(simulation.upload), question)
    since = months_before(simulation.asked_at, question.months)
    return read_own(simulation.process, counters_of_both(now, then), since=since, progress=news.reading)


def _read_upload(content: bytes, question: Question) -> list[Past]:
    """The reader wants a file of its own; it is gone when it has been read."""
    with tempfile.NamedTemporaryFile(suffix=Path(question.file_name).suffix.lower()) as file:
        file.write(content)
        file.flush()
        return read_past(Path(file.name), columns=question.columns or None)


def _fail(simulation: Simulation, sentences: list[str]) -> None:
    _mine(simulation).update(state=Simulation.State.FAILED, troubles=sentences, upload=None, touched_at=Now())


def _mine(simulation: Simulation) -> "QuerySet[Simulation]":
    """Only while no other worker has taken it on."""
    return Simulation.objects.filter(pk=simulation.pk, turn=simulation.turn, state=Simulation.State.RUNNING)


class _News:
    """Says how far it has come, once a second at most."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._last = monotonic()

    def __call__(self, done: int, total: int) -> None:
        if monotonic() - self._last < SECONDS_BETWEEN_NEWS:
            return
        self._last = monotonic()
        _mine(self._simulation).update(done=done, total=total, touched_at=Now())

    def reading(self, _done: int, _total: int) -> None:
        """Alive, with no part of the replay done yet."""
        self(0, 0)
