"""How the institution at hand speaks: our catalogues with its own words in them.

Words live in Institution.settings["own_words"]: {"ko": {term: {"word", "verb"}}, "en": {term: {"one", "many",
"verb"}}}. A dialect follows from those words alone, so institutions that say the same may share one and nothing
of a neighbour's can be in it. A sentence is rewritten when it is first said. Only sentences of our catalogues
are: whatever else is given to gettext (nothing should be) comes back as it was.

Which dialect is spoken is kept with the place where this thread's connection stands (tenants.backend tells),
so that a task that goes from institution to institution changes its words with each step.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, trans_real

from platform_core.i18n.english_words import Own, english_rewriter
from platform_core.i18n.korean_words import korean_rewriter
from platform_core.i18n.terms import BY_KEY, TERMS

SETTING = "own_words"
# Each keeps the sentences its institutions were seen to say: a few hundred strings.
MOST = 256
CONTEXT_MARK = "\x04"
Key = str | tuple[str, int]


class _Here(threading.local):
    dialect: "Dialect | None" = None


here = _Here()
_dialects: "OrderedDict[str, Dialect]" = OrderedDict()


class Dialect:
    """One set of own words, and the sentences already said in it, by language."""

    __slots__ = ("digest", "said")

    def __init__(self, digest: str, words: Mapping[str, Any]) -> None:
        self.digest = digest
        self.said: dict[str, Sentences] = {
            "ko": Sentences("ko", korean_sentence_rewriter(words.get("ko") or {})),
            "en": Sentences("en", english_sentence_rewriter(words.get("en") or {})),
        }


class Sentences(dict[Key, str]):
    """The catalogue key of a sentence -> the sentence in own words. Never larger than the catalogue."""

    def __init__(self, language: str, rewrite: Callable[[str, str], str]) -> None:
        super().__init__()
        self.language = language
        self.rewrite = rewrite

    def said(self, key: Key, text: str) -> str:
        """`text`, what the catalogue says for `key`, in own words."""
        self[key] = again = self.rewrite(_english(key), text)
        return again


def korean_sentence_rewriter(words: Mapping[str, Any]) -> Callable[[str, str], str]:
    """Takes the English sentence and its Korean translation. 의견 is two terms; the English tells them apart."""
    own = {key: (str(said["word"]), bool(said.get("verb"))) for key, said in words.items() if key in BY_KEY}
    if not own:
        return lambda _english, text: text
    terms = frozenset(term.korean for term in TERMS)
    made: dict[frozenset[str], Callable[[str], str]] = {}

    def rewrite(english: str, text: str) -> str:
        keys = frozenset(key for key in own if _is_meant(key, english))
        if keys not in made:
            made[keys] = korean_rewriter({BY_KEY[key].korean: own[key] for key in keys}, terms)
        return made[keys](text)

    return rewrite


def english_sentence_rewriter(words: Mapping[str, Any]) -> Callable[[str, str], str]:
    own = {
        (BY_KEY[key].one, BY_KEY[key].many): Own(said["one"], said["many"], said.get("verb") or "")
        for key, said in words.items()
        if key in BY_KEY
    }
    if not own:
        return lambda _english, text: text
    rewrite = english_rewriter(own)
    return lambda _english, text: rewrite(text)


def _is_meant(key: str, english: str) -> bool:
    """Comment and opinion are both 의견: opinion when only that word stands in the English, comment otherwise."""
    if not BY_KEY[key].english_hint or not english:
        return True
    is_opinion = "opinion" in english.lower() and "comment" not in english.lower()
    return is_opinion == (key == "opinion")


def _english(key: Key) -> str:
    sentence = key if isinstance(key, str) else key[0]
    return sentence.rpartition(CONTEXT_MARK)[2]


def dialect_of(words: Mapping[str, Any] | None) -> Dialect | None:
    """None when nothing is called otherwise."""
    if not words or not any(words.values()):
        return None
    digest = hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]
    found = _dialects.get(digest)
    if found is None:
        found = _dialects[digest] = Dialect(digest, words)
        while len(_dialects) > MOST:
            _dialects.popitem(last=False)
    return found


def speak_as(institution: Any) -> None:
    """From here on this thread says what is said at `institution` (anything without settings: as we do)."""
    known = getattr(institution, "settings", None)
    words = known.get(SETTING) if known else None
    if not words:
        here.dialect = None
        return
    # Kept with the instance, for as long as it holds these very words.
    kept = institution.__dict__.get("_dialect")
    if kept is None or kept[0] is not words:
        kept = institution.__dict__["_dialect"] = (words, dialect_of(words))
    here.dialect = kept[1]


@contextmanager
def as_we_say() -> Iterator[None]:
    """In it everything is called as usual, whoever is at hand."""
    before, here.dialect = here.dialect, None
    try:
        yield
    finally:
        here.dialect = before


def voice(language: str = "") -> str:
    """Language (the active one) and words of the institution at hand: what belongs in the key of every kept text."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return f"{language}~{here.dialect.digest}" if here.dialect else language


def speaks_as_we_do() -> bool:
    """Whether the institution at hand calls nothing otherwise."""
    return here.dialect is None


def in_own_words(text: str, language: str = "") -> str:
    """A text of ours that is in no catalogue (the operating guide), in the words of the institution at hand."""
    if here.dialect is None:
        return text
    sentences = here.dialect.said.get(language or get_language() or settings.LANGUAGE_CODE)
    # It is a dict, and empty until something was said.
    return text if sentences is None else sentences.rewrite("", text)


def all_sentences(language: str) -> Iterator[tuple[str, str]]:
    """(English, what the catalogue says) of all our sentences, plurals once for each form, in a stable order."""
    real: Any = trans_real
    ours = real.translation(settings.LANGUAGE_CODE)._catalog
    own = real.translation(language)._catalog
    for key in sorted(ours.keys(), key=str):
        english = _english(key)
        if english:
            yield english, english if language == "en" else str(own.get(key) or ours.get(key))
