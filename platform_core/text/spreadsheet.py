"""The one place where tables for people's spreadsheets are written: what citizens typed must stay text."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import IO, Any, NamedTuple

import xlsxwriter

# Also in their full-width forms, which Excel and Hancell read as the same signs.
DANGEROUS = "=+-@\t\r\n＝＋－＠"
# Spaces, and signs that take no room: a spreadsheet may skip them before it looks for a formula.
SKIPPED = " \u00a0\u3000\u200b\u200e\u200f\u2060\ufeff"
# Excel's own ends: rows less the line of heads, and characters of a sheet's name.
MOST_ROWS, LONGEST_NAME = 1_048_575, 31
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Korean as gibberish


def harmless(value: Any) -> str:
    """The value as text; an apostrophe goes before what a spreadsheet would take for a formula."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    begins = text.lstrip(SKIPPED)[:1] or text[:1]
    return f"'{text}" if begins and begins in DANGEROUS else text


def write_table(file: IO[bytes], *, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> int:
    """Write heads and rows as CSV (UTF-8 with a byte order mark), every cell harmless and quoted; returns how many rows.

    The file stays open, at its end.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK)
    # Quoted, because a spreadsheet set to semicolons would find a cell's beginning inside another.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(head) for head in heads])
    count = 0
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


class Sheet(NamedTuple):
    """`above`: lines that stand over the heads, where somebody else's form wants them further down."""

    name: str
    heads: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()


def write_workbook(file: IO[bytes], *sheets: Sheet) -> int:
    """Write them as XLSX, numbers as numbers, all else as harmless text; returns how many rows. No cell is a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        return sum(_write_sheet(book.add_worksheet(one.name[:LONGEST_NAME]), one, bold) for one in sheets)


def _write_sheet(page: Any, sheet: Sheet, bold: Any) -> int:
    for line, words in enumerate(sheet.above):
        page.write_string(line, 0, harmless(words))
    first = len(sheet.above)
    page.write_row(first, 0, [harmless(str(head)) for head in sheet.heads], bold)
    page.freeze_panes(first + 1, 0)
    line = first
    for line, row in enumerate(islice(sheet.rows, MOST_ROWS - first), start=first + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.write_number(line, place, cell)
            else:
                page.write_string(line, place, harmless(cell))
    return line - first
