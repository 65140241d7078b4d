"""A proposal on paper has what one written online has: its category, and the drawing that was clipped to it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from civic.categories.models import Category
from civic.journeys.paper_carrying import carry_out_sheet
from civic.journeys.support import give_support
from civic.paper.models import PaperDeed, SheetKind
from civic.paper.reading import read_rows
from civic.paper.sheets import About, Collected, make_sheet, type_sheet
from civic.paper.typing import check_row
from civic.proposals.attaching import files_of
from civic.proposals.models import Proposal
from platform_core.events.models import Event
from tests.civic.paper.conftest import KIM

AT = timezone.now
WORDS = {**KIM, "title": "그늘막을 세워 주세요", "text": "여름에 버스를 기다리기 힘듭니다."}


@pytest.fixture
def traffic(haneul):
    return Category.objects.create(key="bus-stops", name="버스 정류장")


@pytest.fixture
def wishes(haneul, officer, traffic):
    return make_sheet(
        about=About(SheetKind.PROPOSE), collected=Collected("시장"), rows=3, by=officer, at=AT()
    )


@pytest.fixture
def on_paper(wishes, officer, colleague):
    """What came of a sheet whose category both typed, each in their own way."""
    for by, said in ((officer, "버스정류장"), (colleague, "bus-stops")):
        row = check_row(wishes, 1, {**WORDS, "category": said})
        assert row.errors == {}
        type_sheet(sheet=wishes, typed={1: row.values}, by=by, at=AT())
    carry_out_sheet(sheet=wishes, by=officer, at=AT())
    return PaperDeed.objects.select_related("item").get()


def picture():
    kept = BytesIO()
    Image.new("RGB", (20, 20), "green").save(kept, "PNG")
    return SimpleUploadedFile("그림.png", kept.getvalue(), "image/png")


def test_its_category_is_typed_as_people_say_it(on_paper, traffic, wishes):
    assert on_paper.item.category == traffic
    assert "category" in check_row(wishes, 1, {**WORDS, "category": "우주"}).errors
    assert check_row(wishes, 1, WORDS).errors == {}


def test_a_file_may_have_a_column_for_it_and_need_not(wishes):
    rows = read_rows(
        wishes, "a.csv", BytesIO("이름,연락처,제목,내용\n김하늘,010-1234-5678,제목,내용\n".encode())
    )
    assert [row.problem for row in rows] == [""]
    named = "이름,연락처,제목,내용,분야\n김하늘,010-1234-5678,제목,내용,버스 정류장\n"
    assert read_rows(wishes, "a.csv", BytesIO(named.encode()))[0].values["category"] == "bus-stops"


def test_at_the_counter_it_is_chosen(officer, traffic, haneul, visit):
    typed = {**WORDS, "deed": "propose", "category": traffic.key, "seen": "주민등록증"}
    assert visit(haneul, as_=officer).post(reverse("desk:counter"), typed).status_code == 302
    assert Proposal.objects.get(title=WORDS["title"]).category == traffic


def test_the_drawing_stands_with_it_and_can_be_taken_off(on_paper, officer, haneul, visit, make_citizen):
    desk, address = visit(haneul, as_=officer), reverse("desk:deed_files", args=[on_paper.pk])
    give_support(proposal=on_paper.item, citizen=make_citizen())
    given = {"shows_nobody": "on", "alt": "정류장 그림"}
    assert desk.post(address, {**given, "file": picture(), "shows_nobody": ""}).status_code == 422
    assert desk.post(address, {**given, "file": picture(), "alt": ""}).status_code == 422
    assert desk.post(address, {**given, "file": picture()}).status_code == 302
    item = Proposal.objects.get(pk=on_paper.item_id)
    (file,) = files_of(item)
    assert (file.alt, item.version) == ("정류장 그림", 2)  # who supported it before can see what was added
    assert Event.objects.filter(kind="paper.file.attached", actor=officer).exists()
    page = visit(haneul).get(f"/proposals/{item.pk}/").content.decode()
    assert "정류장 그림" in page
    desk.post(reverse("desk:deed_file_removal", args=[on_paper.pk, file.pk]))
    assert not files_of(item).exists()
    Proposal.objects.filter(pk=item.pk).update(stage="closed", closed_as="refused", closed_at=AT())
    assert desk.get(address).context["verdict"].code == "stage_closed"
