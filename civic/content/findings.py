"""What is missing before something may be published, in sentences for who arranges it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from civic.content.document import Block, Document, Value, said
from civic.content.kinds import KINDS, PLANS, Field, Place


@dataclass(frozen=True, slots=True)
class Finding:
    """`block`: where it is; empty for the whole."""

    code: str
    sentence: str
    block: str = ""


def findings(document: Document, place: str, language: str, pages: Collection[str]) -> list[Finding]:
    """`language`: the institution's first one; `pages`: slugs that may be linked. Empty: it may be published."""
    found = [_lacks(one, "") for one in PLANS[place].head if _is_missing(one, document.head, language)]
    for block in document.blocks:
        if block.is_on:
            found += _in_block(block, language, pages)
    if place in (Place.HOME, Place.PAGE) and not any(block.is_on for block in document.blocks):
        found.append(Finding("empty", _("There is nothing on it. Add a block, or switch one on.")))
    if place == Place.MENU:
        found += _in_menu([block for block in document.blocks if block.is_on])
    return found


def _in_block(block: Block, language: str, pages: Collection[str]) -> Iterable[Finding]:
    for one in KINDS[block.kind].fields:
        if _is_missing(one, block.fields, language):
            yield _lacks(one, block.id)
    page = block.fields.get("page")
    if page and page not in pages:
        sentence = _("The page “%(page)s” is not there. Choose another one, or take the entry out.")
        yield Finding("no_page", sentence % {"page": page}, block.id)


def _in_menu(blocks: list[Block]) -> Iterable[Finding]:
    if not blocks:
        yield Finding("empty", _("A menu needs an entry."))
        return
    if is_second(blocks[0]):
        yield Finding("level", _("The first entry has none before it to stand below."), blocks[0].id)
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind == "group" and (after is None or not is_second(after)):
            yield Finding("heading", _("Below this heading there is nothing."), block.id)
    if sum(not is_second(block) for block in blocks) > MOST_AT_THE_TOP:
        sentence = _("More than %(most)s entries do not fit beside each other. Put some below a heading.")
        yield Finding("too_many", sentence % {"most": MOST_AT_THE_TOP})


MOST_AT_THE_TOP = 7


def is_second(block: Block) -> bool:
    return block.fields.get("level") == "2"


def _is_missing(declared: Field, values: Mapping[str, Value], language: str) -> bool:
    if not declared.required:
        return False
    value = values.get(declared.name)
    if declared.is_by_language:
        words, spoken = said(value, [language])
        return not words or spoken != language
    return not value


def _lacks(declared: Field, block: str) -> Finding:
    return Finding("missing", _("“%(field)s” is still empty.") % {"field": declared.label}, block)
