"""From a file to rows with our own column names."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook

ENCODINGS = ("utf-8-sig", "cp949")
LONGEST_FIELD = 10_000_000
# Our column → the file's. A file is recognised by having every column of a format.
FORMATS: dict[str, dict[str, str]] = {
    "democracy_seoul_adopted": {
        "number": "제안번호",
        "title": "제안제목",
        "body": "제안내용",
        "submitted_at": "제안등록일자",
        "answer": "담당부서 의견",
        "department": "담당부서",
        "reason": "전문평가단 의견",
    },
    "democracy_seoul": {
        "number": "제안번호",
        "title": "제안제목",
        "body": "제안내용",
        "support": "득표",
        "submitted_at": "제안등록일자",
    },
}
# Both files number the proposals of one platform.
SOURCES = {"democracy_seoul_adopted": "democracy_seoul"}
REQUIRED = ("number", "title", "submitted_at")
KNOWN = ("number", "title", "body", "support", "submitted_at", "category", "department", "answer", "reason")


class UnreadableFile(Exception):
    """The file cannot be read as a table of proposals. The message says what is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where a person finds it in the file, counted from 1 with the header."""

    line: int
    values: dict[str, str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    source: str
    rows: list[Row]


def read_table(
    path: Path, *, columns: dict[str, str] | None = None, source: str = "", known: tuple[str, ...] = KNOWN
) -> Table:
    """Every row of a CSV (UTF-8 or CP949) or XLSX. `known` are our columns that may be named.

    Raises UnreadableFile.
    """
    heads, lines = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    chosen, recognised = _columns(heads, columns, known)
    places = {ours: heads.index(theirs) for ours, theirs in chosen.items()}
    rows = [
        Row(number, {ours: line[place] for ours, place in places.items() if place < len(line)})
        for number, line in enumerate(lines, start=2)
        if any(cell.strip() for cell in line)
    ]
    return Table(source or recognised or path.stem[:60], rows)


def _columns(
    heads: list[str], given: dict[str, str] | None, known: tuple[str, ...]
) -> tuple[dict[str, str], str]:
    if given:
        if unknown := sorted(set(given) - set(known)):
            raise UnreadableFile(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
        chosen, name = given, ""
    else:
        name = next((key for key, needed in FORMATS.items() if set(needed.values()) <= set(heads)), "")
        if not name:
            raise UnreadableFile(
                _(
                    "No known format. Name the columns with --columns, e.g. number=No,title=Title,submitted_at=Date."
                )
            )
        chosen = FORMATS[name]
    missing = [column for column in REQUIRED if column not in chosen]
    missing += [theirs for theirs in chosen.values() if theirs not in heads]
    if missing:
        raise UnreadableFile(_("The file lacks: %(names)s.") % {"names": ", ".join(missing)})
    return chosen, SOURCES.get(name, name)


def _csv(path: Path) -> tuple[list[str], list[list[str]]]:
    csv.field_size_limit(LONGEST_FIELD)
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                return _split(csv.reader(file, strict=False))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise UnreadableFile(str(error)) from error
    raise UnreadableFile(_("The file is neither UTF-8 nor CP949 text."))


def _xlsx(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UnreadableFile(_("The file is no readable Excel workbook.")) from error
    try:
        sheet = book.worksheets[0]
        return _split([_cell(value) for value in line] for line in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _split(lines: Iterator[list[str]]) -> tuple[list[str], list[list[str]]]:
    heads = next(lines, None)
    if not heads:
        raise UnreadableFile(_("The file is empty."))
    return [head.strip() for head in heads], list(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
