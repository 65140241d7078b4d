"""종이: sheets that two colleagues typed and carried out, and one that waits for its second typing."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.debates.models import Debate
from civic.demo.staging import Stage
from civic.demo.stories import Example
from civic.journeys.paper_carrying import carry_out_sheet
from civic.paper.models import PaperSheet, SheetKind, SheetLine
from civic.paper.sheets import About, Collected, decide_line, make_sheet, type_sheet
from civic.people.models import Role, StaffRole
from civic.proposals.models import Proposal
from platform_core.accounts.models import User


def collected(example: Example, stage: Stage) -> None:
    """What is carried out counts now, not on the day on the paper: it is what the rules say of paper."""
    first, second = _typists()
    for told in (example.scene("paper") or {}).get("sheet", []):
        sheet = make_sheet(
            about=_about(told, example),
            collected=Collected(
                told["place"], timezone.localdate(stage.now - timedelta(days=told["days_ago"])), told["by"]
            ),
            rows=told.get("rows", 20),
            by=first,
            at=stage.now - timedelta(days=told["days_ago"] + 2),
        )
        _typed(sheet, told, first, second, stage)


def _typists() -> tuple[User, User]:
    roles = StaffRole.objects.filter(role=Role.MODERATOR).select_related("user").order_by("pk")[:2]
    one, other = (role.user for role in roles)
    return one, other


def _about(told: dict[str, Any], example: Example) -> About:
    if "question" in told:
        debate = Debate.objects.select_related("item").get(question=told["question"])
        return About(SheetKind.OPINION, debate.item, debate)
    return About(SheetKind.SUPPORT, Proposal.objects.get(title=example.title_of(told["of"])))


def _typed(sheet: PaperSheet, told: dict[str, Any], first: User, second: User, stage: Stage) -> None:
    rows = {number: _plain(row) for number, row in enumerate(told["row"], start=1)}
    at = stage.now - timedelta(hours=5)
    type_sheet(sheet=sheet, typed=rows, by=first, at=at)
    if not told.get("is_typed_twice", True):
        return
    # What the second typist read otherwise is decided by a third look, paper in hand.
    read = {number: rows[number] | row.get("read_as", {}) for number, row in enumerate(told["row"], start=1)}
    type_sheet(sheet=sheet, typed=read, by=second, at=at + timedelta(hours=1))
    sheet.refresh_from_db()
    for line in SheetLine.objects.filter(sheet=sheet, is_agreed=False).order_by("number"):
        decide_line(line=line, values=rows[line.number], by=first, at=at + timedelta(hours=2))
    carry_out_sheet(sheet=sheet, by=first, at=stage.now - timedelta(minutes=4))


def _plain(row: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != "read_as"}
