"""Past items from a file: the importer's reader and column names, and a few counts more."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from civic.journeys.importing.cleaning import RefusedRow, count_of, moment_of
from civic.journeys.importing.reading import KNOWN, Row, Table, UnreadableFile, read_table
from civic.processes.kinds import Counter
from civic.processes.simulating import Past
from platform_core.files.documents import is_office
from platform_core.files.refusal import RefusedFile
from platform_core.text.normalise import UncleanText, clean_line

# Our columns that hold a count, and what they count. Only the sums are known.
COUNTS = {
    "support": Counter.SUPPORT,
    "verified_support": Counter.VERIFIED_SUPPORT,
    "dislike": Counter.DISLIKE,
    "comments": Counter.COMMENTS,
    "participants": Counter.PARTICIPANTS,
    "votes": Counter.VOTES,
    "in_favour": Counter.IN_FAVOUR,
}
COLUMNS = (*KNOWN, *(name for name in COUNTS if name not in KNOWN))
MOST_ROWS = 200_000
MOST_TROUBLES = 20
LONGEST_TITLE = 200


class UnusableRows(Exception):
    """Rows that cannot be read, each with its line in the file. `more` were not listed."""

    def __init__(self, troubles: list[tuple[int, str]], more: int = 0) -> None:
        super().__init__(self.sentence(*troubles[0]))
        self.troubles = troubles
        self.more = more

    @staticmethod
    def sentence(line: int, why: str) -> str:
        return _("Line %(line)s: %(why)s") % {"line": line, "why": why}

    def sentences(self) -> list[str]:
        listed = [self.sentence(*trouble) for trouble in self.troubles]
        return listed + ([_("And %(count)s more lines.") % {"count": self.more}] if self.more else [])


def read_past(path: Path, *, columns: dict[str, str] | None = None) -> list[Past]:
    """Every row as a past item, or none at all. Raises UnreadableFile, UnusableRows."""
    _look_into(path)
    table = read_table(path, columns=columns, known=COLUMNS)
    if len(table.rows) > MOST_ROWS:
        raise UnreadableFile(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
    if not table.rows:
        raise UnreadableFile(_("The file has no rows."))
    if not any(name in row.values for row in table.rows[:1] for name in COUNTS):
        raise UnreadableFile(_("The file lacks a column with counts, such as support=Votes."))
    return list(_all_or_none(table))


def _look_into(path: Path) -> None:
    """A workbook is an archive: one that unpacks to a thousand times its size is not opened."""
    if path.suffix.lower() != ".xlsx":
        return
    with path.open("rb") as file:
        try:
            readable = is_office(file, "xl/workbook.xml")
        except RefusedFile as refusal:
            raise UnreadableFile(refusal.sentence) from refusal
    if not readable:
        raise UnreadableFile(_("The file is no readable Excel workbook."))


def _all_or_none(table: Table) -> Iterator[Past]:
    troubles: list[tuple[int, str]] = []
    lines: dict[str, int] = {}
    for row in table.rows:
        try:
            past = _past(row)
            if past.number in lines:
                raise RefusedRow(
                    _("Number %(number)s stands in line %(line)s already.")
                    % {"number": past.number, "line": lines[past.number]}
                )
            lines[past.number] = row.line
        except (RefusedRow, UncleanText) as refusal:
            troubles.append((row.line, str(refusal)))
            continue
        if not troubles:
            yield past
    if troubles:
        raise UnusableRows(troubles[:MOST_TROUBLES], max(0, len(troubles) - MOST_TROUBLES))


def _past(row: Row) -> Past:
    number = clean_line(row.get("number"))[:60]
    if not number:
        raise RefusedRow(_("It has no number."))
    finals = {COUNTS[name]: count_of(text) for name, text in row.values.items() if name in COUNTS}
    return Past(
        number=number,
        registered_at=moment_of(row.get("submitted_at")),
        finals=finals,
        title=clean_line(row.get("title"))[:LONGEST_TITLE],
        department=clean_line(row.get("department") or row.get("category"))[:60],
    )
