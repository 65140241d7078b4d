"""Replacing English words in a sentence: a proposal → an idea, Proposals → Ideas, supports → backings."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Own(NamedTuple):
    """An institution's own word. `verb`: its plain form (“back”), empty when the verb stays as it is."""

    one: str
    many: str
    verb: str = ""


# Names of columns and settings (“support=Votes”) are no words.
_UNTOUCHED = r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%[a-z%]|\{[^{}]*\}|<[^<>]*>|&[#\w]+;|https?://\S+|\w+=\w+"
_COLUMNS = "verified_support"
# “support” and “answer” are things and deeds in the same letters: what stands around them tells which.
_DOER = re.compile(
    r"\b(?:I|you|they|we|people|many|who|neighbours|citizens|to|can|could|may|must|will|would|not"
    r"|(?:propos(?:e|ed)|reads?|supports?|comment|log in|sign up)(?:,| and| or)) $",
    re.IGNORECASE,
)
_DONE_TO = re.compile(
    r" (?:this\b|it\b|each other|anything|in your name|(?:a |the |these )?proposals?\b|one\b|what\b|on (?:it|this)\b|\{)",
    re.IGNORECASE,
)
_VOWEL = re.compile(r"(?:[aeio]|u(?!ni|se|sa|su|ti))", re.IGNORECASE)


def english_rewriter(replacing: Mapping[tuple[str, str], Own]) -> Callable[[str], str]:
    """What rewrites a sentence: (one, many) as the catalogue has it -> own words."""
    own: dict[str, tuple[str, Own]] = {}
    for (one, many), word in replacing.items():
        own[one], own[many] = ("one", word), ("many", word)
        own |= {f"{one}ed": ("past", word), f"{one}ing": ("ing", word)} if word.verb else {}
    words = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    found = re.compile(
        rf"{_UNTOUCHED}|(?P<article>\ban? )?(?<![\w-])(?P<word>{words})(?![\w=-])", re.IGNORECASE
    )

    def rewritten(match: re.Match[str]) -> str:
        word, article = match["word"], match["article"] or ""
        if word is None:
            return match[0]
        kind, new = own[word.lower()]
        if kind in ("past", "ing") or (not article and _is_deed(match)):
            if not new.verb:
                return match[0]
            kind = {"one": "verb", "many": "verbs"}.get(kind, kind)
        text = _cased(_form(new, kind), like=word)
        if article:
            article = _cased("an " if _VOWEL.match(text) else "a ", like=article)
        return article + text

    return lambda sentence: sentence if _COLUMNS in sentence else found.sub(rewritten, sentence)


def _is_deed(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start("word") - 24) : match.start("word")]
    return bool(_DOER.search(before) or _DONE_TO.match(match.string, match.end("word")))


def _form(word: Own, kind: str) -> str:
    verb = word.verb
    if kind == "one":
        return word.one
    if kind == "many":
        return word.many
    # “agree with” is bent at its first word.
    first, space, rest = verb.partition(" ")
    return _bent(first, kind) + space + rest


def _bent(verb: str, kind: str) -> str:
    """Regular verbs only; the preview shows what becomes of others."""
    if kind == "verbs":
        return many_of(verb)
    if kind == "past":
        return f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    if kind == "ing":
        return f"{verb.removesuffix('e')}ing" if not verb.endswith("ee") else f"{verb}ing"
    return verb


def many_of(word: str) -> str:
    """The regular plural: idea → ideas, reply → replies, wish → wishes."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|z|ch|sh)$", word) else f"{word}s"


def _cased(text: str, *, like: str) -> str:
    return text[:1].upper() + text[1:] if like[:1].isupper() else text
