"""What is wrong with a catalogue: each finding names its kind and the sentence it is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog, Message

from platform_core.i18n.catalogue import read_catalogue, translations_of, updated_text
from platform_core.i18n.sources import Key, Sentence

_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%[#0 +-]*\d*(?:\.\d+)?[sdrf]|\{(\w*)\}")
_TAG = re.compile(r"</?[a-z][a-z0-9]*")


class Finding(NamedTuple):
    kind: str  # untranslated, fuzzy, obsolete, placeholders, markup, edges, out_of_date
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.sentence}"


def find_problems(path: Path, language: str, sentences: dict[Key, Sentence]) -> list[Finding]:
    """Everything that keeps this catalogue from being complete and current, in a stable order."""
    known = read_catalogue(path, language)
    findings = [Finding("obsolete", _first(message.id)) for message in known.obsolete.values()]
    present = {(message.context or "", _first(message.id)): message for message in known if message.id}
    findings += [Finding("obsolete", key[1]) for key in present if key not in sentences]
    for key, sentence in sentences.items():
        findings += _about(sentence, present.get(key))
    if not findings and _is_out_of_date(path, language, sentences, known):
        findings.append(Finding("out_of_date", f"{path.name}: run update_translations"))
    return findings


def _is_out_of_date(path: Path, language: str, sentences: dict[Key, Sentence], known: Catalog) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != updated_text(sentences, known, language)


def _about(sentence: Sentence, message: Message | None) -> Iterator[Finding]:
    if message is None or not all(translations_of(message)):
        yield Finding("untranslated", sentence.singular)
        return
    if message.fuzzy:
        yield Finding("fuzzy", sentence.singular)
    for translation in translations_of(message):
        # A plural may be named by number only in one of the two English forms.
        originals = [sentence.plural, sentence.singular] if sentence.plural else [sentence.singular]
        if not any(_placeholders(translation) == _placeholders(original) for original in originals):
            yield Finding("placeholders", sentence.singular)
        if not any(_tags(translation) == _tags(original) for original in originals):
            yield Finding("markup", sentence.singular)
        if _edges(translation) != _edges(sentence.singular):
            yield Finding("edges", sentence.singular)


def _placeholders(text: str) -> Counter[str] | set[str]:
    """Named ones may be repeated and reordered; unnamed ones must be as many."""
    found = [match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", ""))]
    named = {
        placeholder
        for placeholder in found
        if placeholder[1:2] == "(" or re.fullmatch(r"\{\w+\}", placeholder)
    }
    return named if len(named) == len(set(found)) else Counter(found)


def _tags(text: str) -> Counter[str]:
    return Counter(_TAG.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _first(message_id: str | Sequence[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]
