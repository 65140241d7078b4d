"""A long sheet is carried out by a worker: told of as it goes, gone on with after a crash, each row once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.journeys import paper_carrying, tasks
from civic.journeys.paper_carrying import ask_to_carry_out, carry_some, carrying_of, send_for_waiting_sheets
from civic.journeys.paper_sheets import cancel_sheet
from civic.paper.models import PaperDeed, PaperSheet, SheetLine
from civic.paper.sheets import type_sheet
from civic.people.models import StaffRole
from civic.proposals.counting import exact_count
from platform_core.access import Refused

AT = timezone.now


@pytest.fixture
def told(monkeypatch):
    """Which sheets a worker was told of."""
    found: list[int] = []
    monkeypatch.setattr(
        tasks.carry_out_paper, "apply_async", lambda **options: found.append(options["kwargs"]["pk"])
    )
    return found


@pytest.fixture
def long_sheet(sheet, officer, colleague):
    rows = {n: {"name": f"사람{n}", "contact": f"010-0000-{n:04}"} for n in range(1, 31)}
    for by in (officer, colleague):
        type_sheet(sheet=sheet, typed=rows, by=by, at=AT())
    return sheet


def test_the_button_sends_a_worker_and_the_page_says_how_far_it_is(
    long_sheet, item, officer, haneul, visit, told
):
    desk, page = visit(haneul, as_=officer), reverse("desk:sheet", args=[long_sheet.pk])
    desk.post(reverse("desk:sheet_carrying_out", args=[long_sheet.pk]))
    assert (told, exact_count(item)) == ([long_sheet.pk], 0)
    assert 'hx-trigger="every 2s"' in desk.get(page).content.decode()
    assert carry_some(pk=long_sheet.pk, at=AT(), most=10).total() == 10
    piece = desk.get(page, headers={"HX-Request": "true"})
    assert 'value="10"' in piece.content.decode() and "HX-Refresh" not in piece.headers
    # A worker died here. The next one goes on; whoever comes too late finds nothing to do.
    while carry_some(pk=long_sheet.pk, at=AT()):
        pass
    assert not carry_some(pk=long_sheet.pk, at=AT())
    assert (exact_count(item), PaperDeed.objects.count()) == (30, 30)
    assert desk.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_what_fell_silent_is_sent_for_again_by_the_page_and_by_the_clock(long_sheet, officer, told):
    ask_to_carry_out(sheet=long_sheet, by=officer, at=AT())
    long_sheet.refresh_from_db()
    carrying_of(long_sheet)
    assert told == [] and send_for_waiting_sheets() == 0  # somebody was told a moment ago
    silent = AT() - paper_carrying.SILENCE * 2
    for ask in (lambda: carrying_of(long_sheet), send_for_waiting_sheets):
        PaperSheet.objects.update(carrying_at=silent)
        ask()
    assert told == [long_sheet.pk] * 2


def test_whoever_may_not_enter_paper_any_more_carries_nothing_out(long_sheet, item, officer, colleague, told):
    ask_to_carry_out(sheet=long_sheet, by=officer, at=AT())
    StaffRole.objects.filter(user=officer).delete()
    assert not carry_some(pk=long_sheet.pk, at=AT())
    assert carrying_of(PaperSheet.objects.get()).is_stuck
    assert exact_count(item) == 0
    assert ask_to_carry_out(sheet=long_sheet, by=colleague, at=AT())
    assert carry_some(pk=long_sheet.pk, at=AT(), most=5).total() == 5


def test_a_row_that_breaks_holds_no_other_up(long_sheet, item, officer, monkeypatch):
    real = paper_carrying.carry_line
    broken = SheetLine.objects.get(number=1).pk

    def carry(pk, by, at):
        if pk == broken:
            raise ValueError("a bug")
        return real(pk, by, at)

    monkeypatch.setattr(paper_carrying, "carry_line", carry)
    ask_to_carry_out(sheet=long_sheet, by=officer, at=AT())
    while carry_some(pk=long_sheet.pk, at=AT()):
        pass
    assert (exact_count(item), carrying_of(PaperSheet.objects.get()).done) == (29, 29)


def test_cancelled_on_the_way_nothing_more_is_counted(long_sheet, item, officer):
    ask_to_carry_out(sheet=long_sheet, by=officer, at=AT())
    carry_some(pk=long_sheet.pk, at=AT(), most=10)
    cancel_sheet(sheet=long_sheet, reason="잘못 모음", by=officer, at=AT() + timedelta(seconds=1))
    assert not carry_some(pk=long_sheet.pk, at=AT())
    assert exact_count(item) == 0
    assert "사람" not in str(list(SheetLine.objects.values("first", "second", "agreed")))
    with pytest.raises(Refused) as refusal:
        ask_to_carry_out(sheet=long_sheet, by=officer, at=AT())
    assert refusal.value.verdict.code == "sheet_cancelled"
