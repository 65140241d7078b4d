"""Walking over HTML that nh3 has written: well-formed, lower case, every attribute quoted.

Never give these functions HTML from anywhere else.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# Every element of more than this many levels is either broken or an attempt to keep the server busy:
# parsing takes time quadratic in depth.
DEEPEST = 500
# Elements whose end tag people and programs leave out; the parser closes them, so they do not nest.
_CLOSES_ITSELF = frozenset(
    "p li br hr img input meta link col area base embed source track wbr param td th tr dt dd option".split()
)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class Token(NamedTuple):
    """Text (already unescaped) when `tag` is empty, else the start or end of an element."""

    tag: str
    text: str = ""
    closes: bool = False
    attributes: str = ""

    def attribute(self, name: str) -> str:
        for found, value in _ATTRIBUTE.findall(self.attributes):
            if found == name:
                return html.unescape(value)
        return ""


def tokens(clean_html: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(clean_html):
        slash, tag, attributes, text = match.groups()
        if text is not None:
            yield Token("", text=html.unescape(text))
        else:
            yield Token(tag, closes=bool(slash), attributes=attributes)


def is_too_deep(any_html: str) -> bool:
    """Whether parsing this HTML would cost more than its length allows. Cheap; takes any HTML."""
    depth = 0
    for match in _ANY_TAG.finditer(any_html):
        slash, tag = match.groups()
        if tag.lower() in _CLOSES_ITSELF:
            continue
        depth = max(depth - 1, 0) if slash else depth + 1
        if depth > DEEPEST:
            return True
    return False


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def quoted(value: str) -> str:
    return html.escape(value)
