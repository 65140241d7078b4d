"""From a row as it was exported to a proposal we would publish, with a note for everything changed."""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.journeys.importing.reading import Row
from platform_core.text.graphemes import grapheme_length
from platform_core.text.import_html import import_html
from platform_core.text.normalise import UncleanText, clean_line

TITLE_LENGTH = 100
DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y.%m.%d",
    "%Y/%m/%d",
)

# Beyond these nobody proposed anything, and windows and answers counted from there leave the calendar.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")


class RefusedRow(Exception):
    """The row cannot become a proposal. The message says why."""


@dataclass(frozen=True, slots=True)
class Clean:
    line: int
    number: str
    title: str
    body_html: str
    submitted_at: datetime
    # None where the file has no such column: then what is known stays.
    support: int | None
    category: str
    department: str
    answer_html: str
    reason_html: str
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Changes when what would be stored changes: a second run writes only what is new."""
        parts = [
            self.title,
            self.body_html,
            self.submitted_at.isoformat(),
            self.support,
            self.category,
            self.department,
            self.answer_html,
            self.reason_html,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def clean_row(row: Row) -> Clean:
    """Dates without a zone are the institution's own. Raises RefusedRow."""
    notes: list[str] = []
    try:
        number = clean_line(row.get("number"))
        title = clean_line(row.get("title"))
        body = _html(row.get("body"), notes)
        answer = _html(row.get("answer"), notes)
        reason = _html(row.get("reason"), notes)
        category = clean_line(row.get("category"))[:30]
        department = clean_line(row.get("department"))[:60]
    except UncleanText as error:
        raise RefusedRow(str(error)) from error
    if not number:
        raise RefusedRow(_("It has no number, so a second run could not recognise it."))
    if not title:
        raise RefusedRow(_("It has no title."))
    if not body:
        notes.append(_("It has no text besides its title."))
    title, body = _short_title(title, body, notes)
    return Clean(
        line=row.line,
        number=number[:60],
        title=title,
        body_html=body,
        submitted_at=moment_of(row.get("submitted_at")),
        support=count_of(row.get("support")) if "support" in row.values else None,
        category=category,
        department=department,
        answer_html=answer,
        reason_html=reason,
        notes=notes,
    )


def _html(source: str, notes: list[str]) -> str:
    if not source.strip():
        return ""
    try:
        imported = import_html(source)
    except UncleanText:
        raise
    except ValueError as error:
        raise RefusedRow(str(error)) from error
    notes.extend(note.sentence for note in imported.notes if note.sentence not in notes)
    return "" if imported.is_empty else imported.html


def _short_title(title: str, body: str, notes: list[str]) -> tuple[str, str]:
    if grapheme_length(title) <= TITLE_LENGTH and len(title) <= TITLE_LENGTH:
        return title, body
    notes.append(_("Its title was longer than 100 characters; the whole of it stands first in the text."))
    return title[: TITLE_LENGTH - 1].rstrip() + "…", f"<p>{escape(title)}</p>{body}"


def moment_of(text: str) -> datetime:
    """A date as old platforms write it; without a zone it is the institution's. Raises RefusedRow."""
    text = text.strip()
    if ISO.fullmatch(text):
        # The usual form, read ten times as fast as by a pattern.
        with suppress(ValueError):
            return _here(datetime.fromisoformat(text))
    for pattern in DATE_FORMATS:
        try:
            # Without a zone on purpose: the institution's is added below.
            return _here(datetime.strptime(text, pattern))  # noqa: DTZ007
        except ValueError:
            continue
    raise RefusedRow(_("“%(text)s” is no date we can read.") % {"text": text[:40]})


def _here(moment: datetime) -> datetime:
    """Raises ValueError for a year in which nobody proposed anything."""
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValueError(moment.year)
    return timezone.make_aware(moment)


def count_of(text: str) -> int:
    """A whole number of people; nothing at all is zero. Raises RefusedRow."""
    text = text.strip().replace(",", "")
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise RefusedRow(_("“%(text)s” is no number of supports.") % {"text": text[:40]})
    return int(text)
