"""What an import changed, told so that an officer can check it against the source."""

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In the order they are reported: what may have lost meaning first.
SENTENCES: dict[str, str | Promise] = {
    "cut_off": _("The source ends in the middle of its markup; the torn end was left out."),
    "too_tangled": _("The markup was too tangled to read; only its text was kept."),
    "images_left_out": _("Images were left out: they lie on another server."),
    "active_content_left_out": _("Scripts, embedded pages and form fields were left out."),
    "hidden_text_left_out": _("Text that was not visible was left out."),
    "links_left_out": _("Links that do not lead to a web page became plain text."),
    "tables_flattened": _("Tables became lists of their rows."),
    "word_processor_markup_removed": _("Markup of a word processor was removed."),
    "fonts_and_colours_removed": _("Fonts, sizes and colours were removed."),
    "empty_lines_collapsed": _("Repeated empty lines became one."),
    "addresses_linked": _("Web addresses became links."),
}

_SIGNS = {
    "word_processor_markup_removed": re.compile(
        r"<!--\s*(?:StartFragment|\[if|\[data-hwpjson)|<o:p|<\?xml:namespace|\bmso-[a-z]|class=[\"']?Mso|hwp_editor|<v:[a-z]",
        re.IGNORECASE,
    ),
    "fonts_and_colours_removed": re.compile(
        r"<font\b|<[a-z][^<>]{0,300}\sstyle\s*=[^<>]{0,300}(?:font|color|background|letter-spacing|line-height)",
        re.IGNORECASE,
    ),
    "active_content_left_out": re.compile(
        r"<(?:script|iframe|object|embed|applet|form|input|select|button|video|audio|svg)\b|<[a-z][^<>]{0,2000}\son[a-z]{3,30}\s*=",
        re.IGNORECASE,
    ),
}
# A picture Word drew itself is not an <img>.
_DRAWN_IMAGE = re.compile(r"<v:imagedata\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Note:
    """`kind` is stable, a key of SENTENCES; `count` how often; `details` the addresses left out."""

    kind: str
    count: int
    details: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.kind])


class Notes:
    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._details: dict[str, list[str]] = {}

    def add(self, kind: str, count: int = 1, *, detail: str = "") -> None:
        if count <= 0:
            return
        self._counts[kind] += count
        if detail:
            self._details.setdefault(kind, []).append(detail)

    def look_at(self, source: str) -> None:
        """Note what can be seen in the source and is gone once it is cleaned."""
        for kind, sign in _SIGNS.items():
            self.add(kind, 1 if sign.search(source) else 0)
        for src in _DRAWN_IMAGE.findall(source):
            self.add("images_left_out", detail=src)

    def all(self) -> tuple[Note, ...]:
        return tuple(
            Note(kind, self._counts[kind], tuple(self._details.get(kind, ())))
            for kind in SENTENCES
            if self._counts[kind]
        )
