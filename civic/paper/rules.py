"""Who may enter what others did on paper, and in which order a sheet goes."""

from typing import Any

from django.utils.translation import gettext as _

from civic.paper.models import PaperDeed, PaperSheet, SheetLine
from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, first_no, no


def may_enter_paper(person: Any) -> Verdict:
    """Moderators and administrators: what they enter counts as what the citizen did."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators enter what was done on paper."))
    return YES


def may_type(person: Any, sheet: PaperSheet) -> Verdict:
    """Twice, by two people. Whoever typed it first may type it once more, until the second has."""
    return first_no(may_enter_paper(person), _is_going_on(sheet), _is_not_compared(sheet))


def may_decide_line(person: Any, line: SheetLine) -> Verdict:
    """The third look: anybody who may enter, with the paper in hand; who it was is written down."""
    sheet = line.sheet
    if not sheet.is_typed_twice:
        return first_no(may_enter_paper(person), _typed_once_only())
    return first_no(may_enter_paper(person), _is_going_on(sheet))


def may_carry_out(person: Any, sheet: PaperSheet) -> Verdict:
    """When both typings agree, or a third look has decided."""
    if not (verdict := first_no(may_enter_paper(person), _is_going_on(sheet))).allowed:
        return verdict
    if not sheet.is_typed_twice:
        return _typed_once_only()
    open_lines = sheet.lines.filter(is_agreed=False).count()
    if open_lines:
        return no(
            "differences",
            _("The two typings differ in some rows. Decide them with the paper in hand."),
            actual=open_lines,
        )
    return YES


def may_go_on(person: Any, sheet: PaperSheet) -> Verdict:
    """With a sheet whose carrying out has begun: anybody who may enter, as long as it is not cancelled."""
    if sheet.cancelled_at is not None:
        return no("sheet_cancelled", _("This sheet was cancelled."))
    return may_enter_paper(person)


def may_cancel_sheet(person: Any, sheet: PaperSheet) -> Verdict:
    if sheet.cancelled_at is not None:
        return no("undone_already", _("This has been undone already."))
    return may_enter_paper(person)


def may_cancel_deed(person: Any, deed: PaperDeed) -> Verdict:
    """That it is still open is asked of the item's own rules, when it is taken back."""
    if deed.cancelled_at is not None:
        return no("undone_already", _("This has been undone already."))
    return may_enter_paper(person)


def may_keep_scan(person: Any, sheet: PaperSheet) -> Verdict:
    return may_enter_paper(person)


def _is_going_on(sheet: PaperSheet) -> Verdict:
    if sheet.cancelled_at is not None:
        return no("sheet_cancelled", _("This sheet was cancelled."))
    if sheet.carried_at is not None:
        return no("carried_out", _("This sheet has been carried out already."))
    return YES


def _is_not_compared(sheet: PaperSheet) -> Verdict:
    if sheet.is_typed_twice:
        return no("typed_twice", _("Two people have typed this sheet. What differs is decided row by row."))
    return YES


def _typed_once_only() -> Verdict:
    return no("typed_once", _("A second person has not typed this sheet yet."))
