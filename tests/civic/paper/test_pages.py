"""The desk's pages about paper: what was typed stays, files are read with a report, papers are drawn by the rules."""

import io
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from civic.journeys import tasks
from civic.journeys.paper_carrying import carry_some
from civic.paper.models import OfflinePerson, PaperDeed, PaperSheet, SheetLine, SheetUpload
from civic.paper.people import forget_contacts
from civic.paper.reading import UnreadableFile, read_rows
from civic.paper.sheets import forget_scans, type_sheet
from civic.proposals.counting import exact_count
from tests.civic.paper.conftest import KIM, LEE


def soon():
    """A day that has not gone by in any zone."""
    return (timezone.localdate() + timedelta(days=2)).isoformat()


def typed(rows, do="save"):
    return {"do": do, **{f"row-{n}-{name}": value for n, row in rows.items() for name, value in row.items()}}


def test_a_wrong_row_is_shown_again_with_everything_that_was_typed(haneul, visit, sheet, officer):
    page = visit(haneul, as_=officer)
    answer = page.post(
        f"/desk/paper/{sheet.pk}/typing/", typed({1: KIM, 2: {"name": "이바다", "contact": "bada@"}})
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert KIM["contact"] in body
    assert "bada@" in body
    assert 'href="#row-2-contact"' in body
    assert 'id="row-2-contact-error"' in body
    assert not SheetLine.objects.exists()


def test_more_rows_come_without_losing_any(haneul, visit, sheet, officer):
    page = visit(haneul, as_=officer)
    body = page.post(f"/desk/paper/{sheet.pk}/typing/", typed({1: KIM}, do="more")).content.decode()
    assert KIM["contact"] in body
    assert "row-11-name" in body


def test_two_type_and_one_carries_out_in_the_browser(
    haneul, visit, sheet, item, officer, colleague, monkeypatch
):
    monkeypatch.setattr(
        tasks.carry_out_paper,
        "apply_async",
        lambda **told: carry_some(pk=told["kwargs"]["pk"], at=timezone.now()),
    )
    first, second = visit(haneul, as_=officer), visit(haneul, as_=colleague)
    first.post(f"/desk/paper/{sheet.pk}/typing/", typed({1: KIM, 2: LEE}))
    seen = second.get(f"/desk/paper/{sheet.pk}/").content.decode()
    assert KIM["contact"] not in seen
    assert KIM["contact"] not in second.get(f"/desk/paper/{sheet.pk}/typing/").content.decode()
    assert KIM["contact"] in first.get(f"/desk/paper/{sheet.pk}/typing/").content.decode()
    second.post(
        f"/desk/paper/{sheet.pk}/typing/",
        typed({1: KIM, 2: {**LEE, "name": "이바디", "contact": "c@example.org"}}),
    )
    refused = first.post(f"/desk/paper/{sheet.pk}/carrying-out/")
    assert refused.status_code == 409
    assert LEE["contact"] in first.get(f"/desk/paper/{sheet.pk}/rows/2/").content.decode()
    first.post(f"/desk/paper/{sheet.pk}/rows/2/", {"do": "first"})
    assert first.post(f"/desk/paper/{sheet.pk}/carrying-out/").status_code == 302
    assert exact_count(item) == 2
    public = visit(haneul).get(f"/proposals/{item.pk}/paper/").content.decode()
    assert "중앙시장" in public
    assert KIM["name"] not in public


def test_at_the_counter_one_person_does_one_thing(haneul, visit, item, officer):
    page = visit(haneul, as_=officer)
    said = {"deed": "support", "number": item.pk, **KIM, "seen": "주민등록증"}
    assert page.post("/desk/paper/counter/", said).status_code == 302
    assert page.post("/desk/paper/counter/", said).status_code == 302
    assert exact_count(item) == 1
    assert [deed.given_at is None for deed in PaperDeed.objects.order_by("pk")] == [False, True]
    wrong = page.post("/desk/paper/counter/", {**said, "number": 0, "contact": "?"})
    assert wrong.status_code == 422
    assert "김하늘" in wrong.content.decode()


def test_a_contact_is_kept_only_as_long_as_the_person_agreed(haneul, visit, item, officer):
    page = visit(haneul, as_=officer)
    said = {"deed": "support", "number": item.pk, **KIM, "seen": "신분증", "keep": "on"}
    assert page.post("/desk/paper/counter/", said).status_code == 422
    page.post(
        "/desk/paper/counter/",
        {**said, "keep_purpose": "답변을 알리려고", "keep_until": soon()},
    )
    person = OfflinePerson.objects.get()
    assert (person.contact, person.contact_purpose) == (KIM["contact"], "답변을 알리려고")
    assert forget_contacts(today=date(2999, 1, 1), at=timezone.now()) == 1
    assert OfflinePerson.objects.get().contact == ""


def test_a_scan_goes_after_its_day(haneul, visit, sheet, officer, make_citizen):
    page = visit(haneul, as_=officer)
    file = SimpleUploadedFile("종이.pdf", b"%PDF-1.7\n1 0 obj\n", "application/pdf")
    until = soon()
    assert page.post(f"/desk/paper/{sheet.pk}/scan/", {"file": file, "until": until}).status_code == 302
    copy = f"/desk/paper/{sheet.pk}/scan/copy/"
    assert page.get(copy).status_code == 200
    assert "Content-Disposition" not in page.post(copy, {"reason": ""}).headers
    taken = page.post(copy, {"reason": "서명 대조"})
    assert taken.status_code == 200 and "attachment" in taken["Content-Disposition"]
    assert visit(haneul, as_=make_citizen()).get(copy).status_code == 404
    assert forget_scans(today=date(2999, 1, 1), at=timezone.now()) == 1
    assert page.get(copy).status_code == 404


def workbook(*lines, merge=""):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_a_workbook_is_read_with_a_reason_for_each_row_that_cannot_be_taken(sheet):
    rows = read_rows(
        sheet,
        "rows.xlsx",
        workbook(
            ["번호", "성명", "연락처", "비고"],
            [1, "김하늘", 1012345678, ""],
            [2, '=CONCATENATE("이","바다")', "bada@example.org", ""],
            [3, "박나무", date(1955, 3, 2), ""],
            [3, "최바위", "010-1111-2222", ""],
            [None, None, None, None],
            ["x", "정구름", "010-1111-2223", ""],
            [6, "한솔", "아무거나", ""],
            [7, "윤슬", "010-1111-2224", ""],
            [8, "나래", "010-1111-2225", ""],
            merge="B9:B10",
        ),
    )
    assert [(row.line, row.number, bool(row.problem)) for row in rows] == [
        (2, 1, False), (3, 2, True), (4, 3, False), (5, 3, True), (7, 5, True), (8, 6, True), (9, 7, False), (10, 8, True),
    ]  # fmt: skip
    assert rows[0].values == {"name": "김하늘", "contact": "01012345678"}
    assert rows[2].values["contact"] == "1955-03-02"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", b""),
        ("rows.csv", "이름,주소\n김,서울\n".encode()),
        ("rows.csv", b"\xff\xfe\x00\x81\x81\x81"),
        ("rows.xlsx", b"PK\x03\x04nothing"),
    ],
)
def test_what_is_no_table_of_this_sheet_says_so(sheet, name, content):
    with pytest.raises(UnreadableFile):
        read_rows(sheet, name, io.BytesIO(content))


