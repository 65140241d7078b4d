"""Words of administration and what they mean: ours, and what the institution says instead or besides.

Which words there are follows from Institution.settings["glossary"], a mark that every change makes anew: what was
read is kept under it, so a page asks the database nothing, and a change is seen at the next request.
"""

import re
import tomllib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from civic.wording.models import Explanation
from platform_core.i18n.dialect import in_own_words, voice
from platform_core.text.explaining import Explainer
from tenants.connection import connection
from tenants.context import here

FOLDER = Path(__file__).parent / "starter"
SETTING = "glossary"
# About 100 KB each.
MOST = 256


@dataclass(frozen=True, slots=True)
class Entry:
    """`is_own`: this institution's own, or in its own words."""

    key: str
    term: str
    also: tuple[str, ...]
    meaning: str
    is_own: bool = False

    @property
    def letter(self) -> str:
        """Under which it stands in the glossary: 가, 나 … or A, B …"""
        first = self.term[:1].upper()
        if "가" <= first <= "힣":
            # ㄲ ㄸ ㅃ ㅆ ㅉ stand with their plain sisters.
            return "가가나다다라마바바사사아자자차카타파하"[(ord(first) - ord("가")) // 588]
        return first


@dataclass(frozen=True, slots=True)
class Glossary:
    """All words of one language here, in order, and what finds them in texts."""

    entries: tuple[Entry, ...]
    explainer: Explainer


_memory: "OrderedDict[tuple[str, str, str], Glossary]" = OrderedDict()


def glossary(language: str = "") -> Glossary:
    """Of the institution at hand, in the language that is active. One query when it is first asked for."""
    language = language or get_language() or settings.LANGUAGE_CODE
    key = (connection.schema_name, edition_here(), voice(language))
    known = _memory.get(key)
    if known is None:
        known = _memory[key] = _made(language)
        while len(_memory) > MOST:
            _memory.popitem(last=False)
    return known


def edition_here() -> str:
    """The mark of the last change; "" while everything is explained as usual. No query."""
    institution = here()
    return str(institution.settings.get(SETTING) or "") if institution else ""


@cache
def starter(language: str) -> dict[str, Entry]:
    """What we come with; nothing in a language without a file."""
    path = FOLDER / f"{language}.toml"
    if language not in dict(settings.LANGUAGES) or not path.exists():
        return {}
    words = tomllib.loads(path.read_text(encoding="utf-8"))["words"]
    return {
        key: Entry(key, said["term"], tuple(said.get("also", ())), said["meaning"])
        for key, said in words.items()
    }


def _made(language: str) -> Glossary:
    found = {
        key: Entry(key, one.term, one.also, in_own_words(one.meaning, language))
        for key, one in starter(language).items()
    }
    if edition_here():
        for row in Explanation.objects.filter(language=language):
            found.pop(row.key, None)
            if not row.is_hidden:
                found[row.key] = Entry(row.key, row.term, tuple(row.also), row.meaning, is_own=True)
    entries = tuple(sorted(found.values(), key=lambda one: (one.letter, one.term.casefold())))
    return Glossary(entries, Explainer([(one.key, (one.term, *one.also)) for one in entries], language))


def slug(text: str) -> str:
    """A key for a word of the institution's own: its letters, hyphens between."""
    return re.sub(r"[\W_]+", "-", text.strip().lower(), flags=re.UNICODE).strip("-")[:50] or "word"
