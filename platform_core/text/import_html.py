"""Cleaning what people pasted from word processors into an old system's editor.

Takes HTML as Word, Hangul (한컴) and old web editors leave it, or plain text, and gives safe HTML that
reads like what the writer saw: paragraphs, line breaks, lists and emphasis, without fonts and colours.
Whatever was changed in a way the writer or an officer may ask about is noted.
"""

import re
from dataclasses import dataclass

import nh3

from platform_core.text.import_lines import LineWriter
from platform_core.text.import_notes import Note, Notes
from platform_core.text.markup import is_too_deep
from platform_core.text.normalise import refuse_broken
from platform_core.text.rich import ALLOWED_TAGS, SAME_MEANING, UNREADABLE_TAGS, finish, plain_text

LONGEST_SOURCE = 2_000_000


@dataclass(frozen=True)
class Imported:
    """`html` is safe to show; `notes` say what was changed, in a fixed order."""

    html: str
    notes: tuple[Note, ...]

    @property
    def is_empty(self) -> bool:
        return not plain_text(self.html)


_BLOCKS_OF_PAGES = frozenset(
    "table caption thead tbody tfoot tr td th pre center dl dt dd section main article header footer nav aside"
    " figure figcaption address fieldset legend form label h4 h5 h6 img".split()
)
_wide_cleaner = nh3.Cleaner(
    tags=set(ALLOWED_TAGS | SAME_MEANING.keys() | _BLOCKS_OF_PAGES),
    clean_content_tags=set(UNREADABLE_TAGS),
    attributes={"*": {"style"}, "a": {"href"}, "img": {"src", "alt"}},
    filter_style_properties={"display"},
    url_schemes={"http", "https"},
    link_rel=None,
)

_HAS_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_HAS_LINE_TAG = re.compile(r"<(?:p|br|div|li|td|tr|h[1-6])\b", re.IGNORECASE)
# “<A안>” is Korean typography, not an element.
_NOT_A_TAG = re.compile(r"<(?=/?[a-zA-Z][a-zA-Z0-9-]*[^\x00-\x7f])")
_TORN_TAG = re.compile(r"<[/!a-zA-Z][^<>]*$")
_EVERY_TAG = re.compile(r"<[^<>]*>")
_LINE_BREAK = re.compile(r"\r\n?|\n")


def import_html(source: str) -> Imported:
    """Raises UncleanText for NUL and broken characters, ValueError for more than LONGEST_SOURCE."""
    if len(source) > LONGEST_SOURCE:
        raise ValueError(f"more than {LONGEST_SOURCE} characters")
    refuse_broken(source)
    notes = Notes()
    notes.look_at(source)
    writer = LineWriter(notes)
    writer.read(_wide_cleaner.clean(_well_meant(source, notes)))
    written = writer.html()
    html = finish(written)
    notes.add("addresses_linked", html.count("<a ") - written.count("<a "))
    return Imported(html=html, notes=notes.all())


def _well_meant(source: str, notes: Notes) -> str:
    """HTML that says what the source meant to say."""
    source = _NOT_A_TAG.sub("&lt;", source)
    if _TORN_TAG.search(source):
        source = _TORN_TAG.sub("", source)
        notes.add("cut_off")
    if is_too_deep(source):
        notes.add("too_tangled")
        source = _EVERY_TAG.sub("\n", source)
    if not _HAS_TAG.search(source):
        source = source.replace("<", "&lt;")
    if not _HAS_LINE_TAG.search(source):
        source = _LINE_BREAK.sub("<br>", source.strip())
    return source
