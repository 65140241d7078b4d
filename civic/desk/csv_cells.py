"""Cells a spreadsheet will not run: what citizens typed must stay text."""

from typing import Any

# Also in their full-width forms, which Excel and Hancell read as the same signs.
DANGEROUS = "=+-@\t\r\n＝＋－＠"


def harmless(value: Any) -> str:
    """The value as text; an apostrophe goes before what a spreadsheet would take for a formula."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    begins = text.lstrip(" \u00a0\u3000")[:1] or text[:1]
    return f"'{text}" if begins and begins in DANGEROUS else text
