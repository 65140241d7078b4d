"""How a text reads: long sentences, double negatives, wordy passives and official words with plainer ones.

A help for whoever writes, never a verdict: nothing is refused and nothing is changed. Everything is known
offline, from the lists in plain_words/ and the patterns here. Citizens' texts are never read this way.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.i18n.korean_words import AFTER_A_WORD
from platform_core.text.graphemes import grapheme_length

FOLDER = Path(__file__).parent / "plain_words"
# Readers lose the beginning of a longer Korean sentence; guides for official Korean say 50, and mean the average.
LONGEST_KOREAN = 80
LONGEST_ENGLISH_WORDS = 28
LONGEST_READ = 40_000
MOST_FINDINGS = 60
LONGEST_EXCERPT = 60


class Kind(StrEnum):
    LONG = "long"
    DOUBLE_NEGATIVE = "double_negative"
    WORDY = "wordy"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Finding:
    """`text`: what was found. `instead`: what to write, "" where one has to think. `at`: where it begins."""

    kind: Kind
    text: str
    instead: str
    at: int

    @property
    def advice(self) -> Promise:
        return ADVICE[self.kind]


ADVICE: dict[Kind, Promise] = {
    Kind.LONG: _("A long sentence. Can it be two?"),
    Kind.DOUBLE_NEGATIVE: _("Two negations. Say what is, not what is not."),
    Kind.WORDY: _("Wordy or passive. Say who does what."),
    Kind.OFFICIAL: _("An official word. There is a plainer one."),
}

_VERB_ENDINGS = "(?:하|한|할|함|합|했|해|하여|되|된|될|됨|됩|됐|돼|시키|시킬|시킨|시켜)[가-힣]*"
_DEEDS = ("하다", "되다")
_NOT_A_SENTENCE = re.compile(r"https?://\S+|`[^`]*`|!?\[[^\]]*\]\([^)]*\)")
# A sentence ends at its mark, at the end of a line, and before the next item of a list.
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$|[”’\"')])|\n|$|[.!?…]+)")

_DOUBLE_NEGATIVES = {
    "ko": re.compile(
        r"[가-힣]{0,12}지\s?않을\s수\s없[가-힣]*|[가-힣]{0,12}지\s?않으면\s안\s?[되된될됩]\S*|없지\s?않[가-힣]*|[가-힣]{0,12}지\s?못할\s?[가-힣]*\s?없[가-힣]*"
        r"|않지\s?않[가-힣]*|아니하지\s?아니[가-힣]*|아니할\s수\s없[가-힣]*|아니라고\s할\s수\s없[가-힣]*|부인할\s수\s없[가-힣]*"
    ),
    "en": re.compile(
        r"\b(?:not|never|n't) (?:\w+ )?(?:un(?!der|it|i|cle|til|less)\w{3,}|impossible|without|insignificant)|\bcannot (?:but|not)\b",
        re.IGNORECASE,
    ),
}
# Wording -> what to write instead; "" where the sentence has to be turned round.
_WORDY: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "ko": tuple(
        (re.compile(pattern), instead)
        for pattern, instead in (
            (r"[가-힣]{0,12}(?:되어|보여|쓰여|잊혀|불려|나뉘어|읽혀|닫혀)\s?(?:지|진|질|집|졌)[가-힣]*", ""),
            (r"것으로\s(?:사료|판단|예상|생각|기대|추정)(?:되|된|될|됩|됨)[가-힣]*", "-라고 봅니다"),
            (r"[가-힣]{1,12}[함됨]에\s?있어서?", "-할 때"),
            (r"에\s?있어서(?:는|도)?", "에서"),
            (r"에\s?의(?:하여|해서?)(?![가-힣])", "에 따라, -이/가"),
            (r"에\s?의거(?:하여|해)?(?![가-힣])", "에 따라"),
            (r"(?:을|를)\s?통(?:하여|해)(?![가-힣])", "(으)로"),
            (r"하고자\s(?:하|합|함)[가-힣]*", "하려고 합니다"),
            (r"(?:을|를)\s실시(?:하|한|할|합|함)[가-힣]*", "(을/를) 합니다"),
            (r"[가-힣]{0,12}(?:하여|해)\s주시기\s바랍니다", "-해 주세요"),
            (r"바랍니다\s?마는", "바라지만"),
            (r"(?:이|가)\s요구되[가-힣]*", "이/가 필요합니다"),
        )
    ),
    "en": tuple(
        (re.compile(pattern, re.IGNORECASE), instead)
        for pattern, instead in (
            (r"\bit (?:is|was) (?:decided|considered|felt|thought|noted|determined) that\b", "we …"),
            (r"\b(?:is|are|was|were) being \w+ed by\b", ""),
            (r"\bthere (?:is|are) a need (?:to|for)\b", "we need"),
            (r"\bmake (?:an? )?(?:application|decision|payment)\b", "apply, decide, pay"),
        )
    ),
}


def read_over(text: str, language: str = "ko") -> tuple[Finding, ...]:
    """What could be plainer, in the order it stands; nothing for a language without a list."""
    language = language[:2]
    if language not in _WORDY:
        return ()
    # Left out with as many blanks: places stay what they were.
    text = _NOT_A_SENTENCE.sub(lambda match: " " * len(match[0]), text[:LONGEST_READ])
    found = [*_long_sentences(text, language), *_patterns(text, language), *_official_words(text, language)]
    return tuple(sorted(_without_overlaps(found), key=lambda one: (one.at, one.kind)))[:MOST_FINDINGS]


def _long_sentences(text: str, language: str) -> Iterator[Finding]:
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        is_long = (
            grapheme_length(sentence) > LONGEST_KOREAN
            if language == "ko"
            else len(sentence.split()) > LONGEST_ENGLISH_WORDS
        )
        if is_long:
            at = match.start() + len(match[0]) - len(match[0].lstrip())
            yield Finding(Kind.LONG, _excerpt(sentence), "", at)


def _patterns(text: str, language: str) -> Iterator[Finding]:
    for match in _DOUBLE_NEGATIVES[language].finditer(text):
        yield Finding(Kind.DOUBLE_NEGATIVE, match[0].strip(), "", match.start())
    for pattern, instead in _WORDY[language]:
        for match in pattern.finditer(text):
            yield Finding(Kind.WORDY, match[0].strip(), instead, match.start())


def _official_words(text: str, language: str) -> Iterator[Finding]:
    found, words = _list_of(language)
    for match in found.finditer(text):
        word = match[0]
        stem = match.groupdict().get("stem")
        yield Finding(Kind.OFFICIAL, word, words[f"{stem}-" if stem else word.casefold()], match.start())


def _without_overlaps(found: list[Finding]) -> Iterator[Finding]:
    """A word inside a wordy phrase is not told twice; long sentences hold others and stay."""
    until = -1
    for one in sorted(found, key=lambda one: (one.at, -len(one.text))):
        if one.kind == Kind.LONG:
            yield one
        elif one.at >= until:
            until = one.at + len(one.text)
            yield one


def _excerpt(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_EXCERPT else f"{sentence[:LONGEST_EXCERPT].rstrip()}…"


@cache
def official_words(language: str) -> dict[str, str]:
    """{official word: a plainer one} of the vendored list."""
    return dict(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["words"])


@cache
def _list_of(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds them, and {as it is found: a plainer one}. Korean verbs are found by their stem (“제고-”)."""
    words = official_words(language)
    if language == "en":
        forms = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE), words
    verbs = {f"{word[:-2]}-": plainer for word, plainer in words.items() if word.endswith(_DEEDS)}
    nouns = {word: plainer for word, plainer in words.items() if not word.endswith(_DEEDS)}
    stems = "|".join(re.escape(stem[:-1]) for stem in sorted(verbs, key=len, reverse=True))
    plain = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    pattern = f"(?<![가-힣])(?:(?P<stem>{stems}){_VERB_ENDINGS}|(?:{plain}){AFTER_A_WORD})"
    return re.compile(pattern), {**verbs, **nouns}


def language_of(text: str) -> str:
    """Korean as soon as a tenth of it is: official Korean is full of abbreviations."""
    hangul = len(re.findall("[가-힣]", text))
    return "ko" if hangul * 10 >= len(text.strip()) else "en"
