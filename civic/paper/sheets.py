"""A sheet is typed by two people who do not see each other's typing, and compared row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.debates.models import Debate
from civic.paper.models import LineOutcome, PaperSheet, SheetKind, SheetLine, SheetUpload
from civic.paper.recognising import same_typing
from civic.paper.rules import may_cancel_sheet, may_decide_line, may_enter_paper, may_keep_scan, may_type
from civic.proposals.models import Proposal
from platform_core.access import no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.taking import TakenIn

ROOM = "paper"
# As many rows as one sheet or one file may have: so many are carried out in one go.
MOST_LINES = 500
Typing = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class About:
    """What a sheet is for. Of an opinion, `item` is the item whose debate it is; of proposals, nothing."""

    kind: SheetKind
    item: Proposal | None = None
    debate: Debate | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """Where, when and by whom; not known yet when a sheet is printed."""

    place: str
    on: date | None = None
    by: str = ""


@transaction.atomic
def make_sheet(*, about: About, collected: Collected, rows: int, by: User, at: datetime) -> PaperSheet:
    """Its number goes on the paper. Raises Refused."""
    require(may_enter_paper(by))
    sheet = PaperSheet.objects.create(
        kind=about.kind,
        item=about.item,
        debate=about.debate,
        place=collected.place,
        collected_on=collected.on,
        collected_by=collected.by,
        rows=rows,
        made_at=at,
        made_by=by,
    )
    record("paper.sheet.made", sheet, at=at, actor=by, sheet_kind=sheet.kind, item=sheet.item_id)
    return sheet


@transaction.atomic
def describe_sheet(*, sheet: PaperSheet, collected: Collected, by: User, at: datetime) -> None:
    """What is only known when it comes back. Raises Refused."""
    require(may_enter_paper(by))
    PaperSheet.objects.filter(pk=sheet.pk).update(
        place=collected.place, collected_on=collected.on, collected_by=collected.by
    )
    record("paper.sheet.described", sheet, at=at, actor=by)


@transaction.atomic
def type_sheet(*, sheet: PaperSheet, typed: Typing, by: User, at: datetime) -> int:
    """1 for the first typing, 2 for the second, which is compared at once. Raises Refused.

    Whoever typed first may correct that until somebody else has typed it; nobody types both. Two who send at
    the same moment are the first and the second.
    """
    held = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    require(may_type(by, held))
    rows = {number: dict(values) for number, values in typed.items() if any(values.values())}
    if not rows or max(rows) > MOST_LINES or min(rows) < 1:
        require(no("no_rows", _("Nothing has been typed yet."), requirement=MOST_LINES, actual=len(rows)))
    SheetUpload.objects.filter(sheet=held, by=by).delete()
    if held.first_by_id in (None, by.pk):
        _first(held, rows, by, at)
        done = 1
    else:
        _second(held, rows, by, at)
        done = 2
    record("paper.sheet.typed", held, at=at, actor=by, typing=done, rows=len(rows))
    return done


def _first(sheet: PaperSheet, rows: Typing, by: User, at: datetime) -> None:
    SheetLine.objects.filter(sheet=sheet).delete()
    SheetLine.objects.bulk_create(
        SheetLine(sheet=sheet, number=number, first=values) for number, values in sorted(rows.items())
    )
    PaperSheet.objects.filter(pk=sheet.pk).update(first_by=by, first_at=at)


def _second(sheet: PaperSheet, rows: Typing, by: User, at: datetime) -> None:
    lines = {line.number: line for line in SheetLine.objects.filter(sheet=sheet)}
    for number, values in rows.items():
        lines.setdefault(number, SheetLine(sheet=sheet, number=number)).second = dict(values)
    for line in lines.values():
        line.is_agreed = same_typing(line.first, line.second)
        line.agreed = line.second if line.is_agreed else None
    SheetLine.objects.bulk_update(
        [line for line in lines.values() if line.pk], ["second", "agreed", "is_agreed"]
    )
    SheetLine.objects.bulk_create(line for line in lines.values() if not line.pk)
    PaperSheet.objects.filter(pk=sheet.pk).update(second_by=by, second_at=at)


@transaction.atomic
def decide_line(*, line: SheetLine, values: Mapping[str, str], by: User, at: datetime) -> None:
    """The third look; `values` empty: the row does not count. Raises Refused."""
    sheet = PaperSheet.objects.select_for_update().get(pk=line.sheet_id)
    held = SheetLine.objects.select_for_update().get(pk=line.pk)
    held.sheet = sheet
    require(may_decide_line(by, held))
    held.agreed, held.is_agreed = dict(values), True
    held.decided_by, held.decided_at = by, at
    held.save(update_fields=["agreed", "is_agreed", "decided_by", "decided_at"])
    record("paper.line.decided", sheet, at=at, actor=by, line=held.number, counts=bool(values))


def keep_upload(
    *, sheet: PaperSheet, name: str, rows: list[dict[str, object]], by: User, at: datetime
) -> SheetUpload:
    """What was read from a file, until it is taken or another one is read. Raises Refused."""
    require(may_type(by, sheet))
    upload, _new = SheetUpload.objects.update_or_create(
        sheet=sheet, by=by, defaults={"name": name, "rows": rows, "at": at}
    )
    return upload


def keep_scan(*, sheet: PaperSheet, taken: TakenIn, until: date, by: User, at: datetime) -> None:
    """A picture of the paper, until a day; the one before goes. Raises Refused."""
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        held = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
        require(may_keep_scan(by, held))
        if held.scan:
            throw_away([held.scan])
        held.scan, held.scan_name, held.scan_type = stored_as, taken.name, taken.content_type
        held.scan_until = until
        held.save(update_fields=["scan", "scan_name", "scan_type", "scan_until"])
        record("paper.scan.kept", held, at=at, actor=by, until=until.isoformat())


@transaction.atomic
def forget_scans(*, today: date, at: datetime) -> int:
    """Those whose day is over, file and name. Returns how many."""
    due = list(PaperSheet.objects.select_for_update().exclude(scan="").filter(scan_until__lt=today)[:100])
    for sheet in due:
        stored = sheet.scan
        PaperSheet.objects.filter(pk=sheet.pk).update(scan="", scan_name="", scan_type="", scan_until=None)
        record("paper.scan.forgotten", sheet, at=at)
        throw_away([stored])
    return len(due)


@transaction.atomic
def cancel_unused(*, sheet: PaperSheet, reason: str, by: User, at: datetime) -> bool:
    """Before anything of it was carried out. What was typed goes. Raises Refused."""
    held = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    require(may_cancel_sheet(by, held))
    if held.carried_at is not None:
        return False
    SheetLine.objects.filter(sheet=held).delete()
    SheetUpload.objects.filter(sheet=held).delete()
    note_cancelled(held, reason, by, at)
    return True


def stop_waiting(sheet: PaperSheet) -> int:
    """Rows that no worker has come to are carried out no more, and what was typed of them goes; returns how many."""
    waiting = SheetLine.objects.filter(sheet=sheet, outcome=LineOutcome.WAITING)
    return waiting.update(outcome=LineOutcome.CANCELLED, first=None, second=None, agreed=None)


def note_cancelled(sheet: PaperSheet, reason: str, by: User, at: datetime) -> None:
    PaperSheet.objects.filter(pk=sheet.pk).update(cancelled_at=at, cancelled_by=by, cancel_reason=reason)
    record("paper.sheet.cancelled", sheet, at=at, actor=by, reason=reason)
