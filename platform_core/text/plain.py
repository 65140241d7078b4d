"""Reading sanitised HTML as plain text: for mail, for excerpts, for search."""

import re
from collections.abc import Iterator

from platform_core.text.graphemes import shorten
from platform_core.text.markup import Token, tokens

# How many new lines stand at least around each element.
_ROOM = {**dict.fromkeys("p h2 h3 ul ol blockquote hr".split(), 2), **dict.fromkeys("div li".split(), 1)}
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")


def plain_text(html: str, *, show_links: bool = False) -> str:
    """Readable text: paragraphs stay apart, list items are marked.

    With `show_links` an address that is not the link's own text follows it in brackets, for mail.
    """
    return "".join(_Reader(show_links=show_links).pieces(html)).strip()


def excerpt(html: str, limit: int = 100) -> str:
    """The beginning on one line, at most `limit` characters with its “…”, cut between words."""
    line = " ".join(_beginning(html, enough=limit * 8 + 200).split())
    if shorten(line, limit) == line:
        return line
    short = shorten(line, limit - 1)
    if not line[len(short) : len(short) + 1].isspace():
        words, _space, _torn = short.rpartition(" ")
        # A very long last word is torn rather than leaving next to nothing.
        short = words if len(words) > len(short) // 2 else short
    return f"{short.rstrip()}…"


def _beginning(html: str, *, enough: int) -> str:
    read: list[str] = []
    size = 0
    for piece in _Reader(marks=False).pieces(html):
        read.append(piece)
        size += len(piece)
        if size > enough:
            break
    return "".join(read)


class _Reader:
    def __init__(self, *, show_links: bool = False, marks: bool = True) -> None:
        self.show_links = show_links
        self.marks = marks
        self.lines_owed = 0
        self.mark = ""
        self.lists: list[int | None] = []  # the next number of each open list, None where unnumbered
        self.address = ""
        self.linked_text = ""

    def pieces(self, html: str) -> Iterator[str]:
        for token in tokens(html):
            if not token.tag:
                yield from self._text(token.text)
            elif token.tag == "br":
                self.lines_owed += 1
            elif token.tag == "a":
                yield from self._link(token)
            elif token.tag in _ROOM:
                self._block(token)

    def _text(self, text: str) -> Iterator[str]:
        text = _SPACE.sub(" ", text)
        if self.lines_owed or self.mark:
            text = text.lstrip(" ")
        if not text:
            return
        self.linked_text += text
        yield "\n" * min(self.lines_owed, 2) + self.mark + text
        self.lines_owed, self.mark = 0, ""

    def _link(self, token: Token) -> Iterator[str]:
        if not token.closes:
            self.address, self.linked_text = token.attribute("href"), ""
        elif self.show_links and self.address.removeprefix("https://") not in (
            self.linked_text,
            self._bare(),
        ):
            yield f" ({self.address})"

    def _bare(self) -> str:
        return self.linked_text.strip().removeprefix("https://")

    def _block(self, token: Token) -> None:
        nested = token.tag in ("ul", "ol") and len(self.lists) > (1 if token.closes else 0)
        self.lines_owed = max(self.lines_owed, 1 if nested else _ROOM[token.tag])
        if token.tag in ("ul", "ol"):
            self._list(token)
        elif token.tag == "li" and not token.closes:
            self.mark = self._next_mark() if self.marks else ""

    def _list(self, token: Token) -> None:
        if token.closes:
            del self.lists[-1:]
            return
        start = token.attribute("start")
        first = int(start) if start.isdecimal() and len(start) < 7 else 1
        self.lists.append(first if token.tag == "ol" else None)

    def _next_mark(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        return f"{indent}{number}. "
