"""Korean particles that change with the sound before them: 제안을 but 의견서를, 서울로 but 인천으로."""

import re

# With a final consonant, without one.
PAIRS: dict[str, tuple[str, str]] = {
    f"{with_final}/{without}": (with_final, without)
    for with_final, without in (
        ("은", "는"),
        ("이", "가"),
        ("을", "를"),
        ("과", "와"),
        ("으로", "로"),
        ("아", "야"),
        ("이나", "나"),
        ("이며", "며"),
        ("이라", "라"),
        ("이란", "란"),
        ("이라는", "라는"),
        ("이라고", "라고"),
        ("이에요", "예요"),
        ("이었", "였"),
    )
}
_NO_FINAL, _RIEUL, _FINAL = 0, 1, 2
_RIEUL_INDEX = 8  # ㄹ among the 28 final positions of a Hangul syllable

_LAST_SOUND = re.compile(
    r"([가-힣]|[ㄱ-ㅎ]|[a-z]+|[0-9][0-9,.]*|[%℃°㎡㎢㎞㎏])[^가-힣ㄱ-ㅎa-z0-9%℃°㎡㎢㎞㎏]*$", re.IGNORECASE
)
# 영 일 이 삼 사 오 육 칠 팔 구
_DIGITS = dict(
    zip(
        "0123456789",
        (_FINAL, _RIEUL, _NO_FINAL, _FINAL, _NO_FINAL, _NO_FINAL, _FINAL, _RIEUL, _RIEUL, _NO_FINAL),
        strict=True,
    )
)
# 엘 엠 엔 알: the other letters' names end in a vowel.
_LETTER_NAMES = {"l": _RIEUL, "r": _RIEUL, "m": _FINAL, "n": _FINAL}
_TRILLION_ZEROS = range(12, 16)  # 조 is the one power of ten that ends in a vowel


def particle(word: str, pair: str) -> str:
    """The particle of the pair ("을/를") that fits the word, or “을(를)” when its sound is not known.

    Closing quotation marks and brackets after the word are looked through. Raises ValueError for a pair
    not in PAIRS.
    """
    if pair not in PAIRS:
        raise ValueError(f"no such pair of particles: {pair!r}")
    with_final, without = PAIRS[pair]
    ending = _ending(word)
    if ending is None:
        return (
            f"({with_final.removesuffix(without)}){without}"
            if with_final.endswith(without)
            else f"{with_final}({without})"
        )
    if pair == "으로/로" and ending == _RIEUL:
        return without
    return without if ending == _NO_FINAL else with_final


def josa(word: str, pair: str) -> str:
    """The word with its particle: josa("제안", "을/를") == "제안을". Raises ValueError."""
    return f"{word}{particle(word, pair)}"


def _ending(word: str) -> int | None:
    match = _LAST_SOUND.search(word[-80:])
    if not match:
        return None
    sound = match[1]
    if "가" <= sound[-1] <= "힣":
        final = (ord(sound[-1]) - ord("가")) % 28
        return _RIEUL if final == _RIEUL_INDEX else min(final, 1) * _FINAL
    if sound[0].isdigit():
        return _number(sound)
    if sound[0].isascii() and sound[0].isalpha():
        return _latin(sound)
    return (
        _RIEUL if sound == "ㄹ" else _FINAL if "ㄱ" <= sound <= "ㅎ" else _NO_FINAL
    )  # 퍼센트, 도, 미터, 그램


def _number(number: str) -> int:
    whole, point, fraction = number.replace(",", "").rstrip(".").partition(".")
    if point and fraction:
        return _DIGITS[fraction[-1]]
    zeros = len(whole) - len(whole.rstrip("0"))
    return _NO_FINAL if zeros in _TRILLION_ZEROS and zeros < len(whole) else _DIGITS[whole[-1]]


def _latin(word: str) -> int:
    """How Koreans usually read it: capitals letter by letter, the rest as a loanword. A good guess, no more."""
    if word.isupper() or len(word) == 1:
        return _LETTER_NAMES.get(word[-1].lower(), _NO_FINAL)
    word = word.lower()
    if re.search(r"(?:l|[^aeiou]le|[aeiou]le)$", word):
        return _RIEUL
    if re.search(r"(?:[mn]|ng|[aeiou][mn]e|ck|(?<![aeiou])[aeiou](?:[bkpt]|pp|tt)|ook)$", word):
        return _FINAL
    return _NO_FINAL
