"""From wide, clean markup to lines, and from lines to simple HTML.

Pages and word processors nest paragraphs in boxes in cells; people read lines. So everything is read
as a sequence of lines of a few kinds, and written out from there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from platform_core.text.import_notes import Notes
from platform_core.text.import_tables import Table
from platform_core.text.markup import Token, escape, quoted, tokens
from platform_core.text.normalise import repair
from platform_core.text.rich import SAME_MEANING

BLANK = "blank"
_INLINE = frozenset("strong em del sub sup a".split())
_KINDS = {
    **dict.fromkeys("h1 h2 h3 h4 h5 h6 caption legend".split(), "h3"),
    **dict.fromkeys("ul dl".split(), "ul"),
    "ol": "ol",
    "blockquote": "blockquote",
}
_SPACE = re.compile(r"[ \t\r\n\u00a0\u3000]+")
_EDGE_BREAKS = re.compile(r"^(?: |<br>)+|(?: |<br>)+$")
_NOTHING_INSIDE = re.compile(r"<(strong|em|del|sub|sup|a)(?: [^<>]*)?>(?: |<br>)*</\1>")


_FORMAT_OR_SPACE = re.compile(r" *|</?(?:strong|em|del|sub|sup|a)(?: [^<>]*)?>")
_HIDDEN = re.compile(r"display:\s*none")
_VOID = frozenset({"br", "hr", "img"})


@dataclass(frozen=True)
class Line:
    kind: str  # p, h3, ul, ol, blockquote, hr or blank
    html: str = ""


class LineWriter:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.lines: list[Line] = []
        self._kinds: list[str] = []
        self._formats: list[Token] = []
        self._tables: list[Table] = []
        self._start_line()

    def read(self, clean_html: str) -> None:
        for token in self._visible(clean_html):
            tag = (
                SAME_MEANING.get(token.tag, token.tag)
                if token.tag in ("b", "i", "s", "strike")
                else token.tag
            )
            if not tag:
                self._text(token.text)
            elif tag in _INLINE:
                self._format(token._replace(tag=tag))
            elif tag == "br":
                self._break()
            elif tag == "img":
                self._image(token)
            else:
                self._block(tag, token)
        self._end_line()

    def _visible(self, clean_html: str) -> Iterator[Token]:
        hidden, depth = "", 0
        for token in tokens(clean_html):
            if hidden:
                if token.tag == hidden:
                    depth += -1 if token.closes else 1
                    hidden = hidden if depth else ""
            elif "style=" in token.attributes and _HIDDEN.search(token.attribute("style")):
                self.notes.add("hidden_text_left_out")
                if token.tag not in _VOID:
                    hidden, depth = token.tag, 1
            else:
                yield token

    def html(self) -> str:
        return "".join(_written(self._tidied()))

    # --- one line -----------------------------------------------------------------

    def _start_line(self) -> None:
        self._pieces = [_start_tag(token) for token in self._formats]
        self._has_words = False
        self._has_room = False  # a break or a no-break space: an empty line somebody meant

    def _text(self, text: str) -> None:
        if "\u00a0" in text:
            self._has_room = True
        text = _SPACE.sub(" ", repair(text))
        self._has_words = self._has_words or bool(text.strip())
        self._pieces.append(escape(text))

    def _format(self, token: Token) -> None:
        if not token.closes:
            if token.tag == "a" and not token.attribute("href").lower().startswith(("http://", "https://")):
                self.notes.add("links_left_out")
                token = token._replace(attributes="")
            self._formats.append(token)
            self._pieces.append(_start_tag(token))
        elif self._formats and self._formats[-1].tag == token.tag:
            self._pieces.append(_end_tag(self._formats.pop()))

    def _break(self) -> None:
        second = self._ends_in_break()
        if not self._has_words or (second and self._kind() == "p"):
            self._has_room = False
            self._end_line()
            self._lines().append(Line(BLANK))
        elif not second:
            self._pieces.append(" " if self._kind() == "h3" else "<br>")

    def _ends_in_break(self) -> bool:
        said = (
            piece
            for piece in reversed(self._pieces)
            if piece == "<br>" or not _FORMAT_OR_SPACE.fullmatch(piece)
        )
        return next(said, "") == "<br>"

    def _image(self, token: Token) -> None:
        self.notes.add("images_left_out", detail=token.attribute("src"))
        if alt := token.attribute("alt").strip():
            self._text(f"[{alt}]")

    def _end_line(self) -> None:
        if self._has_words:
            html = "".join([*self._pieces, *(_end_tag(token) for token in reversed(self._formats))])
            self._lines().append(Line(self._kind(), _trimmed(html)))
        elif self._has_room:
            self._lines().append(Line(BLANK))
        self._start_line()

    def _kind(self) -> str:
        return self._kinds[-1] if self._kinds else "p"

    # --- blocks -------------------------------------------------------------------

    def _block(self, tag: str, token: Token) -> None:
        if tag in ("p", "div") and self._kind() in ("ul", "ol"):
            if self._has_words:
                self._break()
            return
        self._end_line()
        if tag == "hr":
            self._lines().append(Line("hr"))
        elif tag in ("table", "thead", "tr", "td", "th"):
            self._table(tag, token)
        elif tag in _KINDS:
            self._kinds.append(_KINDS[tag]) if not token.closes else self._leave(_KINDS[tag])

    def _leave(self, kind: str) -> None:
        if self._kinds and self._kinds[-1] == kind:
            self._kinds.pop()

    def _lines(self) -> list[Line]:
        return self._tables[-1].cell if self._tables and self._tables[-1].is_in_cell else self.lines

    def _table(self, tag: str, token: Token) -> None:
        if tag == "table" and not token.closes:
            self._tables.append(Table())
            return
        if not self._tables:
            return
        if tag != "table":
            self._tables[-1].take(tag, closes=token.closes)
            return
        table = self._tables.pop()
        for kind, html in table.written():
            self._lines().append(Line(kind, html))
        self.notes.add("tables_flattened")

    # --- the whole ----------------------------------------------------------------

    def _tidied(self) -> list[Line]:
        """No blank line at either end, never two in a row."""
        tidy: list[Line] = []
        for line in self.lines:
            if line.kind == BLANK and (not tidy or tidy[-1].kind == BLANK):
                self.notes.add("empty_lines_collapsed", 1 if tidy else 0)
            else:
                tidy.append(line)
        while tidy and tidy[-1].kind == BLANK:
            tidy.pop()
        return tidy


def _written(lines: list[Line]) -> list[str]:
    # Where the writer set blank lines, they part the paragraphs and single lines belong together, as in
    # Hangul, which makes every line a paragraph. Where there are none, every line is one.
    has_blanks = any(line.kind == BLANK for line in lines)
    out: list[str] = []
    for kind, group in groupby(lines, key=lambda line: line.kind):
        htmls = [line.html for line in group]
        if kind in ("ul", "ol"):
            out.append(f"<{kind}>{''.join(f'<li>{html}</li>' for html in htmls)}</{kind}>")
        elif kind == "blockquote":
            out.append(f"<blockquote>{'<br>'.join(htmls)}</blockquote>")
        elif kind == "p" and has_blanks:
            out.append(f"<p>{'<br>'.join(htmls)}</p>")
        elif kind == "hr":
            out.append("<hr>")
        elif kind != BLANK:
            out += [f"<{kind}>{html}</{kind}>" for html in htmls]
    return out


def _trimmed(html: str) -> str:
    before = ""
    while before != html:
        before, html = html, _NOTHING_INSIDE.sub(" ", html)
    html = re.sub(r" {2,}", " ", html)
    html = re.sub(r" ?<br> ?", "<br>", html)
    return _EDGE_BREAKS.sub("", html)


def _start_tag(token: Token) -> str:
    if token.tag == "a" and not token.attributes:
        return ""
    return f'<a href="{quoted(token.attribute("href"))}">' if token.tag == "a" else f"<{token.tag}>"


def _end_tag(token: Token) -> str:
    return "" if token.tag == "a" and not token.attributes else f"</{token.tag}>"
