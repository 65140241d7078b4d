"""A document of an arrangement: read from data, checked whole, written back.

{"format": 1, "head": {field: value}, "blocks": [{"id", "kind", "is_on", "fields": {field: value}}]}
A value is {language: text} where a field is kept by language, else a text.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from civic.content.kinds import KINDS, PLANS, Field, Place, Shape
from civic.content.links import FILM_HOSTS, is_link
from platform_core.text.graphemes import grapheme_length

FORMAT = 1
BLOCK_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2}")

Value = str | Mapping[str, str]


class BadDocument(ValueError):
    """What no page of ours would write. For programs: people see what the forms and `findings` say."""


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    kind: str
    is_on: bool = True
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def print(self) -> str:
        """Tells whether it is still as somebody saw it."""
        return print_of({"kind": self.kind, "fields": self.fields})


@dataclass(frozen=True, slots=True)
class Document:
    head: Mapping[str, Value] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()

    def block(self, key: str) -> Block | None:
        return next((block for block in self.blocks if block.id == key), None)

    def with_block(self, block: Block) -> "Document":
        """Changed where it stands, or added at the end."""
        if self.block(block.id) is None:
            return replace(self, blocks=(*self.blocks, block))
        return replace(self, blocks=tuple(block if one.id == block.id else one for one in self.blocks))

    def without(self, key: str) -> "Document":
        return replace(self, blocks=tuple(one for one in self.blocks if one.id != key))

    def moved(self, key: str, *, up: bool) -> "Document":
        """One place up or down; as it is when there is no further place."""
        order = list(self.blocks)
        here = next((spot for spot, one in enumerate(order) if one.id == key), None)
        if here is None:
            return self
        there = here - 1 if up else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        return replace(self, blocks=tuple(order))

    def new_id(self, kind: str) -> str:
        taken = {one.id for one in self.blocks}
        return next(name for name in (f"{kind}-{n}" for n in range(1, 1_000)) if name not in taken)

    def data(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "head": dict(self.head),
            "blocks": [
                {"id": one.id, "kind": one.kind, "is_on": one.is_on, "fields": dict(one.fields)}
                for one in self.blocks
            ],
        }


def print_of(what: Any) -> str:
    return sha256(json.dumps(what, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def parse(data: Any, place: str) -> Document:
    """Raises BadDocument for anything that the kinds do not declare."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadDocument("no document of this format")
    plan = PLANS[place]
    blocks = data.get("blocks")
    if not isinstance(blocks, list) or len(blocks) > plan.most:
        raise BadDocument("too many blocks, or none at all")
    document = Document(
        _values(data.get("head"), plan.head), tuple(_block(one, Place(place)) for one in blocks)
    )
    if len({one.id for one in document.blocks}) < len(document.blocks):
        raise BadDocument("two blocks of one name")
    return document


def readable(data: Any, place: str) -> Document:
    """What was kept once, without what the kinds have given up since: an old edition never breaks a page."""
    known = {one.name for one in PLANS[place].head}
    head = {name: value for name, value in data["head"].items() if name in known}
    blocks = [one for one in data["blocks"] if _is_known(one, Place(place))]
    return parse({**data, "head": head, "blocks": blocks}, place)


def _is_known(data: Any, place: Place) -> bool:
    try:
        _block(data, place)
    except BadDocument:
        return False
    return True


def _block(data: Any, place: Place) -> Block:
    if not isinstance(data, dict) or not isinstance(data.get("is_on"), bool):
        raise BadDocument("no block")
    name, kind = data.get("id"), KINDS.get(str(data.get("kind")))
    if not isinstance(name, str) or not BLOCK_ID.fullmatch(name):
        raise BadDocument("a block without a name")
    if kind is None or place not in kind.places:
        raise BadDocument("a kind of block that does not stand here")
    return Block(name, kind.key, data["is_on"], _values(data.get("fields"), kind.fields))


def _values(data: Any, fields: Iterable[Field]) -> dict[str, Value]:
    if not isinstance(data, dict):
        raise BadDocument("fields are missing")
    known = {one.name: one for one in fields}
    if data.keys() - known.keys():
        raise BadDocument("a field that this kind does not have")
    return {name: _value(value, known[name]) for name, value in data.items()}


def _value(value: Any, declared: Field) -> Value:
    if not declared.is_by_language:
        return _text(value, declared)
    if not isinstance(value, dict) or not all(
        isinstance(code, str) and LANGUAGE.fullmatch(code) for code in value
    ):
        raise BadDocument("words without their language")
    return {code: _text(words, declared) for code, words in value.items()}


def _text(value: Any, declared: Field) -> str:
    # Each grapheme may take several code points; the exact count is taken once that is plausible.
    if not isinstance(value, str) or len(value) > 16 * declared.limit or "\x00" in value:
        raise BadDocument("no text, or far too long")
    if declared.shape == Shape.CHOICE:
        known = {code for code, _label in declared.choices}
        if declared.choices and value and value not in known:
            raise BadDocument("not one of the choices")
    elif grapheme_length(value) > declared.limit:
        raise BadDocument("too long")
    if value and (
        (declared.shape == Shape.LINK and not is_link(value))
        or (declared.shape == Shape.FILM and not is_link(value, FILM_HOSTS))
    ):
        raise BadDocument("an address that leads somewhere unsafe")
    return value


def said(value: Value | None, languages: Iterable[str]) -> tuple[str, str]:
    """(words, their language): the first of `languages` in which it is said; ("", "") when nobody said it."""
    if not isinstance(value, Mapping):
        return (str(value or ""), "")
    for code in (*languages, *value):
        if value.get(code):
            return value[code], code
    return "", ""
