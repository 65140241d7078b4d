"""Opinions and votes on paper: one person, one current vote, whichever way the latest came."""

import pytest
from django.utils import timezone

from civic.debates.counting import numbers_of, recount
from civic.journeys.debate import opine
from civic.journeys.paper import Entry, opine_on_paper
from civic.journeys.paper_carrying import carry_out_sheet
from civic.journeys.paper_sheets import cancel_deed
from civic.paper.folding import fold, unfold
from civic.paper.models import SheetKind, SheetLine
from civic.paper.sheets import About, Collected, make_sheet, type_sheet
from platform_core.access import Refused
from tests.civic.debates.conftest import debate, process  # noqa: F401
from tests.civic.paper.conftest import KIM, LEE, PARK, somebody

AT = timezone.now


def sides(held):
    found = numbers_of(held)
    assert not recount(held, at=AT())
    return (found.pro, found.con, found.other, found.participants, found.offline)


@pytest.fixture
def says(officer):
    def enter(held, values, side, body="그렇게 생각합니다"):
        entry = Entry(officer, AT(), seen="신분증")
        return opine_on_paper(debate=held, side=side, body=body, who=somebody(values), entry=entry)

    return enter


def test_a_sheet_of_opinions_becomes_votes(debate, officer, colleague):  # noqa: F811
    held = debate()
    sheet = make_sheet(
        about=About(SheetKind.OPINION, held.item, held),
        collected=Collected("광장"),
        rows=5,
        by=officer,
        at=AT(),
    )
    rows = {
        1: {**KIM, "side": "pro", "text": "안전합니다"},
        2: {**LEE, "side": "con", "text": "좁아집니다"},
        3: {**PARK, "side": "", "text": "모르겠습니다"},
    }
    for by in (officer, colleague):
        type_sheet(sheet=sheet, typed=rows, by=by, at=AT())
    report = carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert report.counts == {"done": 2, "refused": 1}
    assert SheetLine.objects.get(number=3).code == "side_needed"
    assert sides(held) == (1, 1, 0, 2, 2)


def test_of_paper_and_online_the_latest_is_the_vote(debate, says, make_citizen):  # noqa: F811
    held, account = debate(), make_citizen("바다", email=LEE["contact"])
    opine(debate=held, author=account, side="pro", body="찬성합니다", at=AT())
    says(held, LEE, "con")
    assert sides(held) == (0, 1, 0, 1, 1)
    opine(debate=held, author=account, side="other", body="다시 생각했습니다", at=AT())
    assert sides(held) == (0, 0, 1, 1, 0)


def test_who_joins_later_has_one_vote_and_two_again_when_it_was_somebody_else(
    debate,  # noqa: F811
    says,
    make_citizen,
    officer,
):
    held = debate()
    account = make_citizen("바다", email="b@example.org")
    opine(debate=held, author=account, side="pro", body="찬성합니다", at=AT())
    deed = says(held, LEE, "con")
    assert sides(held) == (1, 1, 0, 2, 1)
    folding = fold(stand_in=deed.citizen, account=account, by=None, at=AT())
    assert sides(held) == (0, 1, 0, 1, 1)
    assert unfold(folding=folding, reason="다른 사람", by=officer, at=AT())
    assert sides(held) == (1, 1, 0, 2, 1)


def test_an_opinion_entered_by_mistake_goes_with_its_vote_while_it_runs(debate, says, officer):  # noqa: F811
    held = debate()
    says(held, KIM, "pro")
    wrong = says(held, KIM, "con")
    assert sides(held) == (0, 1, 0, 1, 1)
    cancel_deed(deed=wrong, reason="잘못 적음", by=officer, at=AT())
    assert sides(held) == (1, 0, 0, 1, 1)


def test_after_the_end_nothing_comes_in_and_nothing_goes(debate, says, officer):  # noqa: F811
    held = debate()
    deed = says(held, KIM, "pro")
    held.item.__class__.objects.filter(pk=held.item_id).update(stage_ends_at=AT())
    held.__class__.objects.filter(pk=held.pk).update(closes_at=AT())
    with pytest.raises(Refused):
        says(held.__class__.objects.select_related("item").get(pk=held.pk), LEE, "con")
    with pytest.raises(Refused):
        cancel_deed(deed=deed, reason="늦음", by=officer, at=AT())
    assert sides(held) == (1, 0, 0, 1, 1)
