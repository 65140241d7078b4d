"""Every sentence in the code and the templates that wants a translation."""

import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("billing", "civic", "platform_core", "tenants", "themes")
_NO_SENTENCES_IN = frozenset({"tests", "migrations", "static", "locale", "node_modules", "__pycache__"})
_TEMPLATE_ENDINGS = frozenset({".html", ".txt", ".xml", ".svg"})

_PLAIN = (1,)
_PLURAL = (1, 2)
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _PLAIN,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), _PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _CONTEXT_PLURAL),
}
COMMENT_MARK = "Translators"

Key = tuple[str, str]
"""Context (mostly empty) and the English sentence."""


class UnreadableSource(Exception):
    """A file whose sentences cannot be found; says which and why."""


@dataclass
class Sentence:
    context: str
    singular: str
    plural: str = ""
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.singular


def find_sentences(root: Path = ROOT, rooms: tuple[str, ...] = ROOMS) -> dict[Key, Sentence]:
    """All sentences in sorted order. Raises UnreadableSource."""
    found: dict[Key, Sentence] = {}
    for path in sorted(source_files(root, rooms)):
        for sentence in sentences_of(
            path.read_text(encoding="utf-8"), path, path.relative_to(root).as_posix()
        ):
            _merge(found.setdefault(sentence.key, sentence), sentence)
    return dict(sorted(found.items(), key=lambda item: (item[1].singular, item[1].context)))


def source_files(root: Path, rooms: tuple[str, ...]) -> Iterator[Path]:
    for room in rooms:
        for path in (root / room).rglob("*"):
            inside = path.relative_to(root).parts
            if _NO_SENTENCES_IN.intersection(inside) or any(part.startswith(".") for part in inside):
                continue
            if path.suffix == ".py" or (path.suffix in _TEMPLATE_ENDINGS and "templates" in inside):
                yield path


def sentences_of(text: str, path: Path, shown_path: str) -> Iterator[Sentence]:
    code = text if path.suffix == ".py" else _template_as_code(text, shown_path)
    try:
        messages = list(extract("python", BytesIO(code.encode()), KEYWORDS, [COMMENT_MARK]))
    except (SyntaxError, tokenize.TokenError) as error:
        raise UnreadableSource(f"{shown_path}: {error}") from error
    for _line, message, comments, context in messages:
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield Sentence(context or "", singular, plural or "", {shown_path}, list(comments))


def _template_as_code(text: str, shown_path: str) -> str:
    """The template with its translation tags as calls, each line flush left, as Python would want it."""
    try:
        code = templatize(text, origin=shown_path)
    except SyntaxError as error:
        raise UnreadableSource(str(error)) from error
    return "\n".join(line.strip() for line in code.split("\n"))


def _merge(known: Sentence, again: Sentence) -> None:
    known.plural = known.plural or again.plural
    known.files |= again.files
    known.comments += [comment for comment in again.comments if comment not in known.comments]
