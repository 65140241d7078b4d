"""Rows of a sheet from a CSV or XLSX file: read as they are, with a sentence for each row that cannot be taken.

Formulas are not calculated: whoever types names has no need of any, and a value that Excel kept from another
day is not what the file says. Merged cells hold their text in the first row only; the others are reported.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from civic.paper.models import PaperSheet
from civic.paper.sheets import MOST_LINES
from civic.paper.typing import LABELS, OPTIONAL, check_row, fields_of

ENCODINGS = ("utf-8-sig", "cp949")
HEADS = {
    "line": ("번호", "줄", "순번", "연번", "no", "no.", "line", "row", "#"),
    "name": ("이름", "성명", "name"),
    "contact": (
        "연락처", "전화", "전화번호", "휴대전화", "휴대폰", "이메일", "전자우편", "생년월일",
        "contact", "phone", "telephone", "e-mail", "email", "date of birth",
    ),
    "side": ("찬반", "입장", "찬성/반대", "side"),
    "title": ("제목", "제안제목", "title"),
    "text": ("내용", "의견", "본문", "이유", "text", "opinion", "reason"),
    "category": ("분야", "분류", "category"),
}  # fmt: skip
FORMULA = object()


class UnreadableFile(ValueError):
    """The file cannot be read as rows of this sheet. The message says what is missing."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`line` as a person finds it in the file; `number` the row of the paper. `problem` "" for a good one."""

    line: int
    number: int
    values: dict[str, str]
    problem: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def read_rows(sheet: PaperSheet, name: str, source: BinaryIO) -> list[ReadRow]:
    """Every row with something in it. Raises UnreadableFile.

    Numbers of rows come from the column that has them, or else from the order in the file.
    """
    heads, lines = _xlsx(source) if name.lower().endswith(".xlsx") else _csv(source)
    places = _places(sheet, heads)
    rows: list[ReadRow] = []
    taken: set[int] = set()
    for line, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        if len(rows) == MOST_LINES:
            raise UnreadableFile(_("At most %(count)s rows fit into one sheet.") % {"count": MOST_LINES})
        row = _read(sheet, line, len(rows) + 1, cells, places)
        if not row.problem and row.number in taken:
            row = ReadRow(line, row.number, row.values, _("Its row number stands in the file twice."))
        taken.add(row.number)
        rows.append(row)
    if not rows:
        raise UnreadableFile(_("The file has no rows."))
    return rows


def _read(sheet: PaperSheet, line: int, place: int, cells: list[Any], places: dict[str, int]) -> ReadRow:
    found = {ours: cells[at] if at < len(cells) else "" for ours, at in places.items()}
    values = {ours: "" if value is FORMULA else str(value) for ours, value in found.items()}
    number = values.pop("line", "") or str(place)
    if any(value is FORMULA for value in found.values()):
        return ReadRow(line, place, values, _("A cell holds a formula. Type the value itself."))
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= MOST_LINES:
        return ReadRow(line, place, values, _("“%(number)s” is no row number.") % {"number": number[:20]})
    row = check_row(sheet, int(number), values)
    problem = " ".join(f"{LABELS[name]}: {sentence}" for name, sentence in row.errors.items())
    return ReadRow(line, int(number), row.values, problem)


def _places(sheet: PaperSheet, heads: list[str]) -> dict[str, int]:
    said = [head.strip().casefold() for head in heads]
    places = {
        ours: said.index(next(name for name in names if name in said))
        for ours, names in HEADS.items()
        if any(name in said for name in names)
    }
    missing = [str(LABELS[name]) for name in fields_of(sheet) if name not in places.keys() | OPTIONAL]
    if missing:
        raise UnreadableFile(_("The file lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    wanted = {"line", *fields_of(sheet)}
    return {ours: place for ours, place in places.items() if ours in wanted}


def _csv(source: BinaryIO) -> tuple[list[str], Iterable[list[Any]]]:
    content = source.read()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""))]
        except csv.Error as error:
            raise UnreadableFile(_("The file is no table: its rows cannot be told apart.")) from error
        if not lines:
            raise UnreadableFile(_("The file has no rows."))
        return lines[0], lines[1:]
    raise UnreadableFile(_("The file is neither UTF-8 nor CP949 text."))


def _xlsx(source: BinaryIO) -> tuple[list[str], Iterable[list[Any]]]:
    try:
        book = load_workbook(source, read_only=True, data_only=False)
        # Row by row: what a file claims to be its size is not believed.
        lines = list(islice(_cells(book.worksheets[0]), MOST_LINES * 4))
        book.close()
    except Exception as error:
        raise UnreadableFile(_("The file is no readable Excel workbook.")) from error
    if not lines:
        raise UnreadableFile(_("The file has no rows."))
    return ["" if cell is FORMULA else str(cell) for cell in lines[0]], lines[1:]


def _cells(sheet: Any) -> Iterator[list[Any]]:
    for line in sheet.iter_rows(max_col=40):
        yield [_cell(cell) for cell in line]


def _cell(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    # A telephone that Excel took for a number has lost its first digit.
    if isinstance(value, int) and len(text) in (9, 10) and text.startswith("1"):
        return f"0{text}"
    return text
