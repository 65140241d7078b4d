"""Reading what a mail server sends back (RFC 3464): which letter of ours did not arrive, and why.

Whatever is in the report was written by strangers. Nothing of it is believed but the number of a letter that we
wrote, which nobody but its receiver's server has seen, and the status beside it.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from typing import Any

from platform_core.outbound.models import OutboundMail

LARGEST = 1_000_000  # bytes
LONGEST_DIAGNOSTIC = 300
MOST_PARTS = 30
# As carrier._message writes them: <schema>.<row>.<moment>@<host>.
OURS = re.compile(r"<?([a-z][a-z0-9_]{0,62})\.(\d{1,18})\.(\d{14})@[^\s<>@]{1,253}>?")
AN_ADDRESS = re.compile(r"[^\s<>@;:,()]+@[^\s<>@;:,()]+")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# RFC 3463: there is no such address, or its mailbox was switched off. A server that refuses our letters (5.7.1), or a
# full mailbox (5.2.2), says nothing of the address: one bad day of ours must not cut hundreds off.
NO_SUCH_ADDRESS = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


class NoReport(ValueError):
    """This is no report about a letter of ours; the message says what is missing, for a log."""


@dataclass(frozen=True, slots=True)
class Report:
    """`status`: RFC 3463, such as 5.1.1. `is_final`: it was given up because there is no such address."""

    schema: str
    letter: int
    written: str
    status: str
    is_final: bool
    diagnostic: str


def number_of(mail: OutboundMail, schema: str) -> str:
    """What stands in Message-ID before the @: by this a letter is known again when it comes back."""
    return f"{schema}.{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}"


def read_report(raw: bytes) -> Report:
    """Raises NoReport for everything that is no delivery status notification about a letter of ours."""
    if len(raw) > LARGEST:
        raise NoReport("larger than 1 MB")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = _parts(message)
        fields = _failed_fields(parts)
        schema, letter, written = _ours(parts)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise NoReport(str(error) or type(error).__name__) from None
    status = (STATUS.search(fields.get("status", "")) or [""])[0]
    action = fields.get("action", "").strip().lower()
    return Report(
        schema=schema,
        letter=letter,
        written=written,
        status=status,
        is_final=action == "failed" and status in NO_SUCH_ADDRESS,
        # The address is in the letter's own row; here everybody who asks why would read it.
        diagnostic=AN_ADDRESS.sub("…", fields.get("diagnostic-code", "")),
    )


def _parts(message: Message) -> list[Message]:
    if message.get_content_type() != "multipart/report":
        raise NoReport("no multipart/report")
    found: list[Message] = []
    waiting: list[Any] = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        if part.is_multipart():
            waiting += part.get_payload()
    return found


def _failed_fields(parts: list[Message]) -> dict[str, str]:
    """Of the receiver it failed for; of the first one when none did."""
    blocks = [
        {name.lower(): _short(str(value)) for name, value in block.items()}
        for part in parts
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for block in part.get_payload()
        if isinstance(block, Message) and block["Final-Recipient"]
    ]
    if not blocks:
        raise NoReport("no delivery status of a receiver")
    failed = [one for one in blocks if one.get("action", "").strip().lower() == "failed"]
    return (failed or blocks)[0]


def _ours(parts: list[Message]) -> tuple[str, int, str]:
    """From the letter that came back, or its head."""
    for part in parts[1:]:
        said = part["Message-ID"] or ""
        if part.get_content_type() == "text/rfc822-headers":
            said = _head_of(part)["Message-ID"] or ""
        if found := OURS.fullmatch(str(said).strip()):
            return found[1], int(found[2]), found[3]
    raise NoReport("no letter of ours in it")


def _head_of(part: Message) -> Message:
    content = part.get_payload(decode=True)
    return email.message_from_bytes(content if isinstance(content, bytes) else b"", _class=EmailMessage)


def _short(text: str) -> str:
    """One line, without what a terminal or a page could trip over."""
    line = " ".join(text.split())
    return "".join(one for one in line if one.isprintable())[:LONGEST_DIAGNOSTIC]


def is_about(report: Report, mail: OutboundMail, schema: str) -> bool:
    """Only who has held the letter knows to the second when it was written."""
    written: datetime = mail.created_at
    return report.schema == schema and report.written == f"{written:%Y%m%d%H%M%S}"
