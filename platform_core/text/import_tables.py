"""Tables as lists: one item a row, so that they read on a phone and in a screen reader.

A row under headings reads “heading: value · heading: value”; a row that begins with a heading
“heading: value”; any other “value · value”. Tables used to place text on a page dissolve into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platform_core.text.import_lines import Line

# More lines than this in one cell is text laid out with a table.
_LONG_CELL = 4


class Table:
    def __init__(self) -> None:
        self._out: list[tuple[str, str]] = []
        self._row: list[tuple[bool, list[Line]]] = []
        self._headings: list[str] = []
        self._headings_are_unread = False
        self._in_head = False
        self.is_in_cell = False

    @property
    def cell(self) -> list[Line]:
        return self._row[-1][1]

    def take(self, tag: str, *, closes: bool) -> None:
        if tag == "thead":
            self._in_head = not closes
        elif tag == "tr":
            self._end_row()
        else:
            self.is_in_cell = not closes
            if not closes:
                self._row.append((tag == "th" or self._in_head, []))

    def written(self) -> list[tuple[str, str]]:
        """Kinds and HTML of the lines that say what the table said."""
        self._end_row()
        self._say_unread_headings()
        return self._out

    def _end_row(self) -> None:
        row, self._row = self._row, []
        self.is_in_cell = False
        cells = [(is_heading, _lines(lines)) for is_heading, lines in row]
        filled = [cell for cell in cells if cell[1]]
        if not filled:
            return
        placed = len(filled) == 1 and len(self._headings) != len(cells)
        if placed or any(len(lines) > _LONG_CELL or _has_blocks(lines) for _heading, lines in filled):
            self._dissolve(filled)
        elif all(is_heading for is_heading, _lines_of in cells):
            self._say_unread_headings()
            self._headings = [_joined(lines) for _heading, lines in cells]
            self._headings_are_unread = True
        else:
            self._say_row(cells)

    def _dissolve(self, cells: list[tuple[bool, list[Line]]]) -> None:
        for is_heading, lines in cells:
            for line in lines:
                html = f"<strong>{line.html}</strong>" if is_heading and line.kind == "p" else line.html
                self._out.append((line.kind, html))

    def _say_row(self, cells: list[tuple[bool, list[Line]]]) -> None:
        values = [_joined(lines) for _heading, lines in cells]
        if self._headings and len(self._headings) == len(values):
            pairs = zip(self._headings, values, strict=True)
            self._headings_are_unread = False
            self._say(
                " · ".join(f"{heading}: {value}" if heading else value for heading, value in pairs if value)
            )
        elif cells[0][0] and values[0]:
            self._say(f"<strong>{values[0]}</strong>: {' · '.join(filter(None, values[1:]))}")
        else:
            self._say(" · ".join(filter(None, values)))

    def _say_unread_headings(self) -> None:
        if self._headings_are_unread:
            self._say(" · ".join(filter(None, self._headings)))
        self._headings_are_unread = False

    def _say(self, html: str) -> None:
        self._out.append(("ul", html))


def _lines(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.html]


def _has_blocks(lines: list[Line]) -> bool:
    return any(line.kind not in ("p", "h3") for line in lines)


def _joined(lines: list[Line]) -> str:
    return ("<br>" if len(lines) > 2 else " ").join(line.html for line in lines)
