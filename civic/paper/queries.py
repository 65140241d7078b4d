"""Reads for pages: how much of what is counted came on paper, and the sheets as numbers without people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from civic.paper.models import LineOutcome, PaperDeed, PaperSheet, SheetKind, SheetLine
from civic.proposals.models import Proposal
from tenants.connection import connection

# The very supports that paper gave: whoever takes one back online is not counted here any more either.
ON_PAPER = """
SELECT d.item_id, count(*) FROM paper_paperdeed d
JOIN proposals_support s ON s.proposal_id = d.item_id AND s.citizen_id = d.citizen_id AND s.given_at = d.given_at
WHERE d.item_id = ANY(%(items)s) AND d.kind = 'support' AND d.cancelled_at IS NULL
GROUP BY 1
"""
SHEETS_PAGE = 50


def supports_on_paper(items: Iterable[Proposal]) -> dict[int, int]:
    """Of each item's supports, those that came on paper and still stand; items without are left out. One query."""
    wanted = [item.pk for item in items]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ON_PAPER, {"items": wanted})
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class PublicSheet:
    """What everybody may know of a sheet: no name, no place smaller than the one it hung at."""

    number: int
    place: str
    collected_on: date | None
    counted: int
    already: int
    refused: int
    cancelled: int


def public_sheets(item: Proposal, *, before: int | None = None) -> list[PublicSheet]:
    """The sheets that were carried out, newest first, SHEETS_PAGE at most."""
    rows = PaperSheet.objects.filter(item=item).exclude(carried_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        PublicSheet(
            sheet.pk,
            sheet.place,
            sheet.collected_on,
            sheet.done,  # type: ignore[attr-defined]
            sheet.already,  # type: ignore[attr-defined]
            sheet.refused,  # type: ignore[attr-defined]
            sheet.taken_back,  # type: ignore[attr-defined]
        )
        for sheet in with_outcomes(rows).order_by("-pk")[:SHEETS_PAGE]
    ]


def with_outcomes(sheets: QuerySet[PaperSheet]) -> QuerySet[PaperSheet]:
    """Each with `done`, `already`, `refused`, `taken_back`, `waiting` and `different`: numbers of rows."""

    def lines(**which: object) -> Count:
        return Count("lines", filter=Q(**{f"lines__{name}": value for name, value in which.items()}))

    return sheets.annotate(
        done=lines(outcome=LineOutcome.DONE),
        already=lines(outcome=LineOutcome.ALREADY),
        refused=lines(outcome=LineOutcome.REFUSED),
        taken_back=lines(outcome=LineOutcome.CANCELLED),
        waiting=lines(outcome=LineOutcome.WAITING),
        different=lines(is_agreed=False, outcome=LineOutcome.WAITING),
    )


def sheets_for_desk() -> QuerySet[PaperSheet]:
    """All of them, newest first, with what they are about."""
    found = PaperSheet.objects.select_related("item", "debate", "first_by", "second_by")
    return with_outcomes(found).order_by("-pk")


def lines_of(sheet: PaperSheet) -> QuerySet[SheetLine]:
    return SheetLine.objects.filter(sheet=sheet).select_related("decided_by").order_by("number")


def deeds_of(sheet: PaperSheet) -> dict[int, PaperDeed]:
    """By the row they came from."""
    rows = PaperDeed.objects.filter(sheet=sheet).select_related(
        "citizen", "item", "entered_by", "cancelled_by"
    )
    return {deed.line: deed for deed in rows if deed.line is not None}


def entry_of(proposal: Proposal) -> PaperDeed | None:
    """By whom a proposal that came on paper was entered, and from which sheet."""
    found = PaperDeed.objects.filter(item=proposal, kind=SheetKind.PROPOSE).select_related(
        "entered_by", "sheet"
    )
    return found.order_by("pk").first()


def deeds_at_counters() -> QuerySet[PaperDeed]:
    """What was entered in somebody's presence, newest first."""
    rows = PaperDeed.objects.filter(sheet=None)
    return rows.select_related("item", "citizen", "entered_by").order_by("-pk")
