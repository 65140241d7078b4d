"""A city brings along what was proposed on its earlier platform."""

import csv
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from civic.answers.models import Answer
from civic.categories.models import Category
from civic.journeys.importing.reading import Table, UnreadableFile, read_table
from civic.journeys.importing.writing import import_table
from civic.notifications.models import Notification
from civic.people.models import Department
from civic.proposals.models import Proposal, Support
from platform_core.events.actions import announce_pending
from tenants.context import institution_context

HEADS = ["제안번호", "제안제목", "제안내용", "득표", "제안등록일자"]
ADOPTED = ["제안번호", "제안제목", "제안내용", "제안등록일자", "담당부서 의견", "담당부서", "전문평가단 의견"]
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "democracy_seoul"


@pytest.fixture
def table_of(tmp_path, haneul):
    def make(rows, heads=HEADS, name="old.csv", encoding="utf-8-sig"):
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([heads, *rows])
        return path

    return make


def run(path, **options):
    with timezone.override("Asia/Seoul"):
        return import_table(read_table(path, **options), at=timezone.now())


ROW = [
    "101",
    "그늘막을 달아 주세요",
    "<p class=MsoNormal>너무 <b>덥습니다</b></p>",
    "12",
    "2019-08-31 23:17:18.0",
]


def test_a_row_becomes_a_closed_record_with_its_count_apart(table_of):
    report = run(table_of([ROW]))
    proposal = Proposal.objects.select_related("stat").get()
    assert (report.added, report.refused) == (1, [])
    assert (proposal.stage, proposal.closed_as, proposal.origin) == ("closed", "kept", "import")
    assert (proposal.imported_support, proposal.stat.support_count) == (12, 0)
    assert "<strong>덥습니다</strong>" in proposal.body_html and "Mso" not in proposal.body_html
    assert proposal.submitted_at.isoformat() == "2019-08-31T14:17:18+00:00"  # Seoul is nine hours ahead
    assert not Support.objects.exists()


def test_a_second_run_changes_nothing_and_a_mended_row_only_itself(table_of):
    run(table_of([ROW]))
    again = run(table_of([ROW]))
    assert (again.added, again.unchanged) == (0, 1)
    mended = run(table_of([[*ROW[:1], "그늘막을 꼭 달아 주세요", *ROW[2:]], ["102", *ROW[1:]]]))
    assert (mended.added, mended.updated) == (1, 1)
    assert Proposal.objects.get(source_number="101").title == "그늘막을 꼭 달아 주세요"


def test_what_is_refused_says_its_line_and_why_and_the_rest_comes_in(table_of):
    rows = [
        ROW,
        ["", *ROW[1:]],
        ["103", "", *ROW[2:]],
        ["104", *ROW[1:4], "어제"],
        ["105", *ROW[1:3], "많이", ROW[4]],
        ROW,
        ["106", "제목\x00", *ROW[2:]],
    ]
    path = table_of(rows)
    report = run(path)
    assert report.added == 1
    assert [(line, number) for line, number, _why in report.refused] == [
        (3, ""),
        (4, "103"),
        (5, "104"),
        (6, "105"),
        (7, "101"),
        (8, "106\x00"[:3]),
    ]
    assert all(why for *_place, why in report.refused)


def test_a_long_title_is_cut_and_kept_whole_in_the_text(table_of):
    report = run(table_of([["1", "가" * 300, "본문", "0", ROW[4]]]))
    proposal = Proposal.objects.get()
    assert len(proposal.title) == 100
    assert "가" * 300 in proposal.body_html
    assert len(report.changed) == 1


def test_departments_and_answers_come_along_and_nobody_is_told(table_of):
    rows = [
        ["7", "다리에 조명", "어두워요", ROW[4], "설치하겠습니다.", "교량과", "좋은 제안입니다."],
        ["8", "벤치", "앉고 싶어요", ROW[4], "", "", "채택합니다."],
    ]
    report = run(table_of(rows, ADOPTED))
    assert report.answers == 2
    first = Answer.objects.get(request__proposal__source_number="7")
    assert (first.department.name, first.verdict) == ("교량과", "adopted")
    assert "설치하겠습니다" in first.body_html and "좋은 제안" in first.reason_html
    assert not Department.objects.filter(is_active=True).exists()
    announce_pending()
    assert not Notification.objects.exists()


def test_both_files_of_one_platform_meet_in_one_proposal(table_of):
    run(table_of([["7", "다리에 조명", "어두워요", "31", ROW[4]]]))
    run(table_of([["7", "다리에 조명", "어두워요", ROW[4], "설치하겠습니다.", "교량과", ""]], ADOPTED))
    proposal = Proposal.objects.get()
    assert (proposal.closed_as, proposal.department.name) == ("answered", "교량과")
    assert proposal.imported_support == 31


