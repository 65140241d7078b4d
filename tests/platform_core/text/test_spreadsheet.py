"""A table that a spreadsheet opens and does not run."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from platform_core.text import spreadsheet
from platform_core.text.spreadsheet import Sheet, harmless, write_table, write_workbook

ROOMS = ["tenants", "platform_core", "civic", "billing", "themes", "deploy"]
THE_PLACE = "platform_core/text/spreadsheet.py"
WRITERS = ("csv.writer", "csv.DictWriter", "from csv import", "xlsxwriter.Workbook")


@pytest.mark.parametrize(
    "sign",
    ["=", "+", "-", "@", "\t", "\r", "\n=", "＝", "＋", "－", "＠", " =", "\u3000=", "\u200b=", "\ufeff@"],
)
def test_a_formula_becomes_text(sign):
    assert harmless(f"{sign}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize("plain", ["가로등", "1-2", "a=b", "", "'이미'"])
def test_ordinary_words_stay_as_they_are(plain):
    assert harmless(plain) == plain


def test_a_number_stays_a_number():
    assert harmless(-3) == "-3"


def test_heads_and_cells_of_a_table_are_harmless_and_quoted():
    file = io.BytesIO()
    assert write_table(file, heads=["=head"], rows=[["@cell"], ["a;=b"], [3]]) == 3
    assert file.getvalue().decode("utf-8-sig").splitlines() == ['"\'=head"', '"\'@cell"', '"a;=b"', '"3"']


def test_sheets_of_a_workbook_hold_numbers_as_numbers_and_no_formula():
    file = io.BytesIO()
    long = "아주 긴 이름을 가진 표는 엑셀이 받지 않으므로 서른한 글자에서 줄인다"
    one = Sheet(long, ["=head", "수"], [["=cell", 3], ["https://example.org", None]])
    assert write_workbook(file, one, Sheet("빈 표", ["값"], [])) == 2
    book = load_workbook(file)
    assert book.sheetnames == [long[:31], "빈 표"]
    cells = [[cell.value for cell in row] for row in book[long[:31]].iter_rows()]
    assert cells == [["'=head", "수"], ["'=cell", 3], ["https://example.org", ""]]
    assert all(not cell.hyperlink for row in book[long[:31]].iter_rows() for cell in row)


def test_a_sheet_ends_where_excel_ends(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    assert write_workbook(io.BytesIO(), Sheet("표", ["수"], [[1], [2], [3]])) == 2


def test_nobody_writes_tables_past_it():
    """A second writer of CSV would be one that forgets the apostrophes."""
    root = Path(settings.BASE_DIR)
    found = [
        str(file.relative_to(root))
        for room in ROOMS
        for file in (root / room).rglob("*.py")
        if any(phrase in file.read_text(encoding="utf-8") for phrase in WRITERS)
    ]
    assert found == [THE_PLACE]
