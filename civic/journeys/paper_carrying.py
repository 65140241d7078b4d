"""A sheet that two have typed is carried out by a worker, row by row: asked for once, gone on with after anything.

Each row is a transaction of its own and is done once, whoever and however many are at it: a worker killed in
the middle leaves whole rows done and the rest waiting, and the page, or the clock, sends the next one.
"""

import logging
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as NobodyToTell

from civic.journeys.paper_sheets import Report, carry_line
from civic.paper.models import LineOutcome, PaperSheet, SheetLine
from civic.paper.rules import may_carry_out, may_enter_paper, may_go_on
from platform_core.access import require
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record

log = logging.getLogger("madang.paper")
# A worker that has done no row for so long is taken for dead, a task not begun by then for lost.
SILENCE = timedelta(seconds=20)
# So many rows between two looks at who may still enter them.
SLICE = 25
SENT_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Carrying:
    """How far a sheet is. `is_stuck`: whoever asked for it may not enter paper any more; somebody else goes on."""

    done: int
    total: int
    is_stuck: bool

    @property
    def is_under_way(self) -> bool:
        return self.done < self.total

    @property
    def percent(self) -> int:
        return min(99, self.done * 100 // self.total) if self.total else 0


@transaction.atomic
def ask_to_carry_out(*, sheet: PaperSheet, by: User, at: datetime) -> bool:
    """From now on its rows count, in the name of `by`. Raises Refused while rows differ, and once it is cancelled.

    Asked again, whoever asks goes on with the rows that wait; False when none does.
    """
    here = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    if here.carried_at is None:
        require(may_carry_out(by, here))
        rows = here.lines.filter(outcome=LineOutcome.WAITING).count()
        PaperSheet.objects.filter(pk=here.pk).update(carried_at=at, carried_by=by, carrying_at=Now())
        record("paper.sheet.carried_out", here, at=at, actor=by, rows=rows)
        return True
    require(may_go_on(by, here))
    if not here.lines.filter(outcome=LineOutcome.WAITING).exists():
        return False
    PaperSheet.objects.filter(pk=here.pk).update(carried_by=by, carrying_at=Now())
    return True


def carry_some(*, pk: int, at: datetime, most: int = SLICE) -> Counter[str]:
    """Up to `most` waiting rows of sheet `pk`; how many ended how. Empty when there is nothing left to do here."""
    sheet = PaperSheet.objects.select_related("carried_by").get(pk=pk)
    if sheet.carried_at is None or sheet.cancelled_at is not None or _is_stuck(sheet):
        return Counter()
    assert sheet.carried_by is not None
    waiting = SheetLine.objects.filter(sheet=sheet, outcome=LineOutcome.WAITING).order_by("number")
    rows = list(waiting.values_list("pk", flat=True)[:most])
    counts = Counter(outcome for row in rows if (outcome := _carry_apart(row, sheet.carried_by, at)))
    PaperSheet.objects.filter(pk=pk).update(carrying_at=Now())
    return counts


def _carry_apart(row: int, by: User, at: datetime) -> str | None:
    """A row that breaks goes on waiting and holds no other up; the operator is told."""
    try:
        return carry_line(row, by, at)
    except OperationalError:
        raise  # of the moment, such as a deadlock: the sheet is tried again
    except Exception:
        log.exception("Row %s of a sheet could not be carried out", row)
        return None


def carry_out_sheet(*, sheet: PaperSheet, by: User, at: datetime) -> Report:
    """All of it at once, where nobody waits for a page. Raises Refused as ask_to_carry_out does."""
    counts: Counter[str] = Counter()
    ask_to_carry_out(sheet=sheet, by=by, at=at)
    while some := carry_some(pk=sheet.pk, at=at):
        counts += some
    return Report(counts)


def send_for(sheet: PaperSheet) -> None:
    """Tell a worker. When nobody can be told now, the page that waits, or the clock, tries again."""
    from civic.journeys.tasks import carry_out_paper  # the clock's door stands above

    with suppress(NobodyToTell):
        carry_out_paper.apply_async(
            kwargs={"institution_id": institution_here().pk, "pk": sheet.pk}, retry=False
        )


def carrying_of(sheet: PaperSheet) -> Carrying:
    """For its page, which sends for a worker when nobody has been at it for a while."""
    outcomes = Counter(sheet.lines.order_by().values_list("outcome", flat=True))
    waiting, is_stuck = outcomes[LineOutcome.WAITING], _is_stuck(sheet)
    if waiting and not is_stuck and _ask_again(sheet.pk):
        send_for(sheet)
    return Carrying(outcomes.total() - waiting, outcomes.total(), is_stuck)


def send_for_waiting_sheets() -> int:
    """By the clock: what nobody looks at is carried out all the same, a few at a time."""
    waits = SheetLine.objects.filter(sheet=OuterRef("pk"), outcome=LineOutcome.WAITING)
    found = list(
        _silent().filter(Exists(waits)).select_related("carried_by").order_by("carrying_at")[:SENT_AT_ONCE]
    )
    sent = [sheet for sheet in found if not _is_stuck(sheet) and _ask_again(sheet.pk)]
    for sheet in sent:
        send_for(sheet)
    return len(sent)


def _ask_again(pk: int) -> bool:
    """True to one of those who ask at once."""
    return bool(_silent().filter(pk=pk).update(carrying_at=Now()))


def _silent() -> QuerySet[PaperSheet]:
    """Carried out and not cancelled, and no worker has said anything of it for a while."""
    quiet = Q(carrying_at=None) | Q(carrying_at__lt=Now() - SILENCE)
    return PaperSheet.objects.filter(quiet, carried_at__isnull=False, cancelled_at=None)


def _is_stuck(sheet: PaperSheet) -> bool:
    return sheet.carried_by is None or not may_enter_paper(sheet.carried_by).allowed
