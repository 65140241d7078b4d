"""iCalendar files (RFC 5545): one gathering, or all of them as a feed that calendar programs subscribe to.

Instants are written in UTC, which every program turns into its owner's zone; no VTIMEZONE can be wrong then.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from civic.gatherings.models import Gathering
from platform_core.text.rich import plain_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Madang//Gatherings//KO"
# Octets of a line without its end (3.1).
LONGEST_LINE = 75
# What no text value may hold (3.3.11): controls but the tabulator; line ends are escaped before.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A gathering and the absolute address of its page."""

    gathering: Gathering
    url: str


def calendar(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The file, UTF-8. `name` is what a feed is called in its reader's program."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [
            f"NAME:{escape(name)}",
            f"X-WR-CALNAME:{escape(name)}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
            "X-PUBLISHED-TTL:PT6H",
        ]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(entry: Entry) -> Iterator[str]:
    it = entry.gathering
    yield "BEGIN:VEVENT"
    yield f"UID:{it.uid}"
    yield f"DTSTAMP:{in_utc(it.changed_at)}"
    yield f"CREATED:{in_utc(it.created_at)}"
    yield f"LAST-MODIFIED:{in_utc(it.changed_at)}"
    yield f"SEQUENCE:{it.sequence}"
    yield f"DTSTART:{in_utc(it.begins_at)}"
    yield f"DTEND:{in_utc(it.ends_at)}"
    yield f"SUMMARY:{escape(it.title)}"
    yield f"STATUS:{'CANCELLED' if it.is_cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if it.is_cancelled else 'OPAQUE'}"
    if where := ", ".join(part for part in (it.place, it.address) if part):
        yield f"LOCATION:{escape(where)}"
    yield f"DESCRIPTION:{escape(_description(entry))}"
    yield f"CATEGORIES:{escape(it.get_kind_display())}"
    yield f"URL:{_CONTROLS.sub('', entry.url)}"
    yield "END:VEVENT"


def _description(entry: Entry) -> str:
    it = entry.gathering
    parts = [
        it.cancelled_reason if it.is_cancelled else "",
        plain_text(it.description_html),
        it.directions,
        it.stream_url,
        entry.url,
    ]
    return "\n\n".join(part for part in parts if part)


def in_utc(moment: datetime) -> str:
    """Form #2 of 3.3.5: date with UTC time. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone is no moment.")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROLS.sub("", text)


def fold(line: str) -> bytes:
    """With its end, in pieces of at most 75 octets; no character of several octets is cut apart (3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode("utf-8", "ignore")
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
