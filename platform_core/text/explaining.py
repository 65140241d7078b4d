"""Finding words of a glossary in an official text and leading from them to their explanation.

Each word once in a text, at its first occurrence; never inside a link, a heading, code, or another word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from platform_core.i18n.korean_words import AFTER_A_WORD

_PIECES = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# What leads somewhere already, or is no sentence.
_LEAVE_ALONE = frozenset({"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "summary", "dfn", "abbr"})


@dataclass(frozen=True, slots=True)
class Explained:
    """The text with its links, and the keys of the words found, in the order they stand."""

    html: str
    keys: tuple[str, ...]


@dataclass(slots=True)
class Explainer:
    """`words`: (key, every form it stands in). Made once for each glossary."""

    words: Sequence[tuple[str, tuple[str, ...]]]
    language: str
    _keys: dict[str, str] = field(init=False)
    _found: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        self._keys = {
            escape(form, quote=False).casefold(): key for key, forms in self.words for form in forms if form
        }
        forms = "|".join(map(re.escape, sorted(self._keys, key=len, reverse=True)))
        after = AFTER_A_WORD if self.language == "ko" else r"(?=s?(?!\w))"
        before = r"(?<![\w-])"
        self._found = re.compile(f"{before}(?:{forms}){after}", re.IGNORECASE) if forms else None

    def explained(self, html: str, address: str, skip: frozenset[str] = frozenset()) -> Explained:
        """`html`, sanitised, with a link to `address`#w-key at each word. `skip`: keys said already on this page."""
        if self._found is None or not html:
            return Explained(html, ())
        said: dict[str, None] = {}
        closed = 0
        pieces = _PIECES.split(html)
        for place, piece in enumerate(pieces):
            if place % 2:
                closed = max(0, closed + _step(piece))
            elif not closed:
                pieces[place] = self._linked(piece, address, said, skip)
        return Explained("".join(pieces), tuple(said))

    def _linked(self, text: str, address: str, said: dict[str, None], skip: frozenset[str]) -> str:
        def linked(match: re.Match[str]) -> str:
            key = self._keys[match[0].casefold()]
            if key in said or key in skip:
                return match[0]
            said[key] = None
            return f'<a class="term" href="{escape(address)}#w-{escape(key)}" data-term="{escape(key)}">{match[0]}</a>'

        assert self._found is not None
        return self._found.sub(linked, text)


def _step(tag: str) -> int:
    """How a tag changes the depth inside what is left alone."""
    match = _TAG.match(tag)
    if match is None or match[2].lower() not in _LEAVE_ALONE or tag.endswith("/>"):
        return 0
    return -1 if match[1] else 1