def test_korean_spreadsheets_of_old_are_read(sheet):
    content = "성명,휴대전화\n김하늘,010-1234-5678\n".encode("cp949")
    [row] = read_rows(sheet, "옛날.csv", io.BytesIO(content))
    assert row.values == {"name": "김하늘", "contact": "010-1234-5678"}


def test_a_file_is_shown_first_and_then_takes_the_place_of_one_typing(
    haneul, visit, sheet, item, officer, colleague
):
    page = visit(haneul, as_=officer)
    where = f"/desk/paper/{sheet.pk}/upload/"
    content = "이름,연락처\n김하늘,010-1234-5678\n이바다,없음\n".encode()
    assert page.post(where, {"file": SimpleUploadedFile("명단.csv", content)}).status_code == 302
    shown = page.get(where).content.decode()
    assert "김하늘" in shown
    assert "없음" in shown
    assert not SheetLine.objects.exists()
    # Somebody else sees nothing of it.
    assert "김하늘" not in visit(haneul, as_=colleague).get(where).content.decode()
    assert page.post(where, {"do": "take"}).status_code == 302
    assert [line.first for line in SheetLine.objects.all()] == [
        {"name": "김하늘", "contact": "010-1234-5678"}
    ]
    assert not SheetUpload.objects.exists()
    assert exact_count(item) == 0


