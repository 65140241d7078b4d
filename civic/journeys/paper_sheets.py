"""One row of a sheet is carried out; what was carried out can be taken back with a reason."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.categories.models import Category
from civic.debates.actions import withdraw_opinion
from civic.debates.rules import takes_opinions
from civic.journeys.paper import Entry, Somebody, opine_on_paper, propose_on_paper, support_on_paper
from civic.journeys.propose import withdraw
from civic.journeys.support import withdraw_support
from civic.paper.models import LineOutcome, PaperDeed, PaperSheet, SheetKind, SheetLine
from civic.paper.recognising import Unrecognisable, known_by
from civic.paper.rules import may_cancel_deed
from civic.paper.sheets import cancel_unused, note_cancelled, stop_waiting
from civic.proposals.actions import Writing
from civic.proposals.counting import hold_voice
from civic.proposals.models import Proposal, Support
from civic.proposals.moving import held
from platform_core.access import Refused, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

CANCELLED = "paper.deed.cancelled"


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows ended how; `kept`: deeds that could not be taken back, each with the rule's sentence."""

    counts: Counter[str]
    kept: tuple[tuple[PaperDeed, str], ...] = ()


@transaction.atomic
def carry_line(pk: int, by: User, at: datetime) -> str | None:
    """How one row ended. None for one that somebody else carries out at this moment, or has."""
    rows = SheetLine.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "sheet__item__process_version", "sheet__debate__item"
    )
    line = rows.filter(pk=pk, outcome=LineOutcome.WAITING).first()
    if line is None:
        return None
    code, sentence, outcome = "", "", LineOutcome.DONE
    try:
        with transaction.atomic():
            deed = _do(line.sheet, line.agreed or {}, Entry(by, at, line.sheet, line.number))
            if deed.given_at is None:
                outcome = LineOutcome.ALREADY
    except Refused as refusal:
        outcome, code = LineOutcome.REFUSED, refusal.verdict.code
        sentence = str(refusal.verdict.sentence)
    except Unrecognisable as error:
        outcome, code, sentence = LineOutcome.REFUSED, "unrecognisable", str(error)
    SheetLine.objects.filter(pk=pk).update(
        outcome=outcome, code=code, sentence=sentence, first=None, second=None, agreed=None
    )
    return outcome.value


def _do(sheet: PaperSheet, values: dict[str, str], entry: Entry) -> PaperDeed:
    if not values:
        raise Unrecognisable(_("The third look found that this row does not count."))
    who = Somebody(values.get("name", ""), known_by(values.get("name", ""), values.get("contact", "")))
    if sheet.kind == SheetKind.SUPPORT:
        assert sheet.item is not None
        return support_on_paper(item=sheet.item, who=who, entry=entry)
    if sheet.kind == SheetKind.PROPOSE:
        category = Category.objects.filter(key=values.get("category", "")).first()
        writing = Writing(values.get("title", ""), values.get("text", ""), category)
        return propose_on_paper(writing=writing, who=who, entry=entry)
    assert sheet.debate is not None
    side, body = values.get("side", ""), values.get("text", "")
    return opine_on_paper(debate=sheet.debate, side=side, body=body, who=who, entry=entry)


@transaction.atomic
def cancel_deed(*, deed: PaperDeed, reason: str, by: User, at: datetime) -> bool:
    """It was entered by mistake. Raises Refused when the item's rules no longer let anybody take it back.

    A support stays where another sheet of the same person says so too, or where the person gave it online.
    """
    row = PaperDeed.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=deed.pk)
    if row.cancelled_at is not None:
        return False
    require(may_cancel_deed(by, row))
    taken_back = {
        SheetKind.SUPPORT: _cancel_support,
        SheetKind.PROPOSE: _cancel_proposal,
        SheetKind.OPINION: _cancel_opinion,
    }[SheetKind(row.kind)](row, at)
    PaperDeed.objects.filter(pk=row.pk).update(cancelled_at=at, cancelled_by=by, cancel_reason=reason)
    if row.sheet_id is not None and row.line is not None:
        SheetLine.objects.filter(sheet=row.sheet_id, number=row.line).update(outcome=LineOutcome.CANCELLED)
    record(
        CANCELLED, row, at=at, actor=by, deed=row.kind, proposal=row.item_id, reason=reason, undone=taken_back
    )
    return True


def _cancel_support(row: PaperDeed, at: datetime) -> bool:
    item = Proposal.objects.get(pk=row.item_id)
    hold_voice(proposal=item, citizen_id=row.citizen_id)
    if row.given_at is None:
        return False
    if not Support.objects.filter(proposal=item, citizen=row.citizen_id, given_at=row.given_at).exists():
        return False
    alike = PaperDeed.objects.filter(
        item=item, kind=SheetKind.SUPPORT, citizen=row.citizen_id, cancelled_at=None, given_at=None
    )
    other = alike.exclude(pk=row.pk).order_by("pk").first()
    if other is not None:
        PaperDeed.objects.filter(pk=other.pk).update(given_at=row.given_at)
        return False
    return withdraw_support(proposal=item, citizen=row.citizen)


def _cancel_proposal(row: PaperDeed, at: datetime) -> bool:
    return withdraw(proposal=Proposal(pk=row.item_id), citizen=row.citizen, at=at)


def _cancel_opinion(row: PaperDeed, at: datetime) -> bool:
    """The words and the vote go, as long as the discussion runs: afterwards they are part of its result."""
    item = held(Proposal(pk=row.item_id))
    opinion = row.opinion
    if opinion is None:
        return False
    opinion.debate.item = item
    require(takes_opinions(opinion.debate, at))
    return withdraw_opinion(opinion=opinion, keeps_vote=False, at=at)


def cancel_sheet(*, sheet: PaperSheet, reason: str, by: User, at: datetime) -> Report:
    """Everything that came of it. What the rules no longer let anybody take back stays, and is reported.

    Then the sheet is not cancelled either. Raises Refused.
    """
    if cancel_unused(sheet=sheet, reason=reason, by=by, at=at):
        return Report(Counter())
    stop_waiting(sheet)
    counts: Counter[str] = Counter()
    kept: list[tuple[PaperDeed, str]] = []
    for deed in PaperDeed.objects.filter(sheet=sheet, cancelled_at=None).order_by("-pk"):
        try:
            counts["cancelled"] += cancel_deed(deed=deed, reason=reason, by=by, at=at)
        except Refused as refusal:
            kept.append((deed, str(refusal.verdict.sentence)))
    if not kept:
        with transaction.atomic():
            note_cancelled(sheet, reason, by, at)
    return Report(counts, tuple(kept))


def outcomes_of(sheet: PaperSheet) -> dict[str, Any]:
    """How many rows ended how, by outcome."""
    rows = SheetLine.objects.filter(sheet=sheet).order_by().values_list("outcome", flat=True)
    return dict(Counter(rows))