def test_excel_and_korean_windows_text_are_read_too(table_of, tmp_path):
    book = Workbook()
    for line in [HEADS, [201, "엑셀에서", "본문", 5, "2019-01-02 03:04:05.0"]]:
        book.active.append(line)
    book.save(tmp_path / "old.xlsx")
    assert run(tmp_path / "old.xlsx").added == 1
    assert run(table_of([["202", *ROW[1:]]], encoding="cp949", name="windows.csv")).added == 1


def test_any_file_is_read_with_a_column_map(table_of):
    path = table_of([["a-1", "Lights", "2020-02-29"]], ["Ref", "Name", "Date"])
    with pytest.raises(UnreadableFile):
        read_table(path)
    columns = {"number": "Ref", "title": "Name", "submitted_at": "Date"}
    assert run(path, columns=columns, source="our-old-site").added == 1
    assert Proposal.objects.get().source == "our-old-site"


def test_an_import_that_breaks_half_way_leaves_nothing(table_of, monkeypatch):
    from civic.journeys.importing import writing

    calls = []

    def breaks(*texts):
        calls.append(texts)
        if len(calls) > 3:
            raise MemoryError("killed")
        return []

    monkeypatch.setattr(writing, "search_terms", breaks)
    with pytest.raises(MemoryError):
        run(table_of([[str(number), *ROW[1:]] for number in range(10)]))
    assert not Proposal.objects.exists()


def test_it_stays_in_the_institution_it_was_meant_for(table_of, haneul, bada):
    call_command("import_proposals", "haneul", str(table_of([ROW])), verbosity=0)
    assert Proposal.objects.count() == 1
    with institution_context(bada):
        assert not Proposal.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_proposals", "nowhere", str(table_of([ROW])))


def test_the_report_of_an_import_runs_no_formula_of_the_file(table_of, tmp_path):
    report = tmp_path / "report.csv"
    formula = '=HYPERLINK("http://evil","큰 상금")'
    rows = [[formula, "제목", "", "1", "어느 날"], ROW]
    call_command("import_proposals", "haneul", str(table_of(rows)), "--report", str(report), verbosity=0)
    with report.open(encoding="utf-8-sig", newline="") as file:
        heads, refused, *_changed = csv.reader(file)
    assert heads == ["line", "number", "what", "why"]
    assert refused[:3] == ["2", f"'{formula}", "refused"]


@pytest.mark.skipif(not REAL.exists(), reason="the open data lies beside the checkout only where it was put")
def test_the_real_files_of_democracy_seoul_come_in_whole(haneul):
    """By default every eighth of the many proposals, and all that were adopted; IMPORT=whole brings in all."""
    table = read_table(REAL / "free_proposals.csv")
    assert len(table.rows) == 1948
    some = table.rows if os.environ.get("IMPORT") == "whole" else table.rows[::8]
    with timezone.override("Asia/Seoul"):
        report = import_table(Table(table.source, some), at=timezone.now())
    assert (report.total, report.added) == (len(some), len(some))
    adopted = run(REAL / "adopted_proposals.csv")
    assert (adopted.total, adopted.added + adopted.updated) == (155, 154)
    assert not Proposal.objects.filter(
        body_html__iregex=r"<(script|style|font|span|img)|mso-|style="
    ).exists()


def test_a_file_without_categories_leaves_the_one_a_moderator_chose(table_of):
    run(table_of([ROW]))
    parks = Category.objects.order_by("position")[0]
    Proposal.objects.update(category=parks)
    mended = run(table_of([[*ROW[:1], "그늘막을 꼭 달아 주세요", *ROW[2:]]]))
    assert mended.updated == 1
    assert Proposal.objects.get().category == parks


def test_what_a_moderator_hides_during_an_import_stays_hidden(table_of):
    second = ["102", *ROW[1:]]
    run(table_of([ROW, second]))
    changed = read_table(table_of([[*row[:1], "다른 제목", *row[2:]] for row in (ROW, second)]))

    def hides_the_second_after_the_first(done, total):
        if done == 3:
            Proposal.objects.filter(source_number="102").update(standing="hidden")

    with timezone.override("Asia/Seoul"):
        import_table(changed, at=timezone.now(), progress=hides_the_second_after_the_first)
    hidden = Proposal.objects.get(source_number="102")
    assert (hidden.title, hidden.standing) == ("다른 제목", "hidden")


def test_a_department_and_a_category_renamed_since_are_known_again(table_of):
    columns = {
        "number": "no",
        "title": "t",
        "submitted_at": "d",
        "department": "dept",
        "answer": "a",
        "category": "c",
    }
    heads, row = (
        ["no", "t", "d", "dept", "a", "c"],
        ["1", "그늘막", "2019-08-31", "공원과", "달겠습니다.", "녹지"],
    )
    run(table_of([row], heads), columns=columns)
    Department.objects.filter(name="공원과").update(name="공원녹지과")
    Category.objects.filter(name="녹지").update(name="공원과 나무")
    report = run(table_of([[row[0], "큰 그늘막", *row[2:]], ["2", *row[1:]]], heads), columns=columns)
    assert (report.added, report.updated, report.refused) == (1, 1, [])
    assert Department.objects.get(code__startswith="import-").name == "공원녹지과"