def test_a_wrong_file_says_what_is_missing(haneul, visit, sheet, officer):
    page = visit(haneul, as_=officer)
    for file in (
        SimpleUploadedFile("명단.csv", "주소\n서울\n".encode()),
        SimpleUploadedFile("명단.xlsx", b"no workbook"),
    ):
        assert page.post(f"/desk/paper/{sheet.pk}/upload/", {"file": file}).status_code == 422


def test_the_paper_says_what_the_rules_say(haneul, visit, sheet, item, officer):
    page = visit(haneul, as_=officer)
    body = page.get(f"/desk/paper/{sheet.pk}/print/").content.decode()
    assert str(item.rules.first_threshold.count) in body
    assert haneul.address(f"/proposals/{item.pk}/") in body
    assert f"{sheet.pk:06d}" in body
    assert "<svg" in body
    assert "style=" not in body.split("<article")[1]
    assert body.count("paper__row") == sheet.rows
    assert (
        page.get(f"/desk/paper/{sheet.pk}/print/?type=large").content.decode().count('class="paper__row')
        == 10
    )


def test_papers_are_pdfs_where_they_can_be_drawn(haneul, visit, sheet, item, officer):
    page = visit(haneul, as_=officer)
    for address in (
        f"/desk/paper/{sheet.pk}/sheet.pdf",
        f"/desk/paper/posters/{item.pk}/poster.pdf?type=large",
    ):
        answer = page.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")


def test_without_the_libraries_the_page_to_print_is_offered(haneul, visit, sheet, officer, monkeypatch):
    from platform_core.documents import pdf

    monkeypatch.setattr(pdf, "pdf_is_here", lambda: False)
    answer = visit(haneul, as_=officer).get(f"/desk/paper/{sheet.pk}/sheet.pdf")
    assert answer.headers["Location"] == f"/desk/paper/{sheet.pk}/print/"


def test_a_hundred_sheets_cost_no_more_than_one(
    haneul, visit, sheet, item, officer, django_assert_max_num_queries
):
    PaperSheet.objects.bulk_create(
        PaperSheet(kind="support", item=item, place="어디", made_at=timezone.now(), carried_at=timezone.now())
        for _number in range(100)
    )
    page = visit(haneul, as_=officer)
    page.get("/desk/paper/")
    with django_assert_max_num_queries(9):
        page.get("/desk/paper/")
    stranger = visit(haneul)
    stranger.get(f"/proposals/{item.pk}/paper/")
    with django_assert_max_num_queries(4):
        body = stranger.get(f"/proposals/{item.pk}/paper/").content.decode()
    assert "?before=" in body


def test_a_sheet_typed_by_two_shows_differences_only(haneul, visit, sheet, officer, colleague):
    type_sheet(sheet=sheet, typed={1: KIM, 2: LEE}, by=officer, at=timezone.now())
    type_sheet(
        sheet=sheet, typed={1: KIM, 2: {**LEE, "contact": "x@example.org"}}, by=colleague, at=timezone.now()
    )
    body = visit(haneul, as_=officer).get(f"/desk/paper/{sheet.pk}/").content.decode()
    assert "x@example.org" in body
    assert KIM["contact"] not in body


def test_a_proposals_page_says_how_many_of_its_supports_came_on_paper(haneul, visit, item, signs):
    cache.clear()
    where = f"/proposals/{item.pk}/"
    assert f"{where}paper/" not in visit(haneul).get(where).content.decode()
    signs(item, KIM)
    cache.clear()
    assert f"{where}paper/" in visit(haneul).get(where).content.decode()
