"""Tables for people's spreadsheets, made whole before the first byte leaves: a broken one never looks like a finished one."""

from collections.abc import Callable, Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone

from platform_core.text.spreadsheet import Sheet, write_table, write_workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is larger waits on the disk.
IN_MEMORY_BYTES = 4 * 1024 * 1024


class SentTable(FileResponse):
    """A table on its way, and how many rows it has."""

    row_count = 0


def sent_csv(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> SentTable:
    return _sent(f"{name}.csv", CSV, lambda file: write_table(file, heads=heads, rows=rows))


def sent_workbook(name: str, *sheets: Sheet) -> SentTable:
    return _sent(f"{name}.xlsx", XLSX, lambda file: write_workbook(file, *sheets))


def dated(name: str) -> str:
    """“answers-2026-11-22”: of a table that says something else tomorrow."""
    return f"{name}-{timezone.localdate():%Y-%m-%d}"


def _sent(name: str, content_type: str, write: Callable[[IO[bytes]], int]) -> SentTable:
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    count = write(file)
    file.seek(0)
    response = SentTable(file, as_attachment=True, filename=name, content_type=content_type)
    response.row_count = count
    return response
