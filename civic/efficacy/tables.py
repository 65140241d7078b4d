"""Numbers as tables for spreadsheets: no cell is a formula, and what is too small to tell is not told there either."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from civic.efficacy.periods import Period
from civic.efficacy.queries import Numbers
from civic.efficacy.words import INDICATORS
from platform_core.text.spreadsheet import harmless, write_table

Row = list[Any]


def effect_heads() -> Row:
    return [_("Period"), _("From"), *(_head(one) for one in INDICATORS)]


def _head(one: Any) -> str:
    unit = {"%": "%", "days": _("days")}.get(one.unit, "")
    return f"{one.name} ({unit})" if unit else str(one.name)


def effect_rows(found: dict[Period, Numbers]) -> list[Row]:
    """What is not told is an empty cell."""
    return [
        [period.label, period.key, *(_cell(one.of(numbers)) for one in INDICATORS)]
        for period, numbers in found.items()
    ]


def _cell(value: int | None) -> Any:
    return "" if value is None else value


def write_csv(file: IO[bytes], heads: Sequence[Any], rows: Iterable[Row]) -> None:
    write_table(file, heads=heads, rows=rows)


def write_xlsx(file: IO[bytes], name: str, heads: Sequence[Any], rows: Iterable[Row]) -> None:
    """One sheet with numbers as numbers."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, [harmless(str(head)) for head in heads], bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int | float):
                    sheet.write_number(line, place, cell)
                else:
                    sheet.write_string(line, place, harmless(cell))
