"""How people are reached is sealed with this deployment's keys: opened on its way out, sealed where it arrives."""

import re

from platform_core.access.contact_sealing import SEALED, open_contact
from platform_core.access.sealing import BrokenSeal

# A whole value of a CSV row: plain, or a JSON text with its quotes doubled.
_VALUE = re.compile(
    rb'(?<=[,"\n])(?:""(?P<json>sealed1:[0-9a-f]{8}:[0-9a-f]+)""|(?P<text>sealed1:[0-9a-f]{8}:[0-9a-f]+))(?=[,"\n])'
)


def unsealed_rows(rows: bytes, schema: str) -> bytes:
    """Whole rows of COPY … CSV as they leave; those without a seal in them cost a look."""
    if b"sealed1:" not in rows:
        return rows
    return _VALUE.sub(lambda found: _opened(found, schema), b"\n" + rows)[1:]


def _opened(found: re.Match[bytes], schema: str) -> bytes:
    stored = (found["json"] or found["text"]).decode()
    if SEALED.fullmatch(stored) is None:
        return found[0]
    try:
        words = open_contact(stored, place=schema)
    except BrokenSeal:
        # Nobody can open it here either.
        words = "null" if found["json"] else ""
    quoted = words.replace('"', '""').encode()
    # The JSON's own quotes stand inside the value's, which stay.
    return quoted if found["json"] else b'"' + quoted + b'"'
