"""How people are reached is sealed with this deployment's keys: opened on its way out, sealed where it arrives."""

import re

from platform_core.access.contact_sealing import SEALED, open_contact
from platform_core.access.sealing import BrokenSeal

# A whole value of a CSV row: plain, or a JSON text with its quotes doubled.
_VALUE = re.compile(
    rb'(?<=[,"\n])(?:""(?P<json>sealed1:[0-9a-f]{8}:[0-9a-f]+)""|(?P<text>sealed1:[0-9a-f]{8}:[0-9a-f]+))(?=[,"\n])'
)


def unsealed_row(row: bytes, schema: str) -> bytes:
    """A row of COPY … CSV as it leaves; one without a seal in it costs a look."""
    if b"sealed1:" not in row:
        return row
    return _VALUE.sub(lambda found: _opened(found, schema), b"\n" + row)[1:]


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
